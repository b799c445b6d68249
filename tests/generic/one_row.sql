{#- Fails unless the model has exactly one row: a cross join must neither multiply nor drop rows. -#}
{% test one_row(model) %}

select count(*) as row_count
from {{ model }}
-- `dbt build --empty` reads no rows.
having count(*) <> {{ 0 if flags.EMPTY else 1 }}

{% endtest %}

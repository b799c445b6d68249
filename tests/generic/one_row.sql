{#- Fails unless the model has exactly one row: what is joined to everything must neither multiply nor empty it. -#}
{% test one_row(model) %}

select count(*) as row_count
from {{ model }}
-- `dbt build --empty` reads no row of any model.
having count(*) <> {{ 0 if flags.EMPTY else 1 }}

{% endtest %}

{#- Fails for each row with a fraction below 0 or above 1. NULL passes: there was nothing to divide by. -#}
{% test between_zero_and_one(model, columns) %}

select {{ columns | join(', ') }}
from {{ model }}
where
    {%- for column in columns %}
    {{ 'or ' if not loop.first }}{{ column }} < 0
    or {{ column }} > 1
    {%- endfor %}

{% endtest %}

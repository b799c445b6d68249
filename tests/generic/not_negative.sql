{#- Fails for each row with a count below 0. NULL passes. -#}
{% test not_negative(model, columns) %}

select {{ columns | join(', ') }}
from {{ model }}
where
    {%- for column in columns %}
    {{ 'or ' if not loop.first }}{{ column }} < 0
    {%- endfor %}

{% endtest %}

{#- A fraction, NULL if the denominator is 0 or NULL. Every rate in the project uses this macro. -#}
{% macro rate(numerator, denominator) -%}
    {%- if not numerator or not denominator -%}
        {{- exceptions.raise_compiler_error("rate needs a numerator and a denominator, both SQL expressions") -}}
    {%- endif -%}
    cast({{ numerator }} as {{ sms_analytics.type_double() }}) / nullif({{ denominator }}, 0)
{%- endmacro %}

{#- Distinct contacts: each counts once, however many rows it has. -#}
{% macro count_contacts(condition, contact='contact_id') -%}
    {%- if not condition -%}
        {{- exceptions.raise_compiler_error("count_contacts needs a condition; use 'true' to count every contact") -}}
    {%- endif -%}
    count(distinct case when {{ condition }} then {{ contact }} end)
{%- endmacro %}

{% macro count_rows(condition) -%}
    count(case when {{ condition }} then 1 end)
{%- endmacro %}

{#- The condition of a join by these columns, which both sides have. -#}
{% macro same_keys(left, right, keys) -%}
    {%- for key in keys %}{{ left }}.{{ key }} = {{ right }}.{{ key }}{{ ' and ' if not loop.last }}{% endfor -%}
{%- endmacro %}

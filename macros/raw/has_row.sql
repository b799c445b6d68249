{#- Whether there is a row that meets the condition, as an expression; reads no further than the first. -#}
{% macro has_row(relation, condition) -%}
    (select count(*) from (select 1 as found from {{ relation }} where {{ condition }} limit 1) as first_row) = 1
{%- endmacro %}

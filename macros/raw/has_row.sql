{#- An expression; stops at the first matching row. -#}
{% macro has_row(relation, condition) -%}
    (select count(*) from (select 1 as found from {{ relation }} where {{ condition }} limit 1) as first_row) = 1
{%- endmacro %}

{#-
    The years that times are read from. No text message is older than 1992, and one date from year 1 or 9999 would make a calendar of
    all the days between: such a time is a fault. Where no calendar is made of a column (any_year), 1900-01-01 may well stand for
    always and 9999-12-31 for never; there the years are those that a date of ten characters can have.
-#}
{% macro years_read(column) -%}
    {{- return([1000, 9999] if column.get('any_year') else [1990, 2099]) -}}
{%- endmacro %}

{#- NULL where the time or date is out of these years, infinity included. -#}
{% macro in_years(value, type, years) -%}
    {%- set end = ' 23:59:59.999999' if type == 'timestamp' -%}
    {%- set type = dbt.type_timestamp() if type == 'timestamp' else type -%}
    case
        when {{ value }} between cast('{{ years[0] }}-01-01' as {{ type }}) and cast('{{ years[1] }}-12-31{{ end }}' as {{ type }})
            then {{ value }}
    end
{%- endmacro %}

{#- The same of a text that starts with four digits. -#}
{% macro text_in_years(text, years) -%}
    substring({{ text }}, 1, 4) between '{{ years[0] }}' and '{{ years[1] }}'
{%- endmacro %}

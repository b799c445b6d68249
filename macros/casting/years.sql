{#-
    The years that times are accepted from. No text message is older than 1992, and one date in year 1 or 9999 would extend the calendar
    over all the days between, so such a time is a fault. If no calendar is built from a column (any_year), 1900-01-01 can mean always
    and 9999-12-31 never; such a column accepts every year that a ten-character date can have.
-#}
{% macro years_read(column) -%}
    {{- return([1000, 9999] if column.get('any_year') else [1990, 2099]) -}}
{%- endmacro %}

{#- NULL if the time or date is outside these years; infinity is outside. -#}
{% macro in_years(value, type, years) -%}
    {%- set end = ' 23:59:59.999999' if type == 'timestamp' -%}
    {%- set type = dbt.type_timestamp() if type == 'timestamp' else type -%}
    case
        when {{ value }} between cast('{{ years[0] }}-01-01' as {{ type }}) and cast('{{ years[1] }}-12-31{{ end }}' as {{ type }})
            then {{ value }}
    end
{%- endmacro %}

{#- The same for a text that starts with four digits. -#}
{% macro text_in_years(text, years) -%}
    substring({{ text }}, 1, 4) between '{{ years[0] }}' and '{{ years[1] }}'
{%- endmacro %}

{#-
    A source column prepared for parsing: text without surrounding white space, NULL if nothing is left or if it is one of null_values.
    NULL if the column is absent.
-#}
{% macro given_column(column, raw) -%}
    {%- set name = column.name -%}
    {%- set cell = raw.names.get(name, name) -%}
    {%- set family = sms_analytics.type_family(raw.columns.get(name, 'text')) -%}
    {%- if name not in raw.columns -%}
        cast(null as {{ dbt.type_string() }})
    {%- elif family == 'text' -%}
        {%- set text = sms_analytics.cell_text(cell, raw.columns[name]) -%}
        {{ sms_analytics.without_null_values(text if column.get('verbatim') else sms_analytics.trimmed(text)) }}
    {%- elif family in ['float', 'decimal'] -%}
        {{ sms_analytics.without_nan(cell, family) }}
    {%- else -%}
        {{ sms_analytics.usual_type(cell, raw.columns[name]) }}
    {%- endif -%}
{%- endmacro %}

{% macro without_null_values(text) -%}
    {{ return(adapter.dispatch('without_null_values', 'sms_analytics')(text)) }}
{%- endmacro %}

{% macro default__without_null_values(text) -%}
    {%- set cell = namespace(text=text) -%}
    {%- for word in [''] + var('null_values') -%}
        {%- set cell.text = 'nullif(' ~ cell.text ~ ', ' ~ sms_analytics.quoted(word) ~ ')' -%}
    {%- endfor -%}
    {{ cell.text }}
{%- endmacro %}

{#- In DuckDB, nullif() is a macro that repeats its argument: six of them in each other would be 64 copies of the text. -#}
{% macro duckdb__without_null_values(text) -%}
    {%- set words = [] -%}
    {%- for word in [''] + var('null_values') -%}
        {%- do words.append(sms_analytics.quoted(word)) -%}
    {%- endfor -%}
    case when {{ text }} not in ({{ words | join(', ') }}) then {{ text }} end
{%- endmacro %}

{#- Many tools have no NULL for numbers and write NaN instead. -#}
{% macro without_nan(number, family) -%}
    {{ return(adapter.dispatch('without_nan', 'sms_analytics')(number, family)) }}
{%- endmacro %}

{% macro default__without_nan(number, family) -%}
    {{ "nullif(" ~ number ~ ", cast('NaN' as " ~ sms_analytics.type_double() ~ "))" if family == 'float' else number }}
{%- endmacro %}

{% macro postgres__without_nan(number, family) -%}
    nullif({{ number }}, cast('NaN' as {{ 'numeric' if family == 'decimal' else sms_analytics.type_double() }}))
{%- endmacro %}

{% macro cell_text(cell, engine_type) -%}
    {{ return(adapter.dispatch('cell_text', 'sms_analytics')(cell, engine_type)) }}
{%- endmacro %}

{% macro default__cell_text(cell, engine_type) -%}
    cast({{ cell }} as {{ dbt.type_string() }})
{%- endmacro %}

{#- Old tools write strings to Parquet without marking them as UTF-8. Bytes that are not UTF-8 stay visible, as \xE9. -#}
{% macro duckdb__cell_text(cell, engine_type) -%}
    {%- if engine_type | lower == 'blob' -%}
        coalesce(try(decode({{ cell }})), cast({{ cell }} as varchar))
    {%- else -%}
        cast({{ cell }} as varchar)
    {%- endif -%}
{%- endmacro %}

{% macro usual_type(cell, engine_type) -%}
    {{ return(adapter.dispatch('usual_type', 'sms_analytics')(cell, engine_type)) }}
{%- endmacro %}

{% macro default__usual_type(cell, engine_type) -%}
    {{ cell }}
{%- endmacro %}

{#-
    Nanoseconds are truncated, as in text; a cast would round them. Infinity has none. Of other times, those that DuckDB cannot write as
    text count as infinite, because writing one closes the database.
-#}
{% macro duckdb__usual_type(cell, engine_type) -%}
    {%- set type = engine_type | lower -%}
    {%- if type in ['timestamp_ns', 'timestamptz_ns'] -%}
        {%- set infinity = cell if type == 'timestamp_ns' else 'cast(' ~ cell ~ ' as timestamptz)' -%}
        coalesce(make_timestamp(epoch_ns({{ cell }}) // 1000), cast({{ infinity }} as timestamp))
    {%- elif type.startswith('timestamp') -%}
        case
            when {{ cell }} < cast('290309-12-22 (BC) 00:00:00+00' as {{ type }}) then cast('-infinity' as {{ type }})
            when {{ cell }} > cast('294247-01-10 04:00:54+00' as {{ type }}) then cast('infinity' as {{ type }})
            else {{ cell }}
        end
    {%- else -%}
        {{ cell }}
    {%- endif -%}
{%- endmacro %}

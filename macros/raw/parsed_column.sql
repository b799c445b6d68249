{#- One column of a raw table as its contract type: cells of a matching type are used as they are, all others are parsed from text. -#}
{% macro parsed_column(column, found_type, given=none) -%}
    {%- set given = given or 'given_' ~ column.name -%}
    {%- set family = sms_analytics.type_family(found_type) -%}
    {%- set years = sms_analytics.years_read(column) -%}
    {%- set text = given if family == 'text' else 'cast(' ~ given ~ ' as ' ~ dbt.type_string() ~ ')' -%}
    {%- if column.type == 'string' -%}
        {%- set string = sms_analytics.whole_number_text(given) if family == 'float' else text -%}
        {{ sms_analytics.parse_code(string) if column.get('code') else string }}
    {%- elif column.type == 'timestamp' and family in ['timestamp', 'timestamp with time zone', 'date'] -%}
        {{ sms_analytics.in_years(sms_analytics.utc_timestamp(given, family), 'timestamp', years) }}
    {%- elif column.type == 'timestamp' -%}
        {{ sms_analytics.parse_timestamp(text, years) }}
    {%- elif column.type == 'date' and family == 'date' -%}
        {{ sms_analytics.in_years(given, 'date', years) }}
    {%- elif column.type == 'date' and family in ['timestamp', 'timestamp with time zone'] -%}
        {{ sms_analytics.in_years(sms_analytics.date_of_midnight(sms_analytics.utc_timestamp(given, family)), 'date', years) }}
    {%- elif column.type == 'date' -%}
        {{ sms_analytics.parse_date(text, years) }}
    {%- elif column.type == 'bigint' and family in ['integer', 'float'] -%}
        {#- As with text: more than nine digits is a mistake, and sums of them would overflow. -#}
        case
            when {{ given }} between -999999999 and 999999999{{ ' and ' ~ given ~ ' = floor(' ~ given ~ ')' if family == 'float' }}
                then cast({{ given }} as {{ dbt.type_bigint() }})
        end
    {%- elif column.type == 'bigint' -%}
        {{ sms_analytics.parse_integer(text) }}
    {%- elif column.type == 'numeric' and family == 'decimal' -%}
        {{ sms_analytics.decimal_value(given) }}
    {%- elif column.type == 'numeric' -%}
        {{ sms_analytics.parse_number(text) }}
    {%- elif column.type == 'boolean' and family == 'boolean' -%}
        {{ given }}
    {%- elif column.type == 'boolean' and family in ['integer', 'float'] -%}
        {{ sms_analytics.boolean_value(given) }}
    {%- elif column.type == 'boolean' and family == 'decimal' -%}
        {{ sms_analytics.boolean_value(sms_analytics.decimal_value(given)) }}
    {%- elif column.type == 'boolean' -%}
        {{ sms_analytics.parse_boolean(text) }}
    {%- else -%}
        {{- exceptions.raise_compiler_error("The contract gives " ~ column.name ~ " the type '" ~ column.type ~ "'; allowed are string, timestamp, date, bigint, numeric and boolean") -}}
    {%- endif -%}
{%- endmacro %}

{#- Tools without a missing integer write 30007 as 30007.0. -#}
{% macro whole_number_text(float) -%}
    case
        when {{ float }} = floor({{ float }}) and abs({{ float }}) < 1e15
            then cast(cast({{ float }} as {{ dbt.type_bigint() }}) as {{ dbt.type_string() }})
        else cast({{ float }} as {{ dbt.type_string() }})
    end
{%- endmacro %}

{% macro utc_timestamp(given, family) -%}
    {{ sms_analytics.instant_in_utc(given) if family == 'timestamp with time zone' else sms_analytics.timestamp_value(given) }}
{%- endmacro %}

{% macro type_family(engine_type) -%}
    {%- set name = engine_type | lower -%}
    {%- if name.startswith('timestamp') or name == 'datetime' -%}
        {{- return('timestamp with time zone' if 'with time zone' in name or name == 'timestamptz' else 'timestamp') -}}
    {%- elif name in ['tinyint', 'smallint', 'integer', 'int', 'bigint', 'int4', 'int8', 'utinyint', 'usmallint', 'uinteger'] -%}
        {{- return('integer') -}}
    {%- elif name in ['double', 'float', 'real', 'double precision', 'float4', 'float8'] -%}
        {{- return('float') -}}
    {%- elif name.startswith('decimal') or name.startswith('numeric') -%}
        {{- return('decimal') -}}
    {%- elif name in ['date', 'boolean'] -%}
        {{- return(name) -}}
    {%- endif -%}
    {{- return('text') -}}
{%- endmacro %}

{#- Text of the cell, for rejection reasons. A typed cell gets one only if it could not be used, because casting all of them is slow. -#}
{% macro given_text(column, found_type) -%}
    {%- set given = 'given_' ~ column.name -%}
    {%- set family = sms_analytics.type_family(found_type) -%}
    {%- set shown = sms_analytics.instant_in_utc(given) if family == 'timestamp with time zone' else given -%}
    {%- set text = 'cast(' ~ shown ~ ' as ' ~ dbt.type_string() ~ ')' -%}
    {%- if family == 'text' or column.type == 'string' -%}
        {{ text }}
    {%- else -%}
        case when {{ sms_analytics.parsed_column(column, found_type) }} is null then {{ text }} end
    {%- endif -%}
{%- endmacro %}

{#- Type and accepted formats of a column, for rejection reasons. No other format is guessed. -#}
{% macro what_is_read(column) -%}
    {%- set years = 'years ' ~ sms_analytics.years_read(column) | join(' to ') -%}
    {{- return({
        'bigint': 'whole number (read: 12 or 12.0)',
        'numeric': 'number (read: 1234.5)',
        'timestamp': 'timestamp (read: 2026-03-02T15:00:00Z and the like, ' ~ years ~ ')',
        'date': 'date (read: 2026-03-02, ' ~ years ~ ')',
        'boolean': 'boolean (read: true or false, yes or no, 1 or 0)',
    }[column.type]) -}}
{%- endmacro %}

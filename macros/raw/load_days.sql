{#-
    The days of loaded_at whose raw rows are not those stored, by their number and checksum, as text; none stands for rows whose loaded_at
    cannot be read. A greatest loaded_at would be blocked by one row from the future, and would miss late ones.
-#}
{% macro changed_load_days(raw, columns, keys) -%}
    {%- if not execute -%}{{- return([]) -}}{%- endif -%}
    {%- set raw_rows = '(' ~ sms_analytics.raw_keys(raw, columns, keys + ['loaded_at']) ~ ') as raw_rows' -%}
    {%- set changed -%}
        with raw_days as (

            {{ sms_analytics.load_days(raw_rows, keys) }}

        ),

        stored_days as (

            {{ sms_analytics.load_days(this, keys) }}

        )

        select cast(raw_days.load_day as {{ dbt.type_string() }}) as load_day
        from raw_days
        left join stored_days
            on raw_days.day_key = stored_days.day_key
        where
            stored_days.day_key is null
            or raw_days.row_count <> stored_days.row_count
            or raw_days.checksum <> stored_days.checksum
    {%- endset -%}
    {{- return(run_query(changed).columns[0].values() | list) -}}
{%- endmacro %}

{% macro load_days(relation, keys) -%}
    select
        cast(loaded_at as date) as load_day,
        coalesce(cast(cast(loaded_at as date) as {{ dbt.type_string() }}), '') as day_key,
        count(*) as row_count,
        {{ sms_analytics.checksum(keys + ['loaded_at']) }} as checksum
    from {{ relation }}
    group by cast(loaded_at as date)
{%- endmacro %}

{#- The condition on a timestamp that its day is one of these. -#}
{% macro is_on_days(loaded_at, days) -%}
    {%- set known = days | reject('none') | list -%}
    {%- if not days -%}
        false
    {%- elif not known -%}
        {{ loaded_at }} is null
    {%- else -%}
        {#- The range alone lets an engine skip the files and blocks of other days. -#}
        (
            {{ loaded_at }} >= cast('{{ known | min }}' as {{ dbt.type_timestamp() }})
            and cast({{ loaded_at }} as date) in ({% for day in known %}cast('{{ day }}' as date){{ ', ' if not loop.last }}{% endfor %})
            {{- ' or ' ~ loaded_at ~ ' is null' if none in days }}
        )
    {%- endif -%}
{%- endmacro %}

{#- The same on a row of the raw table, before it is parsed. -#}
{% macro is_given_on(days, raw, columns) -%}
    {%- set column = columns | selectattr('name', 'equalto', 'loaded_at') | first -%}
    {%- set parsed = sms_analytics.parsed_column(column, raw.columns.get('loaded_at', 'text')) -%}
    {%- set given = sms_analytics.given_column('loaded_at', raw) -%}
    {%- set is_timestamp = sms_analytics.type_family(raw.columns.get('loaded_at', 'text')) == 'timestamp' -%}
    {{ sms_analytics.is_on_days(given if is_timestamp else '(' ~ parsed | replace('given_loaded_at', given) ~ ')', days) }}
{%- endmacro %}

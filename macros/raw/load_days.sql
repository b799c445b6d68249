{#-
    The days of loaded_at whose checksum differs between raw and stored rows, as text; none stands for rows with an unreadable
    loaded_at. A high-water mark on loaded_at would be blocked by one row from the future and would miss late rows.
-#}
{% macro changed_load_days(raw, columns, keys) -%}
    {%- if not execute -%}{{- return([]) -}}{%- endif -%}
    {%- do sms_analytics.check_introspection() -%}
    {%- set raw_rows = '(' ~ sms_analytics.raw_keys(raw, columns, keys + ['loaded_at']) ~ ') as raw_rows' -%}
    {%- set changed -%}
        with raw_days as (

            {{ sms_analytics.load_days(raw_rows, keys, 'cast(loaded_at as date)') }}

        ),

        stored_days as (

            {{ sms_analytics.load_days(this, keys, 'loaded_date') }}

        )

        select cast(raw_days.load_day as {{ dbt.type_string() }}) as load_day
        from raw_days
        left join stored_days
            on raw_days.day_key = stored_days.day_key
        where
            stored_days.day_key is null
            or raw_days.checksum <> stored_days.checksum
    {%- endset -%}
    {{- return(run_query(changed).columns[0].values() | list) -}}
{%- endmacro %}

{% macro load_days(relation, keys, load_day) -%}
    select
        {{ load_day }} as load_day,
        coalesce(cast({{ load_day }} as {{ dbt.type_string() }}), '') as day_key,
        {{ sms_analytics.checksum(keys + ['loaded_at']) }} as checksum
    from {{ relation }}
    group by {{ load_day }}
{%- endmacro %}

{% macro is_one_of(date, days) -%}
    {%- set known = days | reject('none') | list -%}
    {%- set conditions = [] -%}
    {%- if known -%}{%- do conditions.append(date ~ " in (cast('" ~ known | join("' as date), cast('") ~ "' as date))") -%}{%- endif -%}
    {%- if none in days -%}{%- do conditions.append(date ~ ' is null') -%}{%- endif -%}
    {{- return('(' ~ conditions | join(' or ') ~ ')' if conditions else 'false') -}}
{%- endmacro %}

{% macro is_given_on(days, raw, columns) -%}
    {%- set column = columns | selectattr('name', 'equalto', 'loaded_at') | first -%}
    {%- set found_type = raw.columns.get('loaded_at', 'text') -%}
    {%- set given = sms_analytics.given_column(column, raw) -%}
    {#- A typed timestamp needs no parsing: one that is out of range is not on any of these days. -#}
    {%- set is_timestamp = sms_analytics.type_family(found_type) == 'timestamp' and none not in days -%}
    {%- set loaded_at = given if is_timestamp else '(' ~ sms_analytics.parsed_column(column, found_type, given) ~ ')' -%}
    {#- Engines use this range, of the column itself, to skip the files and blocks of other days. -#}
    {%- set cell = raw.names.get('loaded_at', 'loaded_at') if is_timestamp else loaded_at -%}
    {%- set type = found_type if is_timestamp else dbt.type_timestamp() -%}
    {%- if days and none not in days -%}{{ cell }} >= cast('{{ days | min }}' as {{ type }}) and {% endif -%}
    {{ sms_analytics.is_one_of('cast(' ~ loaded_at ~ ' as date)', days) }}
{%- endmacro %}

{{ config(enabled=var('sms_analytics_using_quality')) }}

{%- set known_action = '(?:' ~ sms_analytics.known_response_actions() | join('|') ~ ')' -%}

with found_codes as (

    -- Values outside an enum that has a fallback value.
    {% for table in sms_analytics.staged_tables() -%}
    {%- set base = ref('base_' ~ table) -%}
    {%- for column in sms_analytics.contract_columns(table) if sms_analytics.enum_fallback(column) -%}
    select
        '{{ table }}' as table_name,
        '{{ column.name }}' as column_name,
        unknown_{{ column.name }} as code,
        '{{ sms_analytics.enum_fallback(column) }}' as read_as,
        loaded_at
    from {{ base }}
    where unknown_{{ column.name }} is not null and rejection_reason is null

    union all

    {% endfor %}
    {%- endfor -%}
    select
        'messages' as table_name,
        'error_code' as column_name,
        messages.error_code as code,
        'unknown' as read_as,
        messages.loaded_at
    from {{ ref('int_messages') }} as messages
    left join {{ ref('error_codes') }} as error_codes
        on messages.error_code = lower(trim(error_codes.error_code))
    where messages.is_failed and messages.error_code is not null and error_codes.error_code is null

    union all

    select
        'accounts' as table_name,
        'time_zone' as column_name,
        accounts.time_zone as code,
        '{{ var("reporting_time_zone") }}' as read_as,
        accounts.loaded_at
    from {{ ref('stg_accounts') }} as accounts
    left join {{ ref('time_zones') }} as time_zones
        on accounts.time_zone = time_zones.time_zone
    where time_zones.time_zone is null

    union all

    select
        'contacts' as table_name,
        'time_zone' as column_name,
        contacts.time_zone as code,
        cast(null as {{ dbt.type_string() }}) as read_as,
        contacts.loaded_at
    from {{ ref('stg_contacts') }} as contacts
    left join {{ ref('time_zones') }} as time_zones
        on contacts.time_zone = time_zones.time_zone
    where contacts.time_zone is not null and time_zones.time_zone is null

    union all

    -- Unknown response actions are ignored; if none is known, the variable applies.
    select
        'campaigns' as table_name,
        'response_actions' as column_name,
        -- Without its blanks, the list counts as one word and is not masked.
        replace(response_actions, ', ', ',') as code,
        cast(null as {{ dbt.type_string() }}) as read_as,
        loaded_at
    from {{ ref('stg_campaigns') }}
    where
        response_actions is not null
        and not {{ sms_analytics.matches_pattern(
            "replace(lower(response_actions), ' ', '')", known_action ~ '(?:,' ~ known_action ~ ')*'
        ) }}

),

-- Few distinct codes come in many rows.
counted_codes as (

    select
        table_name,
        column_name,
        {{ sms_analytics.masked_value('code', words=2) }} as code,
        read_as,
        occurrences,
        first_loaded_at,
        last_loaded_at
    from (
        select
            table_name,
            column_name,
            code,
            read_as,
            count(*) as occurrences,
            min(loaded_at) as first_loaded_at,
            max(loaded_at) as last_loaded_at
        from found_codes
        group by table_name, column_name, code, read_as
    ) as codes

)

-- Several codes may have the same mask.
select
    table_name,
    column_name,
    code,
    read_as,
    cast(sum(occurrences) as {{ dbt.type_bigint() }}) as occurrences,
    min(first_loaded_at) as first_loaded_at,
    max(last_loaded_at) as last_loaded_at
from counted_codes
group by table_name, column_name, code, read_as

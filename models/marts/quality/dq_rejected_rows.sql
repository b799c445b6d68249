with rejected as (

    {% for table in sms_analytics.staged_tables() -%}
    select
        '{{ table }}' as table_name,
        {{ sms_analytics.row_key(table) }} as row_key,
        account_id,
        source_system,
        loaded_at,
        rejection_reason,
        {{ sms_analytics.masked_value('rejected_value') }} as rejected_value
    from {{ ref('base_' ~ table) }}
    where rejection_reason is not null

    union all

    {% endfor %}
    select
        'message_status_events' as table_name,
        status_event_id as row_key,
        account_id,
        source_system,
        loaded_at,
        'orphan: its message is not in messages' as rejection_reason,
        message_id as rejected_value
    from {{ ref('int_orphan_status_events') }}

    union all

    select
        'conversion_adjustments' as table_name,
        adjustments.adjustment_id as row_key,
        adjustments.account_id,
        adjustments.source_system,
        adjustments.loaded_at,
        'orphan: its conversion is not in conversions' as rejection_reason,
        adjustments.conversion_id as rejected_value
    from {{ ref('stg_conversion_adjustments') }} as adjustments
    left join {{ ref('stg_conversions') }} as conversions
        on adjustments.conversion_id = conversions.conversion_id
    where conversions.conversion_id is null

)

-- A source may send the same bad row twice; the number completes the key.
select
    *,
    cast(
        row_number() over (
            partition by table_name, row_key
            order by
                loaded_at is null, loaded_at,
                {{ sms_analytics.binary_order('rejection_reason') }},
                rejected_value is null, {{ sms_analytics.binary_order('rejected_value') }},
                {{ sms_analytics.binary_order('account_id') }},
                source_system is null, {{ sms_analytics.binary_order('source_system') }}
        ) as {{ dbt.type_bigint() }}
    ) as occurrence
from rejected

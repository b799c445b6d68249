{{ config(enabled=var('sms_analytics_using_governance')) }}

with breaches as (

    {% for model in [
        'int_quiet_hour_breaches', 'int_frequency_breaches', 'int_consent_breaches', 'int_collision_breaches',
        'int_overlap_breaches', 'int_line_breaches'
    ] -%}
    select
        message_id,
        rule,
        evidence,
        evidence_id,
        evidence_at
    from {{ ref(model) }}
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

)

select
    breaches.message_id,
    breaches.rule,
    messages.account_id,
    messages.contact_id,
    messages.campaign_id,
    messages.sent_at,
    {{ sms_analytics.local_date('messages.sent_at', 'accounts.time_zone') }} as sent_date,
    local_times.local_sent_at,
    local_times.time_zone,
    local_times.time_zone_source,
    local_times.jurisdiction,
    breaches.evidence,
    breaches.evidence_id,
    breaches.evidence_at
from breaches
inner join {{ ref('int_governed_messages') }} as messages
    on breaches.message_id = messages.message_id
inner join {{ ref('int_message_local_times') }} as local_times
    on breaches.message_id = local_times.message_id
inner join {{ ref('int_accounts') }} as accounts
    on messages.account_id = accounts.account_id

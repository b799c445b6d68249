{%- set caps = var('frequency_caps') -%}

with messages as (

    select * from {{ ref('int_governed_messages') }}
    where {{ sms_analytics.governance_rule_applies('frequency_cap') }}

),

-- With a cap of n, the message n places before it must lie outside its window.
counted as (

    select
        message_id,
        sent_at
        {%- for cap in caps %},
        lag(message_id, {{ cap.messages }}) over in_order as id_before_{{ loop.index }},
        lag(sent_at, {{ cap.messages }}) over in_order as sent_before_{{ loop.index }}
        {%- endfor %}
    from messages
    window in_order as (
        partition by account_id, contact_id order by sent_at, {{ sms_analytics.binary_order('message_id') }}
    )

),

-- A message may be above several caps; the first of the list is the evidence.
breaches as (

    {% for cap in caps -%}
    select
        message_id,
        {{ loop.index }} as cap_number,
        '{{ cap.messages }} in {{ cap.window }}' as evidence,
        id_before_{{ loop.index }} as evidence_id,
        sent_before_{{ loop.index }} as evidence_at
    from counted
    where {{ sms_analytics.in_window(
        'sent_at', 'sent_before_' ~ loop.index, sms_analytics.duration_seconds(cap.window, 'frequency_caps')
    ) }}
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- else -%}
    select
        message_id,
        1 as cap_number,
        'no cap' as evidence,
        message_id as evidence_id,
        sent_at as evidence_at
    from counted
    where false
    {%- endfor %}

),

ranked as (

    select
        *,
        row_number() over (partition by message_id order by cap_number) as preference
    from breaches

)

select
    message_id,
    'frequency_cap' as rule,
    evidence,
    evidence_id,
    evidence_at
from ranked
where preference = 1

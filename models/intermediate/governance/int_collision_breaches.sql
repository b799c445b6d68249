with engagements as (

    select
        engagements.engagement_id,
        engagements.account_id,
        event_contacts.contact_id,
        engagements.channel,
        engagements.started_at,
        coalesce(engagements.ended_at, cast('9999-12-31' as {{ dbt.type_timestamp() }})) as ended_at
    from {{ ref('stg_sales_engagements') }} as engagements
    inner join {{ ref('int_event_contacts') }} as event_contacts
        on
            engagements.engagement_id = event_contacts.event_id
            and event_contacts.event_type = 'sales_engagement'
    left join {{ ref('int_test_events') }} as tests
        on engagements.engagement_id = tests.event_id and tests.table_name = 'sales_engagements'
    where tests.event_id is null

),

-- Of all engagements that began by some time, the one that ends last covers whatever any of them does.
longest as (

    select
        account_id,
        contact_id,
        engagement_id,
        started_at,
        max(ended_at) over (
            partition by account_id, contact_id
            order by started_at, {{ sms_analytics.binary_order('engagement_id') }}
            rows between unbounded preceding and current row
        ) as engaged_until
    from engagements

),

messages as (

    select * from {{ ref('int_governed_messages') }}
    where {{ sms_analytics.governance_rule_applies('collision') }}

),

latest as (

    {{ sms_analytics.latest_at_or_before(
        events='messages', event_id='message_id', event_at='sent_at',
        candidates='longest', candidate_id='engagement_id', candidate_at='started_at',
        keys=['account_id', 'contact_id']
    ) }}

),

covered as (

    select
        messages.message_id,
        messages.account_id,
        messages.contact_id,
        longest.engaged_until
    from latest
    inner join messages
        on latest.message_id = messages.message_id
    inner join longest
        on latest.engagement_id = longest.engagement_id
    where messages.sent_at < longest.engaged_until

),

-- Of several that end together, the first one is the evidence.
ends as (

    select
        *,
        row_number() over (
            partition by account_id, contact_id, ended_at
            order by started_at, {{ sms_analytics.binary_order('engagement_id') }}
        ) as place
    from engagements

)

select
    covered.message_id,
    'collision' as rule,
    ends.channel as evidence,
    ends.engagement_id as evidence_id,
    ends.started_at as evidence_at
from covered
inner join ends
    on
        covered.account_id = ends.account_id
        and covered.contact_id = ends.contact_id
        and covered.engaged_until = ends.ended_at
        and ends.place = 1

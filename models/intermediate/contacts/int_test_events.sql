{%- set tables = sms_analytics.raw_tables()
    | selectattr('contact', 'in', ['given', 'phone']) | rejectattr('test_reason_in') | list -%}

with test_events as (

    {% for table in tables -%}
    select
        '{{ table.name }}' as table_name,
        events.{{ table.key[0] }} as event_id,
        events.account_id,
        case
            {%- if table.has_is_test %}
            when events.is_test then '{{ sms_analytics.event_type(table.name) }}'
            {%- endif %}
            when contacts.is_test then 'contact'
            {%- if table.has_campaign_id %}
            when campaigns.is_test then 'campaign'
            {%- endif %}
        end as test_reason
    from {{ ref('stg_' ~ table.name) }} as events
    inner join {{ ref('int_event_contacts') }} as event_contacts
        on
            events.{{ table.key[0] }} = event_contacts.event_id
            and event_contacts.event_type = '{{ sms_analytics.event_type(table.name) }}'
    left join {{ ref('stg_contacts') }} as contacts
        on event_contacts.contact_id = contacts.contact_id
    {%- if table.has_campaign_id %}
    left join {{ ref('stg_campaigns') }} as campaigns
        on events.campaign_id = campaigns.campaign_id
    {%- endif %}
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

)

select
    table_name,
    event_id,
    account_id,
    test_reason
from test_events
where test_reason is not null

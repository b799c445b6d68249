{#- KPIs of what happened to contacts after they were first texted; only some marts have them. Entries are like those of kpi_dictionary. -#}
{% macro kpis_of_pipeline() -%}
    {%- set event = 'is_counted' -%}
    {%- set deals = ['deals', 'deal_contacts'] -%}
    {%- set after = " in the pipeline window after the contact's first delivered message of the cell" -%}
    {%- set kpis = [
        {
            'name': 'meetings_created', 'source': 'meetings', 'value': sms_analytics.count_rows(event), 'needs': 'meetings',
            'description': 'Meetings booked' ~ after ~ '.',
            'question': 'How many meetings did contacts book after a text?',
        },
        {
            'name': 'meetings_due', 'source': 'meetings', 'value': sms_analytics.count_rows(event ~ ' and is_due'), 'needs': 'meetings',
            'description': 'Of meetings_created, those completed, not attended, or begun by as_of and neither canceled nor rescheduled.',
        },
        {
            'name': 'meetings_held', 'source': 'meetings', 'needs': 'meetings',
            'value': sms_analytics.count_rows(event ~ " and meeting_outcome = 'completed'"),
            'description': 'Of meetings_created, those completed.',
        },
        {
            'name': 'meetings_no_show', 'source': 'meetings', 'needs': 'meetings',
            'value': sms_analytics.count_rows(event ~ " and meeting_outcome = 'no_show'"),
            'description': 'Of meetings_created, those that the contact did not attend.',
            'label': 'Meetings missed', 'question': 'How many meetings did contacts miss?',
        },
        {
            'name': 'show_rate', 'rate': ['meetings_held', 'meetings_due'],
            'description': 'Meetings held as a share of meetings due.',
            'question': 'What share of meetings takes place?',
        },
        {
            'name': 'opportunities_created', 'source': 'opportunities', 'value': sms_analytics.count_rows(event), 'needs': deals,
            'description': 'Deals of the contacts created' ~ after ~ '.',
            'question': 'How many deals began after a text?',
        },
        {
            'name': 'pipeline_amount', 'source': 'opportunities', 'value': sms_analytics.sum_known('amount', event), 'needs': deals, 'type': 'money',
            'description': "Amount of these deals, in the account's reporting currency at the rate of their creation: the sum of what is known. NULL when there are deals but none has a known amount.",
            'question': 'How much pipeline began after a text?',
        },
        {
            'name': 'stage_progressions', 'source': 'stage_progressions', 'value': sms_analytics.count_rows(event), 'needs': deals + ['deal_stage_history'],
            'description': 'Entries of a deal into a stage above all its earlier ones' ~ after ~ '.',
            'question': 'How often did deals move forward after a text?',
        },
        {
            'name': 'deals_won', 'source': 'won_deals', 'value': sms_analytics.count_rows(event), 'needs': deals,
            'description': 'Deals of the contacts closed as won' ~ after ~ '.',
            'question': 'How many deals were won after a text?',
        },
        {
            'name': 'won_amount', 'source': 'won_deals', 'value': sms_analytics.sum_known('amount', event), 'needs': deals, 'type': 'money',
            'description': "Amount of deals_won, in the account's reporting currency at the rate of their closing: the sum of what is known. NULL when deals were won but none has a known amount.",
            'label': 'Amount won', 'question': 'What were the deals won after a text worth?',
        },
    ] -%}
    {%- for name, what, source, needs in [
        ('meeting', 'meeting', 'meetings', 'meetings'), ('opportunity', 'deal', 'opportunities', deals), ('won', 'won deal', 'won_deals', deals),
    ] -%}
        {%- do kpis.append({
            'name': 'median_days_to_' ~ name, 'source': source, 'empty': 'null', 'type': 'double', 'needs': needs,
            'value': sms_analytics.median('case when is_first_of_contact then days_since_delivery end'),
            'description': "Median days, with fractions, from a contact's first delivered message of the cell to its first " ~ what ~ ", over contacts that have one.",
            'question': 'How long does it take from the first text to the first ' ~ what ~ '?',
        }) -%}
    {%- endfor -%}
    {{- return(sms_analytics.only_kpis(kpis, sms_analytics.kpis_to_build())) -}}
{%- endmacro %}

{#- The sources of the pipeline KPIs, each with the columns that identify its cells. -#}
{% macro pipeline_sources(keys) -%}
    {%- set sources = {} -%}
    {%- for kpi in sms_analytics.kpis_of_pipeline() if kpi.source -%}{%- do sources.update({kpi.source: keys}) -%}{%- endfor -%}
    {{- return(sources) -}}
{%- endmacro %}

{#-
    The CTEs of the pipeline KPIs: for each source <source>_rows and the counts of it.
      starts   a select of cell_account_id, contact_id, sent_at and the keys, one row per delivered message
-#}
{% macro pipeline_cells(starts, keys) -%}
starts as (

    select
        {{ keys | join(',\n        ') }},
        cell_account_id,
        contact_id,
        min(sent_at) as first_delivered_at
    from (

        {{ starts | indent(8) }}

    ) as delivered
    group by {{ keys | join(', ') }}, cell_account_id, contact_id

),

-- A deal of several contacts counts once.
pipeline_rows as (

    select
        {%- for key in keys %}
        starts.{{ key }},
        {%- endfor %}
        events.event_kind,
        events.contact_id,
        events.meeting_outcome,
        events.is_due,
        events.amount,
        cast({{ sms_analytics.seconds_between('starts.first_delivered_at', 'events.occurred_at') }} as {{ sms_analytics.type_double() }})
        / 86400 as days_since_delivery,
        row_number() over (
            partition by starts.{{ keys | join(', starts.') }}, events.event_kind, events.event_id
            order by {{ sms_analytics.binary_order('events.contact_id') }}
        ) = 1 as is_counted,
        row_number() over (
            partition by starts.{{ keys | join(', starts.') }}, events.event_kind, events.contact_id
            order by events.occurred_at, {{ sms_analytics.binary_order('events.event_id') }}
        ) = 1 as is_first_of_contact
    from starts
    inner join {{ ref('int_pipeline_events') }} as events
        on
            starts.cell_account_id = events.account_id
            and starts.contact_id = events.contact_id
            and {{ sms_analytics.in_window(
                'events.occurred_at', 'starts.first_delivered_at', sms_analytics.window_seconds('pipeline_window')
            ) }}

),
{%- set kpis = sms_analytics.kpis_of_pipeline() %}
{%- for source in sms_analytics.pipeline_sources(keys) %}

{{ source }}_rows as (

    select * from pipeline_rows
    where event_kind = '{{ source }}'

),

{{ sms_analytics.kpi_source_cells(source, kpis | selectattr('source', 'equalto', source) | list, keys) }}
{%- endfor %}
{%- endmacro %}

{#-
    Delivered campaign messages to contacts that have any event of the pipeline, with the account of the cell; with `ranges`, a relation of the
    key, first_date and last_date, once for each range that they were sent in.
-#}
{% macro delivered_to_pipeline(key, ranges=none, filters=none) -%}
    select
        {{ key }},
        cell_account_id,
        contact_id,
        {%- if ranges %}
        first_date,
        last_date,
        {%- endif %}
        sent_at
    from (
        select
            messages.campaign_id,
            messages.template_id,
            messages.account_id,
            messages.contact_id,
            messages.sent_at,
            messages.sent_date,
            {{ 'campaigns' if key == 'campaign_id' else 'messages' }}.account_id as cell_account_id
        from {{ ref('int_message_outcomes') }} as messages
        {%- if key == 'campaign_id' %}
        inner join {{ ref('dim_campaigns') }} as campaigns
            on messages.campaign_id = campaigns.campaign_id
        {%- endif %}
        where {{ sms_analytics.is_delivered_to_pipeline('messages.') }}
    ) as delivered
    {%- if ranges %}
    inner join {{ sms_analytics.ranges_of(ranges, key) }}
        on {{ key }} = range_owner and sent_date between first_date and last_date
    {%- endif %}
    {%- if filters %}
    where {{ filters }}
    {%- endif %}
{%- endmacro %}

{% macro is_delivered_to_pipeline(prefix='') -%}
    {{ prefix }}is_campaign_message and {{ prefix }}counts_as_delivered
    and {{ prefix }}contact_id in (select events.contact_id from {{ ref('int_pipeline_events') }} as events)
{%- endmacro %}

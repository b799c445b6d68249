{#- Figures of replies per cell of a grain of int_reply_cells, one row per scope and cell. -#}
{% macro reply_kpi_rows(grain) -%}
    with cells as (

        select
            scope_id,
            cell,
            message_id
        from {{ ref('int_reply_cells') }}
        where grain = '{{ grain }}'

    ),

    replies as (

        select
            cells.scope_id,
            cells.cell,
            min({{ sms_analytics.binary_order('follow_ups.account_id') }}) as account_id,
            count(*) as replies,
            {% for tier in ['high', 'medium', 'low'] -%}
            {{ sms_analytics.count_rows("follow_ups.intent_tier = '" ~ tier ~ "'") }} as replies_{{ tier }},
            {% endfor -%}
            {% for status in ['met', 'breached', 'open'] -%}
            {{ sms_analytics.count_rows("follow_ups.sla_status = '" ~ status ~ "'") }} as sla_{{ status }},
            {% endfor -%}
            {{ sms_analytics.median(
                sms_analytics.seconds_between('follow_ups.received_at', 'follow_ups.followed_up_at')
            ) }} as median_follow_up_seconds,
            {{ sms_analytics.count_rows('follow_ups.escalated_at is not null') }} as replies_escalated,
            {{ sms_analytics.count_rows('follow_ups.next_step_at is not null') }} as next_steps,
            {{ sms_analytics.median(
                sms_analytics.seconds_between('follow_ups.received_at', 'follow_ups.next_step_at')
            ) }} as median_next_step_seconds
        from cells
        inner join {{ ref('int_follow_ups') }} as follow_ups
            on cells.message_id = follow_ups.message_id
        group by cells.scope_id, cells.cell

    ),

    outcomes as (

        {{ sms_analytics.reply_outcome_rows(grain) | indent(8) }}

    ),

    counted as (

        select
            replies.*,
            raw_tables.has_tasks,
            raw_tables.has_meetings,
            raw_tables.has_deals and raw_tables.has_deal_contacts as has_opportunities,
            raw_tables.has_deals and raw_tables.has_deal_contacts and raw_tables.has_deal_stage_history as has_stages,
            raw_tables.has_conversions,
            coalesce(outcomes.meetings_set, 0) as meetings_set,
            coalesce(outcomes.meetings_due, 0) as meetings_due,
            coalesce(outcomes.meetings_held, 0) as meetings_held,
            coalesce(outcomes.stage_progressions, 0) as stage_progressions,
            case when outcomes.scope_id is null then 0 else outcomes.influenced_pipeline end as influenced_pipeline,
            sum(replies.replies) over (partition by replies.scope_id) as replies_of_scope
        from replies
        cross join {{ ref('int_raw_tables') }} as raw_tables
        left join outcomes
            on replies.scope_id = outcomes.scope_id and replies.cell = outcomes.cell

    )

    select
        account_id,
        scope_id,
        cell,
        replies,
        {{ sms_analytics.rate('replies', 'replies_of_scope') }} as replies_share,
        replies_high,
        replies_medium,
        replies_low,
        sla_met,
        sla_breached,
        sla_open,
        {{ sms_analytics.rate('sla_met', 'sla_met + sla_breached') }} as sla_met_rate,
        median_follow_up_seconds,
        case when has_tasks then replies_escalated end as replies_escalated,
        case when {{ sms_analytics.has_next_steps() }} then next_steps end as next_steps,
        case when {{ sms_analytics.has_next_steps() }} then {{ sms_analytics.rate('next_steps', 'replies') }} end as next_step_rate,
        median_next_step_seconds,
        case when has_meetings then meetings_set end as meetings_set,
        case when has_meetings then meetings_due end as meetings_due,
        case when has_meetings then meetings_held end as meetings_held,
        case when has_meetings then {{ sms_analytics.rate('meetings_held', 'meetings_due') }} end as show_rate,
        case when has_stages then stage_progressions end as stage_progressions,
        case when has_opportunities then cast(influenced_pipeline as {{ sms_analytics.type_money_sum() }}) end as influenced_pipeline
    from counted
{%- endmacro %}

{#- Unknown only where nothing that could be a next step is known. -#}
{% macro has_next_steps() -%}
    (has_meetings or has_opportunities or has_conversions)
{%- endmacro %}

{#- The figures of reply_kpi_rows, for the select list of a mart. -#}
{% macro reply_kpi_columns(relation) -%}
    {%- for name in [
        'replies', 'replies_share', 'replies_high', 'replies_medium', 'replies_low', 'sla_met', 'sla_breached', 'sla_open', 'sla_met_rate',
        'median_follow_up_seconds', 'replies_escalated', 'next_steps', 'next_step_rate', 'median_next_step_seconds', 'meetings_set',
        'meetings_due', 'meetings_held', 'show_rate', 'stage_progressions', 'influenced_pipeline',
    ] -%}
    {{ relation }}.{{ name }}{{ ',\n    ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

with rows_of_cells as (

    {{ sms_analytics.reply_kpi_rows('owner') | indent(4) }}

)

select
    kpis.account_id,
    coalesce(accounts.account_name, kpis.account_id) as account_name,
    kpis.cell as owner_id,
    accounts.reporting_currency,
    kpis.replies,
    kpis.replies_share,
    kpis.replies_high,
    kpis.replies_medium,
    kpis.replies_low,
    kpis.sla_met,
    kpis.sla_breached,
    kpis.sla_open,
    kpis.sla_met_rate,
    kpis.median_follow_up_seconds,
    kpis.replies_escalated,
    kpis.next_steps,
    kpis.next_step_rate,
    kpis.median_next_step_seconds,
    kpis.meetings_set,
    kpis.meetings_due,
    kpis.meetings_held,
    kpis.show_rate,
    kpis.stage_progressions,
    kpis.influenced_pipeline
from rows_of_cells as kpis
inner join {{ ref('int_accounts') }} as accounts
    on kpis.account_id = accounts.account_id

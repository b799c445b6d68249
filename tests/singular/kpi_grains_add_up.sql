{%- set of_messages = [
    'messages_sent', 'messages_delivered', 'messages_carrier_blocked', 'first_messages_sent', 'opt_out_messages'
] -%}
{%- set of_steps = of_messages + ['conversions', 'revenue_gross', 'revenue_adjusted', 'cost_allocated'] -%}
{%- set of_campaigns = of_steps + [
    'auto_replies_sent', 'messages_sent_total', 'replies_received', 'clicks', 'leads', 'cost_of_messages',
    'cost_unallocated', 'cost_total', 'messages_without_cost', 'unallocated_costs_without_rate'
] -%}
{%- set of_accounts = of_campaigns + [
    'manual_messages_sent', 'unattributed_inbound', 'unanswered_inbound', 'conversions_unattributed',
    'revenue_gross_unattributed', 'revenue_adjusted_unattributed'
] -%}
{%- set comparisons = [
    ('kpi_steps', 'kpi_campaigns', 'campaign_id', 'true', of_steps),
    ('kpi_campaigns_daily', 'kpi_campaigns', 'campaign_id', "basis = 'activity'", of_campaigns),
    ('kpi_accounts_daily', 'kpi_accounts', 'account_id', "basis = 'activity'", of_accounts),
] -%}

{{ sms_analytics.sums_that_differ(comparisons) }}

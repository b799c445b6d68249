-- The additive figures of weeks and months add up to all-time ones on both bases, but for what has no message, and for
-- charges and creations, which no period begins with.
{{ config(enabled=var('sms_analytics_using_periods')) }}

{%- set on_both = [
    'messages_sent', 'auto_replies_sent', 'messages_sent_total', 'messages_delivered', 'messages_carrier_blocked', 'first_messages_sent',
    'conversions', 'revenue_gross', 'revenue_adjusted', 'cost_of_messages', 'cost_allocated', 'messages_without_cost', 'clicks'
] -%}
{%- set on_activity = ['opt_out_messages', 'replies_received', 'leads'] -%}
{%- set of_accounts = [
    'manual_messages_sent', 'unattributed_inbound', 'unanswered_inbound', 'conversions_unattributed', 'revenue_gross_unattributed',
    'revenue_adjusted_unattributed'
] -%}

{{ sms_analytics.sums_that_differ([
    ('kpi_campaigns_weekly', 'kpi_campaigns', 'campaign_id', "basis = 'activity'", on_both + on_activity),
    ('kpi_campaigns_monthly', 'kpi_campaigns', 'campaign_id', "basis = 'send'", on_both),
    ('kpi_accounts_weekly', 'kpi_accounts', 'account_id', "basis = 'activity'", on_both + on_activity + of_accounts),
    ('kpi_accounts_monthly', 'kpi_accounts', 'account_id', "basis = 'send'", on_both),
]) }}

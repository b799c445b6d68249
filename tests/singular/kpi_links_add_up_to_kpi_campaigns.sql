{{ config(enabled=var('sms_analytics_using_diagnostics')) }}

{#- A click stands at one link, and so does what it earned. -#}
{%- set figures = ['clicks']
    + (['conversions', 'revenue_gross', 'revenue_adjusted'] if var('default_attribution_basis') == 'click' else []) -%}

{{ sms_analytics.sums_that_differ([('kpi_links', 'kpi_campaigns', 'campaign_id', 'true', figures)]) }}

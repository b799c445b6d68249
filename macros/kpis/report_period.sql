{#- The date range of the reporting page as a condition, both ends included. -#}
{% macro report_period(date) -%}
    {%- set conditions = [] -%}
    {%- if var('report_start_date') is not none -%}
        {%- do conditions.append(date ~ " >= cast('" ~ var('report_start_date') ~ "' as date)") -%}
    {%- endif -%}
    {%- if var('report_end_date') is not none -%}
        {%- do conditions.append(date ~ " <= cast('" ~ var('report_end_date') ~ "' as date)") -%}
    {%- endif -%}
    {{- conditions | join(' and ') or date ~ ' is not null' -}}
{%- endmacro %}

{#- The campaigns launched in that range, by the calendar of their account. -#}
{% macro campaigns_launched_in_report() -%}
    select campaigns.campaign_id
    from {{ ref('dim_campaigns') }} as campaigns
    inner join {{ ref('dim_accounts') }} as accounts
        on campaigns.account_id = accounts.account_id
    where {{ sms_analytics.report_period(sms_analytics.local_date('campaigns.launched_at', 'accounts.time_zone')) }}
{%- endmacro %}

{#-
    For the default model, basis and scope, kpi_attribution and the sum of the months of kpi_attribution_monthly
    have the conversions, revenue and costs of kpi_campaigns.
-#}
{{ config(enabled=var('sms_analytics_using_attribution')) }}

{%- set figures = ['conversions', 'revenue_gross', 'revenue_adjusted', 'cost_total'] -%}

-- The default model, basis and scope of the attribution marts, over all time or summed by month, equal what campaigns
-- report.
with campaigns as (

    select
        {% for figure in figures -%}
        coalesce({{ figure }}, 0) as {{ figure }},
        {% endfor -%}
        campaign_id
    from {{ ref('kpi_campaigns') }}

),

{% for mart in ['kpi_attribution', 'kpi_attribution_monthly'] -%}
{{ mart }}_summed as (

    select
        {% for figure in figures -%}
        sum(credits.{{ figure }}) as {{ figure }},
        {% endfor -%}
        credits.campaign_id
    from {{ ref(mart) }} as credits
    where
        credits.channel = 'sms'
        and credits.campaign_id is not null
        and {{ sms_analytics.is_default_attribution('credits') }}
    group by credits.campaign_id

),

{% endfor -%}
compared as (

    {% for mart in ['kpi_attribution', 'kpi_attribution_monthly'] -%}
    {% set is_last_mart = loop.last -%}
    {% for figure in figures -%}
    select
        '{{ mart }}' as mart,
        '{{ figure }}' as figure,
        campaigns.campaign_id,
        summed.campaign_id as summed_campaign_id,
        coalesce(campaigns.{{ figure }}, 0) as in_kpi_campaigns,
        coalesce(summed.{{ figure }}, 0) as in_kpi_attribution
    from campaigns
    full outer join {{ mart }}_summed as summed
        on campaigns.campaign_id = summed.campaign_id
    {%- if not (loop.last and is_last_mart) %}

    union all

    {% endif %}
    {%- endfor %}
    {%- endfor %}

)

select * from compared
where
    campaign_id is null
    or abs(in_kpi_campaigns - in_kpi_attribution) > 0.000000001 * abs(in_kpi_campaigns)

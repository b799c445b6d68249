{{ config(enabled=var('sms_analytics_using_diagnostics')) }}

{%- set figures = ['clicks']
    + (['conversions', 'revenue_gross', 'revenue_adjusted'] if var('default_attribution_basis') == 'click' else []) -%}

with links as (

    select
        {% for figure in figures -%}
        sum({{ figure }}) as {{ figure }},
        {% endfor -%}
        campaign_id
    from {{ ref('kpi_links') }}
    group by campaign_id

),

-- A click stands at one link, and so does what it earned.
compared as (

    {% for figure in figures -%}
    select
        '{{ figure }}' as figure,
        campaigns.campaign_id,
        coalesce(campaigns.{{ figure }}, 0) as of_campaign,
        coalesce(links.{{ figure }}, 0) as of_links
    from {{ ref('kpi_campaigns') }} as campaigns
    left join links
        on campaigns.campaign_id = links.campaign_id
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

)

-- Credits are fractions.
select * from compared
where abs(of_campaign - of_links) > 0.000000001 * abs(of_campaign)

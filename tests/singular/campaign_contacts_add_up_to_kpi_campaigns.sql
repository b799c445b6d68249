{%- set figures = {
    'contacts_reached': 'count(first_sent_at)',
    'contacts_delivered': 'count(first_delivered_at)',
    'contacts_delivered_with_link': 'count(first_delivered_with_link_at)',
    'contacts_replied': 'count(first_reply_at)',
    'contacts_engaged': 'count(first_engaged_at)',
    'contacts_opted_out': 'count(opted_out_at)',
    'contacts_ai_filtered': 'count(ai_filtered_at)',
    'contacts_clicked': 'count(first_clicked_at)',
    'leads': 'count(first_lead_at)',
    'contacts_converted': 'count(first_conversion_at)',
    'conversions': 'sum(conversions)',
    'revenue_net': 'sum(revenue_net)',
    'messages_sent': 'sum(messages_sent)',
    'messages_delivered': 'sum(messages_delivered)',
} -%}

-- With one row per campaign and contact, distinct contacts can be summed; the sum must equal the KPI mart's count.
with summed as (

    select
        {% for name, expression in figures.items() -%}
        {{ expression }} as {{ name }},
        {% endfor -%}
        campaign_id
    from {{ ref('fct_campaign_contacts') }}
    group by campaign_id

),

compared as (

    {% for name in figures -%}
    select
        '{{ name }}' as figure,
        kpis.campaign_id,
        summed.campaign_id as summed_campaign_id,
        -- A KPI whose raw table is absent is NULL, and the sum must be 0; except links, which may be known
        -- for some messages.
        {%- if name == 'contacts_delivered_with_link' %}
        coalesce(kpis.{{ name }}, summed.{{ name }}, 0) as in_kpi_campaigns,
        {%- else %}
        coalesce(kpis.{{ name }}, 0) as in_kpi_campaigns,
        {%- endif %}
        coalesce(summed.{{ name }}, 0) as in_fct_campaign_contacts
    from {{ ref('kpi_campaigns') }} as kpis
    full outer join summed
        on kpis.campaign_id = summed.campaign_id
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

)

-- Conversions are fractions if several touches share them.
select * from compared
where campaign_id is null or abs(in_kpi_campaigns - in_fct_campaign_contacts) > 0.000000001 * abs(in_kpi_campaigns)

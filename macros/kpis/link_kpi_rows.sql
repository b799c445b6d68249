{#- KPIs of links: of the messages that had the link, and of clicks on it. Entries are like those of kpi_dictionary; kpi_links.yml describes them. -#}
{% macro kpis_of_links() -%}
    {%- set names = [
        'contacts_delivered_with_link', 'clicks', 'contacts_clicked', 'click_through_rate', 'conversions', 'contacts_converted',
        'revenue_gross', 'revenue_adjusted', 'revenue_net',
    ] -%}
    {{- return([
        {
            'name': 'messages_delivered_with_link', 'source': 'messages', 'value': sms_analytics.count_rows('is_delivered'), 'needs': 'click_events',
            'unknown': 'not is_link_known',
        },
        {'name': 'bot_clicks', 'source': 'bot_clicks', 'value': 'sum(click_count)', 'needs': 'click_events'},
    ] + sms_analytics.only_kpis(sms_analytics.kpi_dictionary(), names)) -}}
{%- endmacro %}

{#- The KPIs of each link destination of each campaign. A click counts where its link leads, unknown where it names no link. -#}
{% macro link_kpi_rows() -%}
    {%- set keys = ['campaign_id', 'link_destination'] -%}
    {%- set kpis = sms_analytics.kpis_of_links() -%}
    {%- set relations = {'conversions': 'fct_attribution', 'adjustments': 'fct_attributed_adjustments'} -%}
    {#- Only on the click basis are conversions credited to clicks. -#}
    {%- set sources = ['messages', 'clicks', 'bot_clicks']
        + (relations | list if var('default_attribution_basis') == 'click' else []) -%}
    {%- set cell_keys = {} -%}
    with messages_rows as (

        select
            messages.*,
            links.link_destination
        from {{ ref('int_message_links') }} as links
        inner join {{ ref('int_message_outcomes') }} as messages
            on links.message_id = messages.message_id

    ),

    clicks_on_links as (

        select
            clicks.click_id,
            clicks.campaign_id,
            links.link_destination,
            clicks.contact_id,
            clicks.click_count,
            clicks.is_human,
            clicks.is_contact_counted
        from {{ ref('fct_clicks') }} as clicks
        inner join {{ ref('int_message_links') }} as links
            on
                clicks.message_id = links.message_id
                and coalesce(clicks.link_destination, 'unknown') = links.link_destination

    ),

    clicks_rows as (

        select * from clicks_on_links
        where is_human

    ),

    bot_clicks_rows as (

        select * from clicks_on_links
        where not is_human

    ),
    {%- for source, relation in relations.items() if source in sources %}

    {{ source }}_rows as (

        select
            credits.*,
            clicks.link_destination
        from {{ ref(relation) }} as credits
        inner join clicks_on_links as clicks
            on credits.touch_id = clicks.click_id
        where {{ sms_analytics.is_earned() }}

    ),
    {%- endfor %}
    {%- for source in sources %}
    {%- do cell_keys.update({source: keys}) %}

    {{ sms_analytics.kpi_source_cells(source, kpis | selectattr('source', 'equalto', source) | list, keys) | indent(4) }}
    {%- endfor %}

    cells as (

        select
            campaign_id,
            link_destination
        from messages_by_cell

    ),

    {{ sms_analytics.kpi_figures('cells', kpis, cell_keys) | indent(4) }}
{%- endmacro %}

{#- Names of the KPIs by time of the send. -#}
{% macro send_time_kpis() -%}
    {{- return([
        'messages_sent', 'messages_delivered', 'contacts_reached', 'reply_rate', 'click_through_rate', 'response_rate', 'opt_out_rate',
    ]) -}}
{%- endmacro %}

{#-
    The KPIs by the weekday and hour at which contacts were texted, on their own clock, as a select with one row per key, weekday and hour
    with a campaign message. Everything counts at the time of the message it belongs to; a contact counts once in each cell.
      key  account_id or campaign_id
-#}
{% macro send_time_kpi_rows(key) -%}
    {%- set cell_keys = ['cell_key', 'weekday', 'hour'] -%}
    {%- set sources, keys_of_sources = sms_analytics.kpi_sources(), {} -%}
    {%- set kpis = sms_analytics.only_kpis(sms_analytics.kpi_dictionary(), sms_analytics.send_time_kpis()) -%}
    with
    {%- for source in (['messages'] + (kpis | selectattr('source', 'defined') | map(attribute='source') | list)) | unique %}
    {%- do keys_of_sources.update({source: cell_keys}) %}

    {{ source }}_rows as (

        select
            facts.*,
            {{ 'messages' if sources[source].message_may_be_of_others else 'facts' }}.{{ key }} as cell_key,
            {%- for name, condition in sources[source].get('firsts', {}).items() %}
            {{ condition }} as {{ name }},
            {%- endfor %}
            {{ sms_analytics.iso_day_of_week('clocks.local_sent_at') }} as weekday,
            {{ sms_analytics.hour_of_day('clocks.local_sent_at') }} as hour
        from {{ sms_analytics.facts_of_messages(sources[source]) | indent(8) }}
        inner join {{ ref('int_message_local_times') }} as clocks
            on facts.{{ sources[source].message_id }} = clocks.message_id

    ),

    {{ sms_analytics.kpi_source_cells(source, kpis | selectattr('source', 'equalto', source) | list, cell_keys) | indent(4) }}
    {%- endfor %}

    cells as (

        select {{ cell_keys | join(', ') }}
        from messages_by_cell

    ),

    {{ sms_analytics.kpi_figures(
        'cells', kpis, keys_of_sources,
        shown=['cell_key as ' ~ key, 'weekday', 'hour'] + (kpis | rejectattr('rate', 'defined') | map(attribute='name') | list)
    ) | indent(4) }}
{%- endmacro %}

{#- KPIs by what a message was sent from, through, to and with. Entries are like those of kpi_dictionary. All but rates add up over days. -#}
{% macro kpis_of_deliverability() -%}
    {%- set names = [
        'messages_sent', 'messages_sent_total', 'segments_sent', 'segments_sent_total', 'messages_delivered', 'messages_carrier_blocked',
        'messages_failed', 'messages_unknown', 'cost_of_messages', 'cost_allocated', 'messages_without_cost', 'cost_total', 'cost_is_complete',
        'delivery_rate_all_messages', 'carrier_block_rate',
    ] -%}
    {{- return(sms_analytics.only_kpis(sms_analytics.kpi_dictionary(), names) + [
        {'name': 'failure_rate', 'rate': ['messages_failed', 'messages_sent']},
        {'name': 'unknown_rate', 'rate': ['messages_unknown', 'messages_sent']},
    ]) -}}
{%- endmacro %}

{#- The dimensions, each with its value of a message: SQL over the joins of messages_with_dimensions. -#}
{% macro deliverability_dimensions() -%}
    {{- return({
        'sender': 'messages.sender_phone_id',
        'carrier': 'phones.carrier_name',
        'line_type': 'phones.line_type',
        'country': 'profiles.country',
        'template': 'messages.template_id',
        'error_code': "case when messages.failure_class is null then 'none' else messages.error_code end",
        'message_type': 'campaigns.message_type',
    }) -}}
{%- endmacro %}

{#- All messages sent, each with a column cohort_1, cohort_2 … for each dimension. -#}
{% macro messages_with_dimensions() -%}
    select
        messages.*,
        messages.sent_date as activity_date
        {%- for value in sms_analytics.deliverability_dimensions().values() %},
        coalesce({{ value }}, 'unknown') as cohort_{{ loop.index }}
        {%- endfor %}
    from {{ ref('int_message_outcomes') }} as messages
    left join {{ ref('int_message_phones') }} as phones
        on messages.message_id = phones.message_id
    {{ sms_analytics.join_message_profile('messages.message_id', 'messages.contact_id', 'messages.campaign_id', 'messages.account_id') }}
    where messages.is_sent
{%- endmacro %}

{#- The KPIs of each account, dimension, value and day: counted from messages. -#}
{% macro deliverability_daily_rows() -%}
    {%- set keys = ['account_id', 'activity_date'] -%}
    {%- set kpis = sms_analytics.kpis_of_deliverability() -%}
    with messages_rows as (

        {{ sms_analytics.messages_with_dimensions() | indent(8) }}

    ),

    {{ sms_analytics.cells_by_cohort(
        'messages', kpis | selectattr('source', 'equalto', 'messages') | list, keys, sms_analytics.deliverability_dimensions() | list
    ) | indent(4) }}

    {{ sms_analytics.deliverability_figures(keys) | indent(4) }}
{%- endmacro %}

{#- The KPIs of each account, dimension and value: the sums of all days. -#}
{% macro deliverability_rows() -%}
    {%- set keys = ['account_id'] -%}
    with messages_by_cell as (

        select
            account_id,
            dimension,
            value as cohort,
            {%- for kpi in sms_analytics.kpis_of_deliverability() if kpi.source == 'messages' %}
            {{ sms_analytics.sum_of_days(kpi) }} as {{ kpi.name }},
            {%- endfor %}
            true as is_found
        from {{ ref('kpi_deliverability_daily') }}
        group by account_id, dimension, value

    ),

    {{ sms_analytics.deliverability_figures(keys) | indent(4) }}
{%- endmacro %}

{#- Segments of days without messages are 0, not known: they must not hide that no day knows its segments. -#}
{% macro sum_of_days(kpi) -%}
    {%- set messages = {'segments_sent': 'messages_sent', 'segments_sent_total': 'messages_sent_total'} -%}
    {%- if kpi.name in messages -%}
        {{ sms_analytics.sum_known(kpi.name, messages[kpi.name] ~ ' > 0') }}
    {%- else -%}
        sum({{ kpi.name }})
    {%- endif -%}
{%- endmacro %}

{#- From the CTE messages_by_cell: what is made of counts, for the cells that it has. Unallocated charges, part of the total, have no cell. -#}
{% macro deliverability_figures(keys) -%}
{%- set kpis = sms_analytics.kpis_of_deliverability() -%}
{%- set cell = keys + ['dimension', 'cohort'] -%}
cells as (

    select
        {{ cell | join(',\n        ') }}
    from messages_by_cell

),

{{ sms_analytics.kpi_figures(
    'cells', kpis, {'messages': cell},
    shown=keys + ['dimension', 'cohort as value'] + (
        kpis | rejectattr('rate', 'defined') | rejectattr('source', 'equalto', 'unallocated_costs') | map(attribute='name') | list
    )
) }}
{%- endmacro %}

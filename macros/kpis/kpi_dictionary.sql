{#-
    Every KPI of the messaging marts, once. An entry has a name, a description and one of
      source + value     an aggregate over a fact of kpi_sources()
      source + contacts  a condition on its rows: counts the distinct contacts with such a row
      expression         over KPIs that have a source
      rate               [numerator, denominator], both KPIs of this list that are no rates
    and may have
      needs              the raw table, or tables, without which it is NULL
      unknown            a condition on rows of the source: NULL in a cell that has such a row
      account_only       true where only the account grain has it
      switch             the variable that turns it off: NULL where that is false
      empty              what it is where the source has no row for the cell (0 unless told)
      type               double, money or boolean for what is no count (bigint unless told)
    The marts, their contracts and their docs all come from this list.
-#}
{% macro kpi_dictionary() -%}
    {%- set kpis = [] -%}
    {%- for part in [
        sms_analytics.kpis_of_sends(), sms_analytics.kpis_of_replies(), sms_analytics.kpis_of_clicks(),
        sms_analytics.kpis_of_responses(), sms_analytics.kpis_of_conversions(), sms_analytics.kpis_of_costs(),
        sms_analytics.kpis_of_accounts(),
    ] -%}
        {%- do kpis.extend(part) -%}
    {%- endfor -%}
    {{- return(kpis) -}}
{%- endmacro %}

{% macro kpis_of_sends() -%}
    {%- set sent = 'is_campaign_message' -%}
    {{- return([
        {
            'name': 'messages_sent', 'source': 'messages', 'value': sms_analytics.count_rows(sent),
            'description': 'Campaign messages sent: no auto-replies and nothing from the manual inbox. What every figure per message divides by.',
        },
        {
            'name': 'segments_sent', 'source': 'messages', 'value': sms_analytics.sum_known('num_segments', sent),
            'description': 'Segments of the campaign messages sent. NULL where messages were sent but no segment count is known.',
        },
        {
            'name': 'manual_messages_sent', 'source': 'messages', 'value': sms_analytics.count_rows('is_manual_message'), 'account_only': true,
            'description': 'Messages sent from the manual inbox.',
        },
        {
            'name': 'auto_replies_sent', 'source': 'messages', 'value': sms_analytics.count_rows('is_auto_reply'),
            'description': 'Keyword and compliance auto-replies sent.',
        },
        {
            'name': 'messages_sent_total', 'source': 'messages', 'value': 'count(*)',
            'description': 'Everything sent. Messages from the manual inbox count at account grain only.',
        },
        {
            'name': 'segments_sent_total', 'source': 'messages', 'value': sms_analytics.sum_known('num_segments', 'true'),
            'description': 'Segments of everything sent. NULL where messages were sent but no segment count is known.',
        },
        {
            'name': 'messages_delivered', 'source': 'messages', 'value': sms_analytics.count_rows(sent ~ ' and is_delivered'),
            'description': 'Campaign messages whose final status is delivered or read.',
        },
        {
            'name': 'messages_carrier_blocked', 'source': 'messages', 'value': sms_analytics.count_rows(sent ~ " and failure_class = 'carrier_blocked'"),
            'description': 'Campaign messages that a carrier blocked.',
        },
        {
            'name': 'messages_failed', 'source': 'messages', 'value': sms_analytics.count_rows(sent ~ " and failure_class <> 'carrier_blocked'"),
            'description': 'Campaign messages undelivered or failed for any other reason.',
        },
        {
            'name': 'messages_unknown', 'source': 'messages', 'value': sms_analytics.count_rows(sent ~ " and not is_delivered and failure_class is null"),
            'description': 'Campaign messages sent without a receipt. Delivered, carrier blocked, failed and unknown add up to messages_sent.',
        },
        {
            'name': 'contacts_reached', 'source': 'messages', 'contacts': sent,
            'description': 'Distinct contacts with a campaign message.',
        },
        {
            'name': 'contacts_delivered', 'source': 'messages', 'contacts': 'counts_as_delivered',
            'description': 'Distinct contacts with a delivered campaign message. In an account that gets no receipts at all, with a sent one.',
        },
        {
            'name': 'first_messages_sent', 'source': 'messages', 'value': sms_analytics.count_rows('is_first_message'),
            'description': "Campaign messages that are the contact's first of the campaign.",
        },
        {
            'name': 'first_messages_delivered', 'source': 'messages', 'value': sms_analytics.count_rows('is_first_message and is_delivered'),
            'description': 'First messages whose final status is delivered or read.',
        },
        {
            'name': 'delivery_rate', 'rate': ['first_messages_delivered', 'first_messages_sent'],
            'description': 'First messages delivered, of first messages sent.',
        },
        {
            'name': 'delivery_rate_all_messages', 'rate': ['messages_delivered', 'messages_sent'],
            'description': 'Messages delivered, of messages sent.',
        },
        {
            'name': 'carrier_block_rate', 'rate': ['messages_carrier_blocked', 'messages_sent'],
            'description': 'Messages carrier blocked, of messages sent.',
        },
    ]) -}}
{%- endmacro %}

{% macro kpis_of_replies() -%}
    {{- return([
        {
            'name': 'replies_received', 'source': 'replies', 'value': 'count(*)',
            'description': 'Inbound messages that belong to a campaign, of every kind.',
        },
        {
            'name': 'keyword_entries', 'source': 'replies', 'value': sms_analytics.count_rows("reply_kind = 'keyword_entry'"), 'needs': 'campaigns',
            'description': 'Inbound messages that entered a keyword campaign; they are part of replies_received but not replies.',
        },
        {
            'name': 'contacts_replied', 'source': 'replies', 'contacts': 'is_first_replied',
            'description': 'Distinct contacts who replied, opt-outs included and keyword entries not; each at its first reply.',
        },
        {
            'name': 'reply_rate', 'rate': ['contacts_replied', 'contacts_reached'],
            'description': 'Contacts who replied, of contacts reached.',
        },
        {
            'name': 'contacts_engaged', 'source': 'replies', 'contacts': 'is_first_engaged',
            'description': 'Distinct contacts with a real reply or an opt-in; each at its first.',
        },
        {
            'name': 'engaged_reply_rate', 'rate': ['contacts_engaged', 'contacts_reached'],
            'description': 'Contacts engaged, of contacts reached.',
        },
        {
            'name': 'contacts_opted_out', 'source': 'opt_outs', 'contacts': 'is_first_opt_out',
            'description': 'Distinct contacts who opted out, by text or otherwise; each at its first opt-out. Opt-outs of no campaign count at account grain.',
        },
        {
            'name': 'opt_out_rate', 'rate': ['contacts_opted_out', 'contacts_reached'],
            'description': 'Contacts who opted out, of contacts reached.',
        },
        {
            'name': 'opt_out_messages', 'source': 'replies', 'value': sms_analytics.count_rows("reply_kind = 'opt_out'"),
            'description': 'Inbound messages of the campaign that opt out.',
        },
        {
            'name': 'opt_out_message_rate', 'rate': ['opt_out_messages', 'messages_delivered'],
            'description': 'Opt-out messages, of messages delivered.',
        },
        {
            'name': 'contacts_ai_filtered', 'source': 'ai_filters', 'contacts': 'is_first_ai_filter', 'needs': 'consent_events',
            'description': 'Distinct contacts whom AI filtered out before any opt-out of theirs.',
        },
        {
            'name': 'ai_filter_rate', 'rate': ['contacts_ai_filtered', 'contacts_reached'],
            'description': 'Contacts AI filtered, of contacts reached.',
        },
    ]) -}}
{%- endmacro %}

{% macro kpis_of_clicks() -%}
    {{- return([
        {
            'name': 'clicks', 'source': 'clicks', 'value': 'sum(click_count)', 'needs': 'click_events',
            'description': 'Human clicks on campaign messages.',
        },
        {
            'name': 'contacts_clicked', 'source': 'clicks', 'contacts': 'is_contact_counted', 'needs': 'click_events',
            'description': 'Distinct contacts with a human click on a delivered campaign message.',
        },
        {
            'name': 'contacts_delivered_with_link', 'source': 'messages', 'contacts': 'counts_as_delivered and has_link', 'needs': 'click_events',
            'unknown': 'is_campaign_message and not is_link_known',
            'description': 'Distinct contacts with a delivered campaign message that has a link. NULL where links are absent and an account has no readable bodies.',
        },
        {
            'name': 'click_through_rate', 'rate': ['contacts_clicked', 'contacts_delivered_with_link'],
            'description': 'Contacts who clicked, of contacts delivered a message with a link.',
        },
        {
            'name': 'messages_inferred_opened', 'source': 'messages', 'value': sms_analytics.count_rows('is_inferred_opened'), 'switch': 'infer_opens',
            'description': 'Delivered campaign messages with a read receipt, a human click or an engaged reply. A proxy. NULL where the variable infer_opens is false.',
        },
        {
            'name': 'inferred_open_rate', 'rate': ['messages_inferred_opened', 'messages_delivered'],
            'description': 'Messages inferred opened, of messages delivered. A proxy, not a measurement.',
        },
    ]) -}}
{%- endmacro %}

{% macro kpis_of_responses() -%}
    {%- do sms_analytics.check_list('response_windows', 'one or more windows, such as [1h, 24h, 7d]') -%}
    {%- set kpis = [] -%}
    {%- for window in var('response_windows') -%}
        {%- set seconds = sms_analytics.duration_seconds(window, 'response_windows') -%}
        {%- do kpis.append({
            'name': 'contacts_responded_' ~ window, 'source': 'messages',
            'contacts': 'counts_as_delivered and ' ~ sms_analytics.in_window('first_response_at', 'sent_at', seconds),
            'description': 'Distinct contacts with a response within ' ~ window ~ ' of a delivered campaign message.',
        }) -%}
        {%- do kpis.append({
            'name': 'response_rate_' ~ window, 'rate': ['contacts_responded_' ~ window, 'contacts_delivered'],
            'description': 'Contacts who responded within ' ~ window ~ ', of contacts delivered.',
        }) -%}
    {%- endfor -%}
    {{- return(kpis + [
        {
            'name': 'contacts_responded', 'source': 'messages',
            'contacts': 'counts_as_delivered and ' ~ sms_analytics.in_window('first_response_at', 'sent_at', 'response_window_seconds'),
            'description': "Distinct contacts with a response to a delivered campaign message within the campaign's own response window, else the variable's.",
        },
        {
            'name': 'response_rate', 'rate': ['contacts_responded', 'contacts_delivered'],
            'description': "Contacts who responded within the campaign's own response window, of contacts delivered.",
        },
        {
            'name': 'median_time_to_response_seconds', 'source': 'responses', 'empty': 'null', 'type': 'double',
            'value': sms_analytics.median('case when is_first_response then seconds_to_response end'),
            'description': "Median seconds from a message to its contact's earliest response in the campaign, within the reply attribution window. NULL where nobody responded.",
        },
    ]) -}}
{%- endmacro %}

{% macro kpis_of_conversions() -%}
    {#- Without clicks nobody can know which text was clicked before an order: that is not none. -#}
    {%- set needs = ['conversions'] + (['click_events'] if var('default_attribution_basis') == 'click' else []) -%}
    {{- return([
        {
            'name': 'leads', 'source': 'leads', 'value': 'count(*)', 'needs': 'leads',
            'description': 'Leads of the campaign, each contact once, at its earliest. Leads from calls are no part of it.',
        },
        {
            'name': 'sms_to_lead_rate', 'rate': ['leads', 'messages_sent'],
            'description': 'Leads per message sent.',
        },
        {
            'name': 'contact_to_lead_rate', 'rate': ['leads', 'contacts_reached'],
            'description': 'Leads, of contacts reached.',
        },
        {
            'name': 'conversions', 'source': 'conversions', 'value': 'sum(credit)', 'type': 'double', 'needs': needs,
            'description': 'Primary conversions credited by the default attribution model, basis and scope. Whole numbers as long as one touch takes all credit.',
        },
        {
            'name': 'contacts_converted', 'source': 'conversions', 'contacts': 'true', 'needs': needs,
            'description': 'Distinct contacts with a credited primary conversion.',
        },
        {
            'name': 'conversion_rate', 'rate': ['contacts_converted', 'contacts_delivered'],
            'description': 'Contacts who converted, of contacts delivered.',
        },
        {
            'name': 'revenue_gross', 'source': 'conversions', 'value': sms_analytics.sum_known('revenue_credit', 'has_revenue'), 'type': 'money', 'needs': needs,
            'description': "Revenue credited, before adjustments, in the account's reporting currency. NULL where conversions carry amounts but none has a rate.",
        },
        {
            'name': 'revenue_adjusted', 'source': 'adjustments', 'value': 'sum(adjustment_credit)', 'type': 'money', 'needs': needs,
            'description': "Credited revenue that refunds, cancellations and chargebacks took back, in the account's reporting currency.",
        },
        {
            'name': 'revenue_net', 'expression': 'revenue_gross - revenue_adjusted', 'type': 'money',
            'description': "Revenue credited less what was taken back, in the account's reporting currency. On the basis activity of a day below zero where more was taken back than earned.",
        },
        {
            'name': 'revenue_per_message', 'rate': ['revenue_net', 'messages_sent'],
            'description': 'Net revenue per message sent, in the reporting currency.',
        },
        {
            'name': 'revenue_per_contact', 'rate': ['revenue_net', 'contacts_reached'],
            'description': 'Net revenue per contact reached, in the reporting currency.',
        },
    ]) -}}
{%- endmacro %}

{% macro kpis_of_costs() -%}
    {{- return([
        {
            'name': 'cost_of_messages', 'source': 'messages', 'value': 'sum(price_cost)', 'type': 'double', 'empty': 'null',
            'description': "Prices of the messages of messages_sent_total, in the account's reporting currency. NULL where no price is known.",
        },
        {
            'name': 'cost_allocated', 'source': 'messages', 'value': 'sum(allocated_cost)', 'type': 'double', 'empty': 'null',
            'description': 'What charges beside the messages add: each is allocated equally to the campaign messages of its period. NULL where there is none.',
        },
        {
            'name': 'cost_unallocated', 'source': 'unallocated_costs', 'value': 'sum(unallocated_cost)', 'type': 'double', 'empty': 'null',
            'description': 'Charges in whose period nothing was sent, on their first day. NULL where there is none, and below the campaign.',
        },
        {
            'name': 'messages_without_cost', 'source': 'messages', 'value': sms_analytics.count_rows('not is_cost_known'),
            'description': 'Messages of messages_sent_total whose cost is not known: no price and no charge for messages, or no rate for it.',
        },
        {
            'name': 'unallocated_costs_without_rate', 'source': 'unallocated_costs', 'value': sms_analytics.count_rows('unallocated_cost is null'),
            'description': 'Charges in whose period nothing was sent and which have no rate. NULL below the campaign.',
        },
        {
            'name': 'cost_total', 'type': 'double',
            'expression': 'case when coalesce(cost_of_messages, cost_allocated, cost_unallocated) is not null'
                ~ ' then coalesce(cost_of_messages, 0) + coalesce(cost_allocated, 0) + coalesce(cost_unallocated, 0) end',
            'description': "All that texts cost, in the account's reporting currency. NULL where neither a price nor a charge is known.",
        },
        {
            'name': 'cost_is_complete', 'type': 'boolean',
            'expression': 'messages_without_cost = 0 and coalesce(unallocated_costs_without_rate, 0) = 0',
            'description': 'False while the cost of a message sent, or of a charge, is not known.',
        },
        {
            'name': 'cost_per_conversion', 'rate': ['cost_total', 'conversions'],
            'description': 'Cost per credited primary conversion, in the reporting currency.',
        },
        {
            'name': 'cost_per_lead', 'rate': ['cost_total', 'leads'],
            'description': 'Cost per lead, in the reporting currency.',
        },
        {
            'name': 'return_on_spend', 'rate': ['revenue_net', 'cost_total'],
            'description': 'Net revenue per unit of cost: 1 earns back what it cost.',
        },
    ]) -}}
{%- endmacro %}

{% macro kpis_of_accounts() -%}
    {%- set kpis = [
        {
            'name': 'conversions_unattributed', 'source': 'unattributed_conversions', 'value': 'count(*)', 'account_only': true, 'needs': 'conversions',
            'description': 'Primary conversions that the default attribution credits to nothing. On the basis activity only.',
        },
        {
            'name': 'revenue_gross_unattributed', 'source': 'unattributed_conversions', 'account_only': true, 'needs': 'conversions', 'type': 'money',
            'value': sms_analytics.sum_known('revenue_gross', 'revenue_amount is not null'),
            'description': "Revenue of those conversions before adjustments, in the account's reporting currency. NULL where they carry amounts but none has a rate.",
        },
        {
            'name': 'revenue_adjusted_unattributed', 'source': 'unattributed_adjustments', 'account_only': true, 'needs': 'conversions', 'type': 'money',
            'value': 'sum(applied_amount)',
            'description': "What adjustments took back of it, in the account's reporting currency.",
        },
        {
            'name': 'revenue_net_unattributed', 'expression': 'revenue_gross_unattributed - revenue_adjusted_unattributed', 'account_only': true, 'type': 'money',
            'description': "Revenue of those conversions less what was taken back, in the account's reporting currency.",
        },
        {
            'name': 'unattributed_inbound', 'source': 'unattributed', 'value': 'count(*)', 'account_only': true,
            'description': 'Inbound messages that belong to no campaign; part of no rate.',
        },
        {
            'name': 'median_team_response_seconds', 'source': 'team_responses', 'account_only': true, 'empty': 'null', 'type': 'double',
            'value': sms_analytics.median('seconds_to_answer'),
            'description': 'Median seconds a contact waited for a person to answer, dated by the inbound message. NULL where nobody was answered.',
        },
        {
            'name': 'unanswered_inbound', 'source': 'team_responses', 'value': sms_analytics.count_rows('not is_answered'), 'account_only': true,
            'description': 'Waits that nobody has answered yet.',
        },
    ] -%}
    {%- for milestone in ['created', 'launched'] -%}
        {%- for prefix, condition, what in [
            ('', 'true', 'Campaigns'),
            ('standard_', "campaign_kind in ('standard', 'flow')", 'Standard and flow campaigns'),
            ('keyword_', "campaign_kind = 'keyword'", 'Keyword campaigns'),
        ] -%}
            {%- do kpis.append({
                'name': prefix ~ 'campaigns_' ~ milestone, 'source': 'campaigns_' ~ milestone, 'value': sms_analytics.count_rows(condition),
                'account_only': true, 'needs': 'campaigns', 'description': what ~ ' ' ~ milestone ~ '.',
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(kpis) -}}
{%- endmacro %}

{#- A sum that is 0 where there is nothing to add and NULL where nothing that there is, is known. -#}
{% macro sum_known(expression, condition) -%}
    case
        when {{ sms_analytics.count_rows(condition) }} = 0 then 0
        else sum(case when {{ condition }} then {{ expression }} end)
    end
{%- endmacro %}

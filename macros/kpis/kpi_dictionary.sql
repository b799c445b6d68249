{#-
    Every KPI of the messaging marts, once. An entry has a name, a description and one of
      source + rows      a condition on rows of a fact of kpi_sources(): counts these rows
      source + contacts  a condition on its rows: counts the distinct contacts with such a row
      source + sum       a column to add up; with of_rows, a condition: 0 when no row qualifies, NULL when rows do but none has a value
      source + median    a column or CASE
      source + value     any other aggregate, which the metrics layer cannot say
      expression         over KPIs that have a source
      rate               [numerator, denominator], both KPIs of this list that are not rates themselves
    and may have
      question           the question it answers; without one it stands in the catalogue as a part of what is made of it
      label              its name for people (default: the name in words)
      needs              the raw table or tables it depends on: NULL if one is absent
      unknown            a condition on rows of the source: NULL in a cell that has such a row
      account_only       true if only the account grain has it
      without_cohorts    true if cohorts do not have it, because it counts events without a campaign message
      switch             the variable that turns it off: NULL if that is false
      empty              its value in a cell for which the source has no row (default 0)
      type               bigint (default), double, money, cost or boolean
    Conditions use the columns of the source's relation; for messages, of int_message_outcomes, which is fct_messages without the
    contact's version and clock.
    The marts, their contracts, their docs, the metrics and the catalogue (docs/kpis.md) are all generated from this list.
-#}
{% macro kpi_dictionary() -%}
    {%- set kpis = [] -%}
    {%- for part in sms_analytics.kpi_subjects().values() -%}
        {%- do kpis.extend(part) -%}
    {%- endfor -%}
    {{- return(sms_analytics.only_kpis(kpis, sms_analytics.kpis_to_build())) -}}
{%- endmacro %}

{#- The entries by subject; tools/kpi_catalogue.yml gives each subject its title. -#}
{% macro kpi_subjects() -%}
    {%- set subjects = {
        'sends': sms_analytics.kpis_of_sends(),
        'replies': sms_analytics.kpis_of_replies(),
        'clicks': sms_analytics.kpis_of_clicks(),
        'responses': sms_analytics.kpis_of_responses(),
        'conversions': sms_analytics.kpis_of_conversions(),
        'costs': sms_analytics.kpis_of_costs(),
        'accounts': sms_analytics.kpis_of_accounts(),
    } -%}
    {%- for kpi in subjects.values() | sum(start=[]) if kpi.source and not kpi.contacts and not kpi.value -%}
        {%- do kpi.update({'value': sms_analytics.kpi_aggregate(kpi)}) -%}
    {%- endfor -%}
    {{- return(subjects) -}}
{%- endmacro %}

{#- The SQL aggregate of an entry with rows, sum or median. -#}
{% macro kpi_aggregate(kpi) -%}
    {%- if kpi.rows -%}
        {{- 'count(*)' if kpi.rows == 'true' else sms_analytics.count_rows(kpi.rows) -}}
    {%- elif kpi.of_rows -%}
        {{- sms_analytics.sum_known(kpi.sum, kpi.of_rows) -}}
    {%- elif kpi.sum -%}
        sum({{ kpi.sum }})
    {%- else -%}
        {{- sms_analytics.median(kpi.median) -}}
    {%- endif -%}
{%- endmacro %}

{#- Names of the KPIs to build; none means all. A unit test overrides it with those that it is about: all of them are 2,000 lines of SQL. -#}
{% macro kpis_to_build() -%}
    {{- return(none) -}}
{%- endmacro %}

{#- The KPIs of these names and those that they are made of, in the order of the dictionary. -#}
{% macro only_kpis(kpis, names) -%}
    {%- set wanted, found = (names or []) | list, [] -%}
    {#- Each KPI comes after those that it is made of. -#}
    {%- for kpi in kpis | reverse -%}
        {%- if names is none or kpi.name in wanted -%}
            {%- do wanted.extend(kpi.get('rate', []) + modules.re.findall('[a-z0-9_]+', kpi.get('expression', ''))) -%}
            {%- do found.append(kpi) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(found | reverse | list) -}}
{%- endmacro %}

{% macro kpis_of_sends() -%}
    {%- set sent = 'is_campaign_message' -%}
    {{- return([
        {
            'name': 'messages_sent', 'source': 'messages', 'rows': sent,
            'description': 'Campaign messages sent, without auto-replies and manual-inbox messages. The denominator of every figure per message sent.',
            'question': 'How many campaign texts did we send?',
        },
        {
            'name': 'segments_sent', 'source': 'messages', 'sum': 'num_segments', 'of_rows': sent,
            'description': 'Segments of the campaign messages sent. NULL when messages were sent but no segment count is known.',
            'question': 'How many segments were our campaign texts?',
        },
        {
            'name': 'manual_messages_sent', 'without_cohorts': true, 'source': 'messages', 'rows': 'is_manual_message', 'account_only': true,
            'description': 'Messages sent from the manual inbox.',
            'question': 'How many texts did people send from the inbox?',
        },
        {
            'name': 'auto_replies_sent', 'without_cohorts': true, 'source': 'messages', 'rows': 'is_auto_reply',
            'description': 'Keyword and compliance auto-replies sent.',
            'question': 'How many automatic answers went out?',
        },
        {
            'name': 'messages_sent_total', 'without_cohorts': true, 'source': 'messages', 'rows': 'true',
            'description': 'All messages sent. Messages from the manual inbox count at account grain only.',
            'label': 'All messages sent', 'question': 'How many texts went out in all?',
        },
        {
            'name': 'segments_sent_total', 'without_cohorts': true, 'source': 'messages', 'sum': 'num_segments', 'of_rows': 'true',
            'description': 'Segments of all messages sent. NULL when messages were sent but no segment count is known.',
            'label': 'All segments sent', 'question': 'How many segments went out in all?',
        },
        {
            'name': 'messages_delivered', 'source': 'messages', 'rows': sent ~ ' and is_delivered',
            'description': 'Campaign messages whose final status is delivered or read.',
        },
        {
            'name': 'messages_carrier_blocked', 'source': 'messages', 'rows': sent ~ " and failure_class = 'carrier_blocked'",
            'description': 'Campaign messages blocked by a carrier.',
            'label': 'Messages blocked by a carrier',
        },
        {
            'name': 'messages_failed', 'source': 'messages', 'rows': sent ~ " and failure_class <> 'carrier_blocked'",
            'description': 'Campaign messages undelivered or failed for any reason other than a carrier block.',
            'label': 'Messages failed otherwise', 'question': 'How many texts failed, other than by a carrier block?',
        },
        {
            'name': 'messages_unknown', 'source': 'messages', 'rows': sent ~ " and not is_delivered and failure_class is null",
            'description': 'Campaign messages sent without a receipt. Delivered, carrier blocked, failed and unknown add up to messages_sent.',
            'label': 'Messages without a receipt', 'question': 'How many texts may or may not have arrived?',
        },
        {
            'name': 'contacts_reached', 'source': 'messages', 'contacts': sent,
            'description': 'Distinct contacts sent a campaign message.',
            'question': 'How many people did we text?',
        },
        {
            'name': 'contacts_delivered', 'source': 'messages', 'contacts': 'counts_as_delivered',
            'description': 'Distinct contacts with a delivered campaign message or, in an account that never gets receipts, a sent one.',
            'question': 'How many people got a text?',
        },
        {
            'name': 'first_messages_sent', 'source': 'messages', 'rows': 'is_first_message',
            'description': "Campaign messages that are the contact's first in the campaign.",
        },
        {
            'name': 'first_messages_delivered', 'source': 'messages', 'rows': 'is_first_message and is_delivered',
            'description': 'First messages whose final status is delivered or read.',
        },
        {
            'name': 'delivery_rate', 'rate': ['first_messages_delivered', 'first_messages_sent'],
            'description': 'First messages delivered as a share of first messages sent.',
            'question': 'What share of first texts arrived?',
        },
        {
            'name': 'delivery_rate_all_messages', 'rate': ['messages_delivered', 'messages_sent'],
            'description': 'Messages delivered as a share of messages sent.',
            'label': 'Delivery rate, all messages', 'question': 'What share of all texts arrived?',
        },
        {
            'name': 'carrier_block_rate', 'rate': ['messages_carrier_blocked', 'messages_sent'],
            'description': 'Messages blocked by a carrier as a share of messages sent.',
            'question': 'What share of texts did carriers block?',
        },
    ]) -}}
{%- endmacro %}

{% macro kpis_of_replies() -%}
    {{- return([
        {
            'name': 'replies_received', 'source': 'replies', 'rows': 'true',
            'description': 'Inbound messages of every kind that belong to a campaign.',
            'question': 'How many replies came in?',
        },
        {
            'name': 'keyword_entries', 'without_cohorts': true, 'source': 'replies', 'rows': "reply_kind = 'keyword_entry'", 'needs': 'campaigns',
            'description': 'Inbound messages that entered a keyword campaign. Included in replies_received, but not counted as replies.',
            'question': 'How often was a keyword texted to join a campaign?',
        },
        {
            'name': 'contacts_replied', 'source': 'replies', 'contacts': 'is_first_replied',
            'description': 'Distinct contacts who replied, including opt-outs and excluding keyword entries; each counts at its first reply.',
        },
        {
            'name': 'reply_rate', 'rate': ['contacts_replied', 'contacts_reached'],
            'description': 'Contacts who replied as a share of contacts reached.',
            'question': 'What share of the people we texted replied?',
        },
        {
            'name': 'contacts_engaged', 'source': 'replies', 'contacts': 'is_first_engaged',
            'description': 'Distinct contacts with a real reply or an opt-in; each counts at its first.',
        },
        {
            'name': 'engaged_reply_rate', 'rate': ['contacts_engaged', 'contacts_reached'],
            'description': 'Contacts engaged as a share of contacts reached.',
            'question': 'What share replied with more than a STOP?',
        },
        {
            'name': 'contacts_opted_out', 'source': 'opt_outs', 'contacts': 'is_first_opt_out',
            'description': 'Distinct contacts who opted out, by text or otherwise; each counts at its first. Opt-outs without a campaign count at account grain only.',
        },
        {
            'name': 'opt_out_rate', 'rate': ['contacts_opted_out', 'contacts_reached'],
            'description': 'Contacts who opted out per contact reached.',
            'question': 'How many of the people we texted opted out?',
        },
        {
            'name': 'opt_out_messages', 'source': 'replies', 'rows': "reply_kind = 'opt_out'",
            'description': 'Inbound opt-out messages that belong to a campaign.',
        },
        {
            'name': 'opt_out_message_rate', 'rate': ['opt_out_messages', 'messages_delivered'],
            'description': 'Opt-out messages per message delivered.',
            'question': 'How many STOPs does a delivered text bring?',
        },
        {
            'name': 'contacts_ai_filtered', 'source': 'ai_filters', 'contacts': 'is_first_ai_filter', 'needs': 'consent_events',
            'description': 'Distinct contacts filtered out by AI before any opt-out.',
        },
        {
            'name': 'ai_filter_rate', 'rate': ['contacts_ai_filtered', 'contacts_reached'],
            'description': 'Contacts filtered out by AI per contact reached.',
            'question': 'How many people did AI filter out?',
        },
    ]) -}}
{%- endmacro %}

{% macro kpis_of_clicks() -%}
    {{- return([
        {
            'name': 'clicks', 'source': 'clicks', 'sum': 'click_count', 'needs': 'click_events',
            'description': 'Human clicks on campaign messages.',
            'question': 'How often were our links clicked?',
        },
        {
            'name': 'contacts_clicked', 'source': 'clicks', 'contacts': 'is_contact_counted', 'needs': 'click_events',
            'description': 'Distinct contacts with a human click on a delivered campaign message.',
        },
        {
            'name': 'contacts_delivered_with_link', 'source': 'messages', 'contacts': 'counts_as_delivered and has_link', 'needs': 'click_events',
            'unknown': 'is_campaign_message and not is_link_known',
            'description': 'Distinct contacts with a delivered campaign message that has a link. NULL when links are absent and an account has no readable bodies.',
        },
        {
            'name': 'click_through_rate', 'rate': ['contacts_clicked', 'contacts_delivered_with_link'],
            'description': 'Contacts who clicked as a share of contacts delivered a message with a link.',
            'question': 'What share of those who got a link clicked?',
        },
        {
            'name': 'messages_inferred_opened', 'source': 'messages', 'rows': 'is_inferred_opened', 'switch': 'infer_opens',
            'description': 'Delivered campaign messages with a read receipt, a human click or an engaged reply. A proxy. NULL when the variable infer_opens is false.',
            'label': 'Messages inferred opened (a proxy)',
        },
        {
            'name': 'inferred_open_rate', 'rate': ['messages_inferred_opened', 'messages_delivered'],
            'description': 'Messages inferred opened as a share of messages delivered. A proxy, not a measurement.',
            'label': 'Inferred open rate (a proxy)', 'question': 'What share of texts was probably opened?',
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
            'label': 'Contacts responded within ' ~ window,
        }) -%}
        {%- do kpis.append({
            'name': 'response_rate_' ~ window, 'rate': ['contacts_responded_' ~ window, 'contacts_delivered'],
            'description': 'Contacts who responded within ' ~ window ~ ' as a share of contacts delivered.',
            'label': 'Response rate within ' ~ window, 'question': 'What share of people responded within ' ~ window ~ '?',
        }) -%}
    {%- endfor -%}
    {{- return(kpis + [
        {
            'name': 'contacts_responded', 'source': 'messages',
            'contacts': 'counts_as_delivered and ' ~ sms_analytics.in_window('first_response_at', 'sent_at', 'response_window_seconds'),
            'description': "Distinct contacts with a response to a delivered campaign message within the campaign's response window (default: variable response_window).",
        },
        {
            'name': 'response_rate', 'rate': ['contacts_responded', 'contacts_delivered'],
            'description': "Contacts who responded within the campaign's response window as a share of contacts delivered.",
            'question': 'What share of people responded in time?',
        },
        {
            'name': 'median_time_to_response_seconds', 'source': 'responses', 'empty': 'null', 'type': 'double',
            'median': 'case when is_first_response then seconds_to_response end',
            'description': "Median seconds from a message to its contact's earliest response in the campaign, within the reply attribution window. NULL when nobody responded.",
            'question': 'How soon do people respond?',
        },
    ]) -}}
{%- endmacro %}

{% macro kpis_of_conversions() -%}
    {#- Without click data, click-based conversions are unknown, not 0. -#}
    {%- set needs = ['conversions'] + (['click_events'] if var('default_attribution_basis') == 'click' else []) -%}
    {{- return([
        {
            'name': 'leads', 'source': 'leads', 'rows': 'true', 'needs': 'leads',
            'description': 'Leads of the campaign; each contact counts once, at its earliest lead. Leads from calls are excluded.',
            'question': 'How many leads did texts bring?',
        },
        {
            'name': 'sms_to_lead_rate', 'rate': ['leads', 'messages_sent'],
            'description': 'Leads per message sent.',
            'question': 'How many leads does a text bring?',
        },
        {
            'name': 'contact_to_lead_rate', 'rate': ['leads', 'contacts_reached'],
            'description': 'Leads per contact reached.',
            'question': 'What share of people became a lead?',
        },
        {
            'name': 'conversions', 'source': 'conversions', 'sum': 'credit', 'type': 'double', 'needs': needs,
            'description': 'Primary conversions credited by the default attribution model, basis and scope. A whole number if one touch takes all the credit.',
            'question': 'How many conversions did texts bring?',
        },
        {
            'name': 'contacts_converted', 'source': 'conversions', 'contacts': 'true', 'needs': needs,
            'description': 'Distinct contacts with a credited primary conversion.',
        },
        {
            'name': 'conversion_rate', 'rate': ['contacts_converted', 'contacts_delivered'],
            'description': 'Contacts who converted per contact delivered.',
            'question': 'What share of people converted?',
        },
        {
            'name': 'revenue_gross', 'source': 'conversions', 'sum': 'revenue_credit', 'of_rows': 'has_revenue', 'type': 'money', 'needs': needs,
            'description': "Credited revenue before adjustments, in the account's reporting currency. NULL when conversions have amounts but none has an exchange rate.",
            'label': 'Gross revenue',
        },
        {
            'name': 'revenue_adjusted', 'source': 'adjustments', 'sum': 'adjustment_credit', 'type': 'money', 'needs': needs,
            'description': "Credited revenue taken back by refunds, cancellations and chargebacks, in the account's reporting currency.",
            'label': 'Revenue taken back',
        },
        {
            'name': 'revenue_net', 'expression': 'revenue_gross - revenue_adjusted', 'type': 'money',
            'description': "Credited revenue less adjustments, in the account's reporting currency. On the activity basis, negative on a day that takes back more than it earns.",
            'label': 'Net revenue', 'question': 'How much revenue did texts bring?',
        },
        {
            'name': 'revenue_per_message', 'rate': ['revenue_net', 'messages_sent'],
            'description': 'Net revenue per message sent, in the reporting currency.',
            'label': 'Net revenue per message', 'question': 'What is a text worth?',
        },
        {
            'name': 'revenue_per_contact', 'rate': ['revenue_net', 'contacts_reached'],
            'description': 'Net revenue per contact reached, in the reporting currency.',
            'label': 'Net revenue per contact', 'question': 'What is a texted contact worth?',
        },
    ]) -}}
{%- endmacro %}

{% macro kpis_of_costs() -%}
    {{- return([
        {
            'name': 'cost_of_messages', 'source': 'messages', 'sum': 'price_cost', 'type': 'cost', 'empty': 'null',
            'description': "Sum of the prices of the messages in messages_sent_total, in the account's reporting currency. NULL when no price is known.",
            'label': 'Message prices',
        },
        {
            'name': 'cost_allocated', 'source': 'messages', 'sum': 'allocated_cost', 'type': 'cost', 'empty': 'null',
            'description': 'Charges allocated to campaign messages: each charge equally over the campaign messages of its period. NULL when there is none.',
            'label': 'Allocated charges',
        },
        {
            'name': 'cost_unallocated', 'without_cohorts': true, 'source': 'unallocated_costs', 'sum': 'unallocated_cost', 'type': 'cost', 'empty': 'null',
            'description': 'Charges with no campaign message sent in their period, dated to its first day. NULL when there is none, and at grains below the campaign.',
            'label': 'Unallocated charges',
        },
        {
            'name': 'messages_without_cost', 'source': 'messages', 'rows': 'not is_cost_known',
            'description': 'Messages in messages_sent_total with an unknown cost: no price and no message charge, or no exchange rate for it.',
        },
        {
            'name': 'unallocated_costs_without_rate', 'without_cohorts': true, 'source': 'unallocated_costs', 'rows': 'unallocated_cost is null',
            'description': 'Unallocated charges without an exchange rate. NULL at grains below the campaign.',
        },
        {
            'name': 'cost_total', 'type': 'cost',
            'expression': 'case when coalesce(cost_of_messages, cost_allocated, cost_unallocated) is not null'
                ~ ' then coalesce(cost_of_messages, 0) + coalesce(cost_allocated, 0) + coalesce(cost_unallocated, 0) end',
            'description': "Total cost of texts: prices plus allocated and unallocated charges, in the account's reporting currency. NULL when no price and no charge is known.",
            'label': 'Total cost', 'question': 'What did texting cost?',
        },
        {
            'name': 'cost_is_complete', 'type': 'boolean',
            'expression': 'messages_without_cost = 0 and coalesce(unallocated_costs_without_rate, 0) = 0',
            'description': 'False if the cost of any message sent, or of any unallocated charge, is unknown.',
            'question': 'Is every cost known?',
        },
        {
            'name': 'cost_per_conversion', 'rate': ['cost_total', 'conversions'],
            'description': 'Cost per credited primary conversion, in the reporting currency.',
            'question': 'What does a conversion cost?',
        },
        {
            'name': 'cost_per_lead', 'rate': ['cost_total', 'leads'],
            'description': 'Cost per lead, in the reporting currency.',
            'question': 'What does a lead cost?',
        },
        {
            'name': 'return_on_spend', 'rate': ['revenue_net', 'cost_total'],
            'description': 'Net revenue per unit of cost; 1 means that revenue equals cost.',
            'question': 'What does a unit of cost bring back?',
        },
    ]) -}}
{%- endmacro %}

{% macro kpis_of_accounts() -%}
    {%- set kpis = [
        {
            'name': 'conversions_unattributed', 'source': 'unattributed_conversions', 'rows': 'true', 'account_only': true, 'needs': 'conversions',
            'description': 'Primary conversions that the default attribution credits to no touch. On the activity basis only.',
            'label': 'Conversions, unattributed', 'question': 'How many conversions does no text explain?',
        },
        {
            'name': 'revenue_gross_unattributed', 'source': 'unattributed_conversions', 'account_only': true, 'needs': 'conversions', 'type': 'money',
            'sum': 'revenue_gross', 'of_rows': 'revenue_amount is not null',
            'description': "Revenue of unattributed conversions before adjustments, in the account's reporting currency. NULL when they have amounts but none has an exchange rate.",
            'label': 'Gross revenue, unattributed',
        },
        {
            'name': 'revenue_adjusted_unattributed', 'source': 'unattributed_adjustments', 'account_only': true, 'needs': 'conversions', 'type': 'money',
            'sum': 'applied_amount',
            'description': "Revenue of unattributed conversions taken back by adjustments, in the account's reporting currency.",
            'label': 'Revenue taken back, unattributed',
        },
        {
            'name': 'revenue_net_unattributed', 'expression': 'revenue_gross_unattributed - revenue_adjusted_unattributed', 'account_only': true, 'type': 'money',
            'description': "Revenue of unattributed conversions less adjustments, in the account's reporting currency.",
            'label': 'Net revenue, unattributed', 'question': 'How much revenue does no text explain?',
        },
        {
            'name': 'unattributed_inbound', 'source': 'unattributed', 'rows': 'true', 'account_only': true,
            'description': 'Inbound messages that belong to no campaign; no rate includes them.',
            'label': 'Inbound, unattributed', 'question': 'How many inbound texts belong to no campaign?',
        },
        {
            'name': 'median_team_response_seconds', 'source': 'team_responses', 'account_only': true, 'empty': 'null', 'type': 'double',
            'median': 'seconds_to_answer',
            'description': 'Median seconds a contact waited for a person to answer, dated by the inbound message. NULL when nobody was answered.',
            'label': "Team's median response", 'question': 'How soon does our team answer?',
        },
        {
            'name': 'unanswered_inbound', 'source': 'team_responses', 'rows': 'not is_answered', 'account_only': true,
            'description': 'Waits for a person that nobody has answered yet.',
            'label': 'Inbound, unanswered', 'question': 'How many people still wait for an answer?',
        },
    ] -%}
    {%- for milestone in ['created', 'launched'] -%}
        {%- for prefix, condition, what in [
            ('', 'true', 'Campaigns'),
            ('standard_', "campaign_kind in ('standard', 'flow')", 'Standard and flow campaigns'),
            ('keyword_', "campaign_kind = 'keyword'", 'Keyword campaigns'),
        ] -%}
            {%- do kpis.append({
                'name': prefix ~ 'campaigns_' ~ milestone, 'source': 'campaigns_' ~ milestone, 'rows': condition,
                'account_only': true, 'needs': 'campaigns', 'description': what ~ ' ' ~ milestone ~ '.',
                'question': 'How many ' ~ what | lower ~ ' were ' ~ milestone ~ '?',
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(kpis) -}}
{%- endmacro %}

{#- 0 when no row qualifies; NULL when rows qualify but none has a value. -#}
{% macro sum_known(expression, condition) -%}
    case
        when {{ sms_analytics.count_rows(condition) }} = 0 then 0
        else sum(case when {{ condition }} then {{ expression }} end)
    end
{%- endmacro %}

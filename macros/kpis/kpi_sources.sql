{#-
    What the KPIs are counted from: one entry per fact. activity_date is the row's own day, send_date the day of the message it belongs to
    (none: not counted on the send basis); begins_nothing says that weeks and months do not begin, or go on, for it alone. `firsts` are
    flags that a contact has once per campaign and period, at its first row of that kind. Manual-inbox messages and messages without a
    campaign count as sent at account grain only (`everything_sent`). For cohorts: message_id is the message it belongs to (none: not
    counted), message_may_be_of_others says that this may be another contact's or account's, and is_first_per_cell that `firsts` are the
    contact's first in the cell (else each row of the kind has the flag), from these `columns`.
-#}
{% macro kpi_sources(everything_sent=false) -%}
    {%- set sources = {
        'messages': {
            'relation': 'fct_messages',
            'where': 'is_sent' if everything_sent else 'is_campaign_message or is_auto_reply',
            'activity_date': 'sent_date',
            'send_date': 'sent_date',
            'message_id': 'message_id',
        },
        'responses': {
            'relation': 'fct_messages',
            'where': 'is_campaign_message and ' ~ sms_analytics.in_window(
                'first_response_at', 'sent_at', sms_analytics.window_seconds('reply_attribution_window')),
            'activity_date': 'sent_date',
            'send_date': 'sent_date',
            'order_by': ['first_response_at', sms_analytics.binary_order('message_id')],
            'firsts': {'is_first_response': 'true'},
            'message_id': 'message_id',
            'is_first_per_cell': true,
            'columns': ['message_id', 'contact_id', 'first_response_at', 'seconds_to_response'],
        },
        'replies': {
            'relation': 'fct_replies',
            'where': 'campaign_id is not null',
            'activity_date': 'received_date',
            'send_date': 'matched_sent_date',
            'order_by': ['received_at', sms_analytics.binary_order('message_id')],
            'firsts': {'is_first_replied': 'is_replied', 'is_first_engaged': 'is_engaged'},
            'message_id': 'matched_message_id',
        },
        'opt_outs': {
            'relation': 'fct_opt_outs',
            'where': 'true',
            'activity_date': 'opted_out_date',
            'send_date': 'matched_sent_date',
            'order_by': ['opted_out_at', sms_analytics.binary_order('opt_out_id')],
            'firsts': {'is_first_opt_out': 'true'},
            'message_id': 'matched_message_id',
            'message_may_be_of_others': true,
        },
        'ai_filters': {
            'relation': 'fct_consent_events',
            'where': 'is_ai_filtered',
            'activity_date': 'occurred_date',
            'send_date': 'matched_sent_date',
            'order_by': ['occurred_at', sms_analytics.binary_order('consent_event_id')],
            'firsts': {'is_first_ai_filter': 'true'},
            'message_id': 'matched_message_id',
            'message_may_be_of_others': true,
        },
        'clicks': {
            'relation': 'fct_clicks',
            'where': 'is_counted',
            'activity_date': 'clicked_date',
            'send_date': 'matched_sent_date',
            'message_id': 'message_id',
        },
        'leads': {
            'relation': 'fct_leads',
            'where': 'is_first_lead',
            'activity_date': 'created_date',
            'send_date': 'matched_sent_date',
            'message_id': 'message_id',
            'message_may_be_of_others': true,
        },
        'conversions': {
            'relation': 'fct_attribution',
            'where': sms_analytics.is_earned(),
            'activity_date': 'occurred_date',
            'send_date': 'matched_sent_date',
            'message_id': 'message_id',
        },
        'adjustments': {
            'relation': 'fct_attributed_adjustments',
            'where': sms_analytics.is_earned(),
            'activity_date': 'occurred_date',
            'send_date': 'matched_sent_date',
            'message_id': 'message_id',
        },
        'unallocated_costs': {
            'relation': 'fct_costs',
            'where': 'is_unallocated',
            'activity_date': 'period_start',
            'send_date': 'period_start',
            'whole_campaigns_only': true,
            'begins_nothing': true,
        },
    } -%}
    {%- do sources.update(sms_analytics.kpi_sources_of_accounts()) -%}
    {%- set counted = {} -%}
    {%- for kpi in sms_analytics.kpi_dictionary() if kpi.source -%}
        {%- do counted.update({kpi.source: sources[kpi.source]}) -%}
    {%- endfor -%}
    {{- return(counted) -}}
{%- endmacro %}

{#- What the rows of a source are selected from. No KPI of the dictionary needs the columns of fct_messages that int_message_outcomes lacks. -#}
{% macro relation_of_source(source) -%}
    {{- return(ref('int_message_outcomes' if source.relation == 'fct_messages' else source.relation)) -}}
{%- endmacro %}

{#- What only KPIs at account grain are counted from. -#}
{% macro kpi_sources_of_accounts() -%}
    {{- return({
        'unattributed_conversions': {
            'relation': 'fct_conversions',
            'where': "conversion_class = 'primary' and not is_attributed",
            'activity_date': 'occurred_date',
            'send_date': none,
            'account_only': true,
        },
        'unattributed_adjustments': {
            'relation': 'fct_conversion_adjustments',
            'where': "conversion_class = 'primary' and not is_attributed",
            'activity_date': 'occurred_date',
            'send_date': none,
            'account_only': true,
        },
        'unattributed': {
            'relation': 'fct_replies',
            'where': 'campaign_id is null',
            'activity_date': 'received_date',
            'send_date': 'matched_sent_date',
            'account_only': true,
        },
        'team_responses': {
            'relation': 'fct_team_responses',
            'where': 'true',
            'activity_date': 'received_date',
            'send_date': 'received_date',
            'account_only': true,
        },
        'campaigns_created': {
            'relation': 'int_campaign_dates',
            'where': "milestone = 'created'",
            'activity_date': 'milestone_date',
            'send_date': 'milestone_date',
            'account_only': true,
            'begins_nothing': true,
        },
        'campaigns_launched': {
            'relation': 'int_campaign_dates',
            'where': "milestone = 'launched'",
            'activity_date': 'milestone_date',
            'send_date': 'milestone_date',
            'account_only': true,
            'begins_nothing': true,
        },
    }) -}}
{%- endmacro %}

{#-
    The sending rules: the messages of int_governed_messages that each is about, the raw table without which nothing is known of it, and
    the reasons in send_decisions for which a sender held a message back.
-#}
{% macro governance_rules() -%}
    {{- return([
        {'name': 'quiet_hours', 'applies': 'not is_exempt', 'reasons': ['quiet_hours']},
        {'name': 'frequency_cap', 'applies': 'is_automated', 'reasons': ['frequency_cap']},
        {'name': 'after_opt_out', 'applies': 'true', 'reasons': ['opted_out']},
        {'name': 'no_consent', 'applies': 'is_automated and not is_exempt', 'needs': 'consent_events', 'reasons': ['no_consent']},
        {'name': 'collision', 'applies': 'is_automated', 'needs': 'sales_engagements', 'reasons': ['rep_engaged']},
        {'name': 'overlap', 'applies': 'is_campaign_message', 'reasons': ['overlap']},
        {'name': 'landline_or_invalid', 'applies': 'true', 'reasons': ['landline', 'invalid_number']},
    ]) -}}
{%- endmacro %}

{#- Condition on int_governed_messages: the messages that a rule is about. -#}
{% macro governance_rule_applies(name) -%}
    {%- set rule = sms_analytics.governance_rules() | selectattr('name', 'equalto', name) | first -%}
    {%- if not rule -%}{{- exceptions.raise_compiler_error("There is no sending rule '" ~ name ~ "'") -}}{%- endif -%}
    {{- return(rule.applies) -}}
{%- endmacro %}

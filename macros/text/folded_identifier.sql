{#- An e-mail address, phone number or id for comparison: lower case, without any white space. -#}
{% macro folded_identifier(expression) -%}
    {{- sms_analytics.require_expression('folded_identifier', 'expression', expression) -}}
    nullif({{ sms_analytics.replace_pattern(
        sms_analytics.folded_case(expression), sms_analytics.any_white_space() ~ '+', ''
    ) }}, '')
{%- endmacro %}

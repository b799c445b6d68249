{#-
    True if a text contains a web address: http(s)://, www., or a host with a slash and a path. An e-mail address does not count.

    A host is labels and dots, with letters only in the last label: 5.5/10 is not a host. No letter, digit, dot or @ may precede it. Any
    character beyond ASCII counts as a letter. Capitals are spelled out because engines differ in case-insensitive matching.
-#}
{% macro web_address_pattern() -%}
    {%- set host = '[^\\x01-,./:-@\\[-\\^`{-\\x7f]' -%}
    {%- set letter = '[^\\x01-@\\[-`{-\\x7f]' -%}
    {%- set before = '(?:^|[\\x01-,/:-?\\[-\\^`{-\\x7f])' -%}
    {%- set path = '(?:' ~ host ~ '|[?#~%=&+@])' -%}
    {{- return(
        '[Hh][Tt][Tt][Pp][Ss]?://[^\\x01- ]'
        ~ '|' ~ before ~ '(?:[Ww][Ww][Ww][.]' ~ host ~ '|(?:' ~ host ~ '+[.])+' ~ letter ~ '{2,}(?::[0-9]{1,5})?/' ~ path ~ ')'
    ) -}}
{%- endmacro %}

{% macro has_web_address(expression) -%}
    {{- sms_analytics.require_expression('has_web_address', 'expression', expression) -}}
    {{ sms_analytics.contains_pattern(expression, sms_analytics.web_address_pattern()) }}
{%- endmacro %}

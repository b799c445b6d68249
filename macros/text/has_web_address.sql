{#-
    True where a text contains a web address: http(s)://, www., or a host with a slash and a path. An e-mail address is none.

    A host is labels and dots, the last label letters alone: 5.5/10 is none. In front of it stands no letter, digit, dot or @. Any
    character beyond ASCII is taken for a letter. Capitals are spelled out, for engines differ in how they fold them.
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

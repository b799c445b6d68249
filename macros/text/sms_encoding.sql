{#- The alphabet that a text is sent in: `gsm7` where that has all of its characters, else `ucs2`. -#}
{% macro sms_encoding(body) -%}
    {{- sms_analytics.require_expression('sms_encoding', 'body', body) -}}
    {%- set text = "cast(" ~ body ~ " as " ~ dbt.type_string() ~ ")" -%}
    {%- set gsm7 = sms_analytics.gsm7_one_place() ~ sms_analytics.gsm7_two_places() -%}
    case
        when {{ sms_analytics.matches_pattern(text, '[' ~ gsm7 ~ ']*') }} then 'gsm7'
        when {{ text }} is not null then 'ucs2'
    end
{%- endmacro %}


{#-
    Characters as they stand between the brackets of a regular expression.

    GSM-7 (3GPP 23.038) has all of printable ASCII but the backtick. The basic table takes one place each. The brackets,
    braces, backslash, caret, bar and tilde are in the extension, as are the form feed and the euro. The escape is not
    a character of its own, but where a text holds one it takes its place.
-#}
{% macro gsm7_one_place() -%}
    {{- return(' -Z_a-z£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà\\n\\r\\x1b') -}}
{%- endmacro %}

{% macro gsm7_two_places() -%}
    {{- return('\\[-\\^{-~€\\f') -}}
{%- endmacro %}


{#- The Basic Multilingual Plane. What is outside of it, emoji above all, is a pair of surrogates in UCS-2. -#}
{% macro ucs2_one_place() -%}
    {{- return('\\x01-\uffff') -}}
{%- endmacro %}

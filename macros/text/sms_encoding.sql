{#- The alphabet that a text is sent in: `gsm7` if that has all of its characters, otherwise `ucs2`. -#}
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
    Characters to put in the brackets of a regular expression.

    GSM-7 (3GPP 23.038) has all of printable ASCII except the backtick. Characters of the basic table take one place each.
    The brackets, braces, backslash, caret, bar and tilde are in the extension table, as are the form feed and the euro.
    The escape is not a character of its own, but takes one place if a text contains it.
-#}
{% macro gsm7_one_place() -%}
    {{- return(' -Z_a-z£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà\\n\\r\\x1b') -}}
{%- endmacro %}

{% macro gsm7_two_places() -%}
    {{- return('\\[-\\^{-~€\\f') -}}
{%- endmacro %}


{#- The Basic Multilingual Plane. A character outside it, such as most emoji, is a surrogate pair in UCS-2. -#}
{% macro ucs2_one_place() -%}
    {{- return('\\x01-\uffff') -}}
{%- endmacro %}

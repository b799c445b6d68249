{#-
    A phone number, e-mail address or id as the first 32 hexadecimal digits of its HMAC-SHA256 (RFC 2104). A hash without a key could be
    reversed by trying all phone numbers.
-#}
{% macro keyed_hash(expression) -%}
    {{- sms_analytics.require_expression('keyed_hash', 'expression', expression) -}}
    substring({{ sms_analytics.hmac_sha256(
        expression,
        '(select hash_pads.inner_pad from ' ~ sms_analytics.hash_pads() ~ ' as hash_pads)',
        '(select hash_pads.outer_pad from ' ~ sms_analytics.hash_pads() ~ ' as hash_pads)'
    ) }}, 1, 32)
{%- endmacro %}

{#- Built from its definition, with the key's two pads as hexadecimal text, because no engine provides it. -#}
{% macro hmac_sha256(expression, inner_pad, outer_pad) -%}
    {{ return(adapter.dispatch('hmac_sha256', 'sms_analytics')(expression, inner_pad, outer_pad)) }}
{%- endmacro %}

{% macro duckdb__hmac_sha256(expression, inner_pad, outer_pad) -%}
    sha256(unhex({{ outer_pad }}) || unhex(sha256(unhex({{ inner_pad }}) || encode({{ expression }}))))
{%- endmacro %}

{% macro postgres__hmac_sha256(expression, inner_pad, outer_pad) -%}
    encode(sha256(decode({{ outer_pad }}, 'hex') || sha256(decode({{ inner_pad }}, 'hex') || convert_to({{ expression }}, 'UTF8'))), 'hex')
{%- endmacro %}

{% macro spark__hmac_sha256(expression, inner_pad, outer_pad) -%}
    sha2(concat(
        unhex({{ outer_pad }}), unhex(sha2(concat(unhex({{ inner_pad }}), encode({{ expression }}, 'UTF-8')), 256))
    ), 256)
{%- endmacro %}

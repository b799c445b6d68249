{#- A sum of row hashes over these columns, independent of row order. Different rows almost certainly change it. -#}
{% macro checksum(columns) -%}
    {{ return(adapter.dispatch('checksum', 'sms_analytics')(columns)) }}
{%- endmacro %}

{% macro duckdb__checksum(columns) -%}
    sum(hash({{ columns | join(', ') }}))
{%- endmacro %}

{% macro postgres__checksum(columns) -%}
    sum(cast(hashtextextended(concat_ws('|', {{ columns | join(', ') }}), 0) as numeric))
{%- endmacro %}

{% macro spark__checksum(columns) -%}
    sum(cast(xxhash64({{ columns | join(', ') }}) as decimal(38, 0)))
{%- endmacro %}

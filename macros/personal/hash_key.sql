{#-
    The key as given. The environment variable comes before the dbt variable, which may be in a file. The demo has nobody to protect and
    must give the same results everywhere.
-#}
{% macro given_hash_key() -%}
    {%- set given = env_var('SMS_ANALYTICS_HASH_KEY', '') or var('hash_key') or '' -%}
    {{- return(given | string if given or sms_analytics.raw_source() != 'seeds' else 'the key of the demo') -}}
{%- endmacro %}

{#- Derived from the key, so the database holds no secret that may be used elsewhere too: 32 hexadecimal digits. -#}
{% macro derived_hash_key() -%}
    {{- return(local_md5('sms_analytics:' ~ sms_analytics.given_hash_key())) -}}
{%- endmacro %}

{#- The error must not show the key. -#}
{% macro check_hash_key() -%}
    {%- if execute -%}
        {%- set given = sms_analytics.given_hash_key() -%}
        {%- if given and given | length < 16 -%}
            {{- exceptions.raise_compiler_error(
                'The hash key (SMS_ANALYTICS_HASH_KEY, or the variable hash_key) has ' ~ given | length
                ~ ' characters; allowed are 16 or more, chosen at random'
            ) -}}
        {%- endif -%}
        {%- if not given and flags.WHICH in ['build', 'run'] -%}
            {%- do exceptions.warn(
                'There is no hash key, so stand-ins for unknown phone numbers can be traced back by trying all numbers: '
                ~ 'set SMS_ANALYTICS_HASH_KEY to 16 or more random characters'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#-
    The key table, one row, in the schema of load_batches. SQL reads the key from it, so the key is not in compiled SQL, dbt's docs or its
    log. Restrict it to those who may read phone numbers, like the base tables. Unit tests read no stored table: they have an empty key.
-#}
{% macro hash_pads() -%}
    {%- if model.resource_type == 'unit_test' -%}
        {{- return("(select '" ~ '36' * 64 ~ "' as inner_pad, '" ~ '5c' * 64 ~ "' as outer_pad)") -}}
    {%- endif -%}
    {{- return(sms_analytics.beside_base_models('hash_pads')) -}}
{%- endmacro %}

{#- dbt logs only the first 512 characters of a statement, so the blanks keep the key out of the log. -#}
{% macro set_hash_key() -%}
    {%- set pads, hash_pads = sms_analytics.pads_of(sms_analytics.derived_hash_key()), sms_analytics.hash_pads() -%}
    {%- set is_there = load_relation(hash_pads) is not none -%}
    {%- set stored = run_query('select inner_pad, outer_pad from ' ~ hash_pads).rows | map('list') | list if is_there else [] -%}
    {%- if stored != [pads] -%}
        {%- do run_query('drop table if exists ' ~ hash_pads) -%}
        {%- do run_query(
            'create table ' ~ hash_pads ~ ' (inner_pad ' ~ dbt.type_string() ~ ', outer_pad ' ~ dbt.type_string() ~ ')'
            ~ sms_analytics.stored_as()
        ) -%}
        {%- set insert = 'insert into ' ~ hash_pads ~ ' select ' ~ ' ' * 512 ~ sms_analytics.quoted_list(pads) -%}
        {%- do adapter.add_query(insert, auto_begin=false, abridge_sql_log=true) -%}
    {%- endif -%}
{%- endmacro %}

{#-
    The two HMAC pads for a key of 32 hexadecimal digits: the bytes of the key, zero-padded to 64, xor 36 and xor 5c, as hexadecimal
    text.
-#}
{% macro pads_of(key) -%}
    {%- set inner, outer = [], [] -%}
    {%- for digit in key -%}
        {%- set place = '0123456789abcdef'.find(digit) -%}
        {%- do inner.append('06070405020300010e0f575455525350'[place * 2:place * 2 + 2]) -%}
        {%- do outer.append('6c6d6e6f68696a6b64653d3e3f38393a'[place * 2:place * 2 + 2]) -%}
    {%- endfor -%}
    {{- return([inner | join ~ '36' * 32, outer | join ~ '5c' * 32]) -}}
{%- endmacro %}

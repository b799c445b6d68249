{#-
    The key of keyed_hash, as given: the environment before the variable, which may stand in a file. The demo has nobody to protect, and
    has to come out the same everywhere.
-#}
{% macro given_hash_key() -%}
    {%- set given = env_var('SMS_ANALYTICS_HASH_KEY', '') or var('hash_key') or '' -%}
    {{- return(given | string if given or var('raw_source') != 'seeds' else 'the key of the demo') -}}
{%- endmacro %}

{#- What is made of the key, so that the database holds nothing that is a secret elsewhere, too: 32 letters and digits. -#}
{% macro derived_hash_key() -%}
    {{- return(local_md5('sms_analytics:' ~ sms_analytics.given_hash_key())) -}}
{%- endmacro %}

{#- Never shows the key. -#}
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
                'There is no hash key, so that stand-ins for unknown phone numbers can be traced back by trying numbers: '
                ~ 'set SMS_ANALYTICS_HASH_KEY to 16 or more random characters'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#-
    The table of the key, one row, in the schema of the table of runs. SQL asks it, so that neither compiled SQL nor dbt's documentation nor
    its log has the key; it belongs to whoever may read phone numbers, as the base tables do.
-#}
{% macro hash_pads() -%}
    {{- return(api.Relation.create(database=target.database, schema=target.schema, identifier='hash_pads', type='table')) -}}
{%- endmacro %}

{#- Writes the table where it is not there, or has another key. Of a statement, dbt logs no more than its first 512 characters. -#}
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
    The two pads of HMAC for a key of 32 hexadecimal digits: each byte of the key, filled up with zeros to 64, xor 36 and xor 5c, written as
    hexadecimal text.
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

{#- Identifier columns of a table, and whether each identifies rows, people or orders: such a column is never constant. -#}
{% macro identifiers(table) -%}
    {%- set telling = [
        'contact_id', 'contact_phone_e164', 'phone_e164', 'email', 'external_customer_id', 'anonymous_id', 'identity_value', 'business_key',
    ] -%}
    {#- Sources send other rows than events again whenever they change, so their key may repeat. -#}
    {%- set are_events = sms_analytics.raw_tables() | selectattr('name', 'equalto', table) | selectattr('event_time') | list | length > 0 -%}
    {%- set keys = sms_analytics.contract_key(table) -%}
    {%- set found = [] -%}
    {%- for column in sms_analytics.contract_columns(table) if column.type == 'string' -%}
        {%- set is_key = keys == [column.name] -%}
        {%- if column.name.endswith('_id') or column.name in telling -%}
            {%- do found.append({
                'name': column.name,
                'tells_apart': are_events if is_key else column.name in telling,
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(found) -}}
{%- endmacro %}

{#- Those of all tables, each with its table. -#}
{% macro staged_identifiers() -%}
    {%- set found = [] -%}
    {%- for table in sms_analytics.staged_tables() -%}
        {%- for column in sms_analytics.identifiers(table) -%}
            {%- do found.append({'table': table, 'column': column.name, 'tells_apart': column.tells_apart}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(found) -}}
{%- endmacro %}

{% macro steady_tables() -%}
    {{- return(sms_analytics.raw_tables() | selectattr('steady') | map(attribute='name') | list) -}}
{%- endmacro %}

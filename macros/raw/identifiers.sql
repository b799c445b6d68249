{#- Identifier columns of a table, and whether each identifies rows, people or orders: such a column is never constant. -#}
{% macro identifiers(table) -%}
    {%- set telling = [
        'contact_id', 'contact_phone_e164', 'phone_e164', 'email', 'external_customer_id', 'anonymous_id', 'identity_value', 'business_key',
    ] -%}
    {#- These tables send a row again whenever it changes, so a key may repeat. -#}
    {%- set things = ['accounts', 'campaigns', 'templates', 'contacts', 'links', 'campaign_costs'] -%}
    {%- set keys = sms_analytics.contract_key(table) -%}
    {%- set found = [] -%}
    {%- for column in sms_analytics.contract_columns(table) if column.type == 'string' -%}
        {%- set is_key = keys == [column.name] -%}
        {%- if column.name.endswith('_id') or column.name in telling -%}
            {%- do found.append({
                'name': column.name,
                'tells_apart': table not in things if is_key else column.name in telling,
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(found) -}}
{%- endmacro %}

{% macro steady_tables() -%}
    {{- return(['messages', 'message_status_events', 'consent_events', 'click_events', 'conversions', 'touchpoints']) -}}
{%- endmacro %}

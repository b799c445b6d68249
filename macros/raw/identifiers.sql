{#- Columns that hold identifiers of a table, and whether they tell its rows, people or orders apart: such a one is no constant. -#}
{% macro identifiers(table) -%}
    {%- set telling = [
        'contact_id', 'contact_phone_e164', 'phone_e164', 'email', 'external_customer_id', 'anonymous_id', 'identity_value', 'business_key',
    ] -%}
    {#- Rows of these come again and again, with what has changed. -#}
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

{#- Events that keep coming as long as messages go out. -#}
{% macro steady_tables() -%}
    {{- return(['messages', 'message_status_events', 'consent_events', 'click_events', 'conversions', 'touchpoints']) -}}
{%- endmacro %}

{{ config(materialized='view') }}

{%- set tables = sms_analytics.raw_tables() | selectattr('contact', 'equalto', 'identity') | list -%}
{%- set identity_types = {
    'email': 'email', 'phone_e164': 'phone', 'external_customer_id': 'customer_id', 'anonymous_id': 'anonymous_id'
} -%}

-- All events in one shape, so that the rule that identifies them exists once.
{% for table in tables -%}
{%- set event_type, event_id = sms_analytics.event_type(table.name), table.key[0] -%}
select
    '{{ event_type }}' as event_type,
    {{ event_id }} as event_id,
    '{{ event_type }}:' || {{ event_id }} as event_key,
    contact_id,
    {% for column, identity_type in identity_types.items() -%}
    {% if column in table.identifiers -%}
    {{ sms_analytics.folded_identifier(column) }} as {{ identity_type }},
    {% else -%}
    cast(null as {{ dbt.type_string() }}) as {{ identity_type }},
    {% endif -%}
    {% endfor -%}
    {{ table.event_time }} as occurred_at
from {{ ref('stg_' ~ table.name) }}
{{- '\n\nunion all\n\n' if not loop.last }}
{% endfor %}

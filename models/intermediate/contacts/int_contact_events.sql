{#- A view: it is as large as the messages. -#}
{{ config(materialized='view') }}

{%- set tables = sms_analytics.raw_tables() | selectattr('contact', 'in', ['given', 'phone']) | list -%}

{% for table in tables -%}
{%- set event_type, event_id = sms_analytics.event_type(table.name), table.key[0] -%}
select
    '{{ event_type }}' as event_type,
    {{ event_id }} as event_id,
    '{{ event_type }}:' || {{ event_id }} as event_key,
    account_id,
    contact_id,
    {{ 'contact_phone_e164' if table.contact == 'phone' else 'cast(null as ' ~ dbt.type_string() ~ ')' }}
        as contact_phone_e164,
    {{ table.event_time }} as occurred_at
from {{ ref('stg_' ~ table.name) }}
{{- '\n\nunion all\n\n' if not loop.last }}
{% endfor %}

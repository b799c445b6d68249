{{ config(materialized='view') }}

{#- Identifier columns of each event; identity_types gives the order in which they are tried. -#}
{%- set identity_types = ['email', 'phone', 'customer_id', 'anonymous_id'] -%}
{%- set sources = [
    ('conversion', 'stg_conversions', 'conversion_id', 'occurred_at', {
        'email': 'email', 'phone': 'phone_e164', 'customer_id': 'external_customer_id', 'anonymous_id': 'anonymous_id'
    }),
    ('touchpoint', 'stg_touchpoints', 'touchpoint_id', 'occurred_at', {'anonymous_id': 'anonymous_id'}),
    ('form_submission', 'stg_form_submissions', 'form_submission_id', 'submitted_at',
        {'email': 'email', 'phone': 'phone_e164'}),
] -%}

-- All events in one shape, so that the rule that identifies them exists once.
{% for event_type, model, event_id, occurred_at, identifiers in sources -%}
select
    '{{ event_type }}' as event_type,
    {{ event_id }} as event_id,
    '{{ event_type }}:' || {{ event_id }} as event_key,
    contact_id,
    {% for identity_type in identity_types -%}
    {% if identity_type in identifiers -%}
    {{ sms_analytics.folded_identifier(identifiers[identity_type]) }} as {{ identity_type }},
    {% else -%}
    cast(null as {{ dbt.type_string() }}) as {{ identity_type }},
    {% endif -%}
    {% endfor -%}
    {{ occurred_at }} as occurred_at
from {{ ref(model) }}
{%- if not loop.last %}

union all

{% endif %}
{%- endfor %}

{#- A view: three rows for each reply. -#}
{{ config(materialized='view') }}

{%- set cells = [
    ('account_intent', 'account_id', 'intent_category', 'true'),
    ('campaign_intent', 'campaign_id', 'intent_category', 'campaign_id is not null'),
    ('owner', 'account_id', "coalesce(owner_id, 'unassigned')", "reply_kind = 'reply'"),
] -%}

{% for grain, scope_id, cell, condition in cells -%}
select
    '{{ grain }}' as grain,
    {{ scope_id }} as scope_id,
    {{ cell }} as cell,
    message_id,
    account_id,
    contact_id,
    received_at
from {{ ref('int_follow_ups') }}
where {{ condition }}
{{- '\n\nunion all\n\n' if not loop.last }}
{% endfor %}

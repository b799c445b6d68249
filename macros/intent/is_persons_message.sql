{#- True for a message of int_messages that a person wrote: it answers the contact, and it is a follow-up. -#}
{% macro is_persons_message() -%}
    direction = 'outbound'
    and test_reason is null
    and not is_failed
    -- Inboxes often report no status. A scheduled or canceled message answers nobody.
    and coalesce(final_status, 'none') not in ('scheduled', 'canceled')
    -- Vendors stamp a blast with the user who pressed the button; that is no answer.
    and (
        send_origin = 'manual_inbox'
        or (
            sent_by_user_id is not null
            and campaign_id is null
            and send_origin not in ('keyword_auto_reply', 'compliance_auto_reply')
        )
    )
{%- endmacro %}

{#- True for an inbound message of fct_replies or int_replies that a person should answer. -#}
{% macro asks_a_person() -%}
    reply_kind in ('reply', 'help')
{%- endmacro %}

{{ config(post_hook="{{ sms_analytics.require_usable_messages(this) }}") }}

with current_rows as (

    {{ sms_analytics.current_rows('messages', ref('base_messages')) }}

)

select
    message_id,
    direction,
    channel,
    send_origin,
    message_purpose,
    contact_id,
    contact_phone_e164,
    sender_phone,
    campaign_id,
    template_id,
    step_number,
    ab_variant,
    body,
    body_is_hashed,
    encoding,
    num_segments,
    num_media,
    created_at,
    sent_at,
    current_status,
    current_status_at,
    error_code,
    price_amount,
    price_currency,
    sent_by_user_id,
    conversation_id,
    in_reply_to_message_id,
    group_id,
    is_test,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

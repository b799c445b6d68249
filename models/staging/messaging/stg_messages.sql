{{ config(post_hook="{{ sms_analytics.require_usable_messages(this) }}") }}

{{ sms_analytics.current_rows('messages', ref('base_messages')) }}

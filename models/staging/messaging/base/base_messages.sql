{{ config(post_hook="{{ sms_analytics.require_usable_messages(this) }}") }}

{{ sms_analytics.base_rows('messages') }}

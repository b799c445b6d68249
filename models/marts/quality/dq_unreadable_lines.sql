{{ config(pre_hook="{{ sms_analytics.scan_unreadable_lines() }}") }}

{{ sms_analytics.unreadable_lines() }}

{{ config(unique_key=['contact_id', 'phone_e164', 'valid_from']) }}

{{ sms_analytics.base_rows('contact_phones') }}

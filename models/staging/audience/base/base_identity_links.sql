{{ config(unique_key=['identity_type', 'identity_value', 'contact_id']) }}

{{ sms_analytics.base_rows('identity_links') }}

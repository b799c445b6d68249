{{ config(unique_key=['deal_id', 'contact_id']) }}

{{ sms_analytics.base_rows('deal_contacts') }}

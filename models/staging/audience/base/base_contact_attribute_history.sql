{{ config(unique_key=['contact_id', 'attribute_name', 'changed_at']) }}

{{ sms_analytics.base_rows('contact_attribute_history') }}

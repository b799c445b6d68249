{{ config(unique_key=['campaign_id', 'contact_id', 'enrolled_at']) }}

{{ sms_analytics.base_rows('campaign_memberships') }}

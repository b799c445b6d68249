{{ config(unique_key=['deal_id', 'stage_id', 'entered_at']) }}

{{ sms_analytics.base_rows('deal_stage_history') }}

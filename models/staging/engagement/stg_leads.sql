{{ sms_analytics.current_rows('leads', ref('base_leads')) }}

{{ sms_analytics.current_rows('templates', ref('base_templates')) }}

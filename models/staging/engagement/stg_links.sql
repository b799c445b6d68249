{{ sms_analytics.current_rows('links', ref('base_links')) }}

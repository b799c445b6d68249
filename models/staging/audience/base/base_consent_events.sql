{{ sms_analytics.base_rows('consent_events') }}

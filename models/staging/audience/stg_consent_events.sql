{{ sms_analytics.current_rows('consent_events', ref('base_consent_events')) }}

{{ sms_analytics.base_rows('contact_phones') }}

{{ sms_analytics.base_rows('form_submissions') }}

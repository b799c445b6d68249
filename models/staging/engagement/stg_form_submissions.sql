{{ sms_analytics.current_rows('form_submissions', ref('base_form_submissions')) }}

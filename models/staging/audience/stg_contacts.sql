{{ sms_analytics.current_rows('contacts', ref('base_contacts')) }}

{{ sms_analytics.current_rows('contact_phones', ref('base_contact_phones')) }}

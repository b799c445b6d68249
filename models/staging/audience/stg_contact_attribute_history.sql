{{ sms_analytics.current_rows('contact_attribute_history', ref('base_contact_attribute_history')) }}

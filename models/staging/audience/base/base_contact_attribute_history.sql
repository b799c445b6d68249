{{ sms_analytics.base_rows('contact_attribute_history') }}

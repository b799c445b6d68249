{{ sms_analytics.base_rows('identity_links') }}

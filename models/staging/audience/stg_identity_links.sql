{{ sms_analytics.current_rows('identity_links', ref('base_identity_links')) }}

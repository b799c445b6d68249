{{ sms_analytics.current_rows('accounts', ref('base_accounts')) }}

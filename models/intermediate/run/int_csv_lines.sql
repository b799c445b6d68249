{{ config(pre_hook="{{ sms_analytics.scan_csv_files() }}") }}

{{ sms_analytics.csv_file_lines() }}

{{ config(pre_hook="{{ sms_analytics.scan_csv_files(sms_analytics.raw_csv_files()) }}") }}

{{ sms_analytics.csv_file_lines(sms_analytics.raw_csv_files()) }}

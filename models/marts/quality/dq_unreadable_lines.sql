{{ config(enabled=var('sms_analytics_using_quality')) }}

select
    table_name,
    file_name,
    line_number,
    line_text,
    line_count,
    error_message
from {{ ref('int_csv_lines') }}
where line_kind = 'unreadable'

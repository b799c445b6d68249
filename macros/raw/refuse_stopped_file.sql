{#-
    Runs after the models: says in one sentence what DuckDB stopped at in a file, where nothing can tell before it is read. No cast is
    reached by then, so the value cannot reject its row.
-#}
{% macro refuse_stopped_file(results) -%}
    {%- if execute and flags.WHICH in ['build', 'run'] and sms_analytics.raw_source() == 'files' -%}
        {%- for result in results if result.status | string == 'error' and result.message -%}
            {%- for table in sms_analytics.staged_tables() if result.node.name == 'base_' ~ table -%}
                {%- do sms_analytics.refuse_stopping_value(sms_analytics.raw_file(table), result.message) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- Raises an error if the message is one that DuckDB gives for such a value. -#}
{% macro refuse_stopping_value(file, message) -%}
    {%- if 'CSV Parser state machine reached an invalid state' in message -%}
        {%- do sms_analytics.refuse_file(
            file, 'it has a \\r at the start of a line, where lines end in \\n', sms_analytics.line_end_remedy(file)
        ) -%}
    {%- elif 'Timestamp(MS) to Timestamp(US)' in message -%}
        {%- set columns = run_query(
            "select distinct name from parquet_schema(" ~ file.literal ~ ") where contains(logical_type, 'MILLIS=Milli')"
            ~ " or converted_type = 'TIMESTAMP_MILLIS' order by name"
        ).columns[0].values() -%}
        {%- do sms_analytics.refuse_file(
            file, 'a time in milliseconds, in ' ~ columns | join(' or ') ~ ', is beyond the year 294,246',
            'write times in microseconds or as text, and such a row is rejected'
        ) -%}
    {%- endif -%}
{%- endmacro %}

{%- set file_lines = ref('int_csv_lines') -%}
{%- set flags = [] -%}
{%- for table in sms_analytics.staged_tables() -%}
{%- set base = ref('base_' ~ table) -%}
{%- set is_known = 'false' -%}
{%- if sms_analytics.is_raw_table_present(table) -%}
{%- set has_good_row = sms_analytics.has_row(base, 'rejection_reason is null') -%}
{%- set has_line = sms_analytics.has_row(file_lines, "line_kind = 'unreadable' and table_name = '" ~ table ~ "'") -%}
{%- set has_any = sms_analytics.has_row(base, 'true') ~ '\n    or ' ~ has_line -%}
{%- set is_known = has_good_row ~ '\n    or not (' ~ has_any ~ ')' -%}
{%- endif -%}
{%- do flags.append(is_known ~ ' as has_' ~ table) -%}
{%- endfor -%}

-- If a table is absent, or all its rows are rejected, nothing is known: its KPIs are NULL and not 0. An unreadable line
-- is a rejected row of its file.
select
    {{ flags | join(',\n    ') }}

{#- What lies in the folder of raw_path and is not read: a list of dicts with file_name, nearest_table (none: like no table) and problem. -#}
{% macro raw_file_findings() -%}
    {%- set findings = [] -%}
    {%- if execute and var('raw_source') == 'files' and var('raw_path') -%}
        {%- set tables = graph.sources.values() | selectattr('package_name', 'equalto', 'sms_analytics')
            | selectattr('source_name', 'equalto', 'raw') | map(attribute='name') | list -%}
        {%- for row in run_query("select parse_filename(file) from glob(" ~ sms_analytics.quoted_path(var('raw_path'), '/*') ~ ") order by 1").rows -%}
            {%- set name = row[0] -%}
            {%- if not (name.rpartition('.')[0] in tables and name.rpartition('.')[2] in ['csv', 'parquet']) -%}
                {%- do findings.append({
                    'file_name': name,
                    'nearest_table': sms_analytics.nearest_name(name.partition('.')[0], tables),
                    'problem': 'it is not named as a table of the contract, with .csv or .parquet',
                }) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(findings) -}}
{%- endmacro %}

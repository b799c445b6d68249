{#-
    DuckDB cannot tell a database from a schema of the same name. An adapter derived from a supported one would inherit only part of its macros and write rows twice. On Spark a timestamp is an instant,
    written and read in the session's time zone: in any zone but UTC, figures would shift without an error. With dynamic partition pruning,
    each join on a day doubles the query plan of its input until it no longer fits in the driver's memory.
-#}
{% macro check_session(adapter_type=target.type) -%}
    {%- if adapter_type not in ['duckdb', 'postgres', 'spark'] -%}
        {{- exceptions.raise_compiler_error("The target's type is '" ~ adapter_type ~ "'; sms_analytics runs on duckdb, postgres and spark") -}}
    {%- endif -%}
    {%- if execute and adapter_type == 'duckdb' -%}
        {%- for node in graph.nodes.values() if node.package_name == 'sms_analytics' and node.schema == node.database -%}
            {{- exceptions.raise_compiler_error(
                "The DuckDB file is named like the schema " ~ node.schema ~ ", so a query of " ~ node.schema ~ ".kpi_campaigns would be ambiguous;"
                ~ " give the file (SMS_ANALYTICS_DUCKDB_PATH) or the schema (SMS_ANALYTICS_DUCKDB_SCHEMA) another name"
            ) -}}
        {%- endfor -%}
    {%- endif -%}
    {%- if execute and adapter_type == 'spark' and flags.WHICH in ['build', 'run', 'seed', 'test'] -%}
        {%- set zone = run_query('select current_timezone()').columns[0].values()[0] -%}
        {%- if zone not in ['UTC', 'Etc/UTC', 'Z', 'GMT', '+00:00'] -%}
            {{- exceptions.raise_compiler_error(
                "The session's time zone is " ~ zone ~ "; set spark.sql.session.timeZone to UTC, in the profile or on the server"
            ) -}}
        {%- endif -%}
        {%- set pruning = 'spark.sql.optimizer.dynamicPartitionPruning.enabled' -%}
        {%- if run_query('set ' ~ pruning).rows[0][1] | lower != 'false' -%}
            {{- exceptions.raise_compiler_error("The session has " ~ pruning ~ "; set it to false, in the profile or on the server") -}}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

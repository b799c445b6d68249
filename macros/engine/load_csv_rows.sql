{#
    Loads a seed on DuckDB as dbt does, but says what quotes are: DuckDB guesses it from the first lines, and a seed whose first
    doubled quote stands further down would not load.
#}
{% macro duckdb__load_csv_rows(model, agate_table) %}
    {%- set statement -%}
        copy {{ this.render() }} from {{ sms_analytics.quoted(adapter.get_seed_file_path(model)) }}
        (format csv, header true, delimiter '{{ config.get('delimiter', ',') }}', quote '"', escape '"')
    {%- endset -%}
    {%- do adapter.add_query(statement, abridge_sql_log=True) -%}
    {{ return(statement) }}
{% endmacro %}

{#
    Loads a seed on Postgres as dbt does, with one change: dbt makes two macro calls per cell for the
    placeholder of a bound value, so that the demo's seeds take minutes. Here the placeholders of a row
    are written once.
#}
{% macro postgres__load_csv_rows(model, agate_table) %}
    {%- set columns = get_seed_column_quoted_csv(model, agate_table.column_names) -%}
    {%- set row_of_placeholders = '(' ~ (['%s'] * agate_table.column_names | length) | join(', ') ~ ')' -%}
    {%- set statements = [] -%}

    {%- for chunk in agate_table.rows | batch(get_batch_size()) -%}
        {%- set bindings = [] -%}
        {%- for row in chunk -%}
            {%- do bindings.extend(row) -%}
        {%- endfor -%}
        {%- set statement -%}
            insert into {{ this.render() }} ({{ columns }})
            values {{ ([row_of_placeholders] * chunk | length) | join(', ') }}
        {%- endset -%}
        {%- do adapter.add_query(statement, bindings=bindings, abridge_sql_log=True) -%}
        {%- do statements.append(statement) -%}
    {%- endfor -%}

    {#- dbt writes the return value to the compiled files. -#}
    {{ return(statements[0]) }}
{% endmacro %}

{#
    On Spark dbt casts each cell of a long VALUES list, which takes the planner minutes. Here the rows are one JSON text, which
    Spark parses as data.
#}
{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set types = model.config.get('column_types', {}) -%}
    {%- set statements = [] -%}
    {%- for chunk in agate_table.rows | batch(get_batch_size()) -%}
        {%- set rows = [] -%}
        {%- for row in chunk -%}
            {%- set cells = [] -%}
            {%- for cell in row -%}{%- do cells.append(none if cell is none else cell | string) -%}{%- endfor -%}
            {%- do rows.append(cells) -%}
        {%- endfor -%}
        {%- set statement -%}
            insert into {{ this }}
            select
                {%- for name in agate_table.column_names %}
                {%- set type = types.get(name, adapter.convert_type(agate_table, loop.index0)) %}
                cast(cells[{{ loop.index0 }}] as {{ type }}){{ ',' if not loop.last }}
                {%- endfor %}
            from (select explode(from_json({{ sms_analytics.quoted(tojson(rows)) }}, 'array<array<string>>')) as cells) as rows
        {%- endset -%}
        {%- do adapter.add_query(statement, abridge_sql_log=True) -%}
        {%- do statements.append(statement) -%}
    {%- endfor -%}
    {{ return(statements[0]) }}
{% endmacro %}

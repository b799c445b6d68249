{#-
    A raw table cast to the contract's types: every version of every key, each row with its rejection reason (NULL for a good
    row). One bad cell rejects its row and never stops the build.
-#}
{% macro base_rows(table) -%}
    {%- set raw = sms_analytics.raw_table(table) -%}
    {%- set columns = sms_analytics.contract_columns(table) -%}
    {%- set keys = sms_analytics.contract_key(table) or ['one'] -%}
    {%- set stored = sms_analytics.stored_columns(columns) -%}
    {%- if execute and model.resource_type == 'model' and config.get('unique_key') != keys -%}
        {{- exceptions.raise_compiler_error("base_" ~ table ~ " has the unique_key " ~ config.get('unique_key') ~ "; the contract's key is " ~ keys) -}}
    {%- endif -%}
    {%- set new_days = sms_analytics.changed_load_days(raw, columns, keys) if sms_analytics.is_increment() -%}
    with given as (

        select
            {%- for column in columns %}
            {{ sms_analytics.given_column(column, raw) }} as given_{{ column.name }}{{ ',' if not loop.last }}
            {%- endfor %}
            {%- if not columns %} 1 as parsing{% endif %}
        from {{ raw.sql }}
        {%- if sms_analytics.is_increment() %}
        where {{ sms_analytics.is_given_on(new_days, raw, columns) }}
        {%- endif %}
        {{ sms_analytics.computed_once() }}

    ),

    parsed as (

        select
            {%- for column in columns %}
            {{ sms_analytics.parsed_column(column, raw.columns.get(column.name, 'text')) }} as {{ column.name }},
            {{ sms_analytics.given_text(column, raw.columns.get(column.name, 'text')) }} as text_{{ column.name }},
            {%- endfor %}
            1 as one
        from given
        {{ sms_analytics.computed_once() }}

    ),

    judged as (

        select
            *,
            {{ sms_analytics.rejection_case(columns, 'reason') }} as rejection_reason,
            {{ sms_analytics.rejection_case(columns, 'value') }} as rejected_value
        from parsed

    ),

    {{ 'read_rows' if sms_analytics.is_increment() else 'versions' }} as (

        select
            {{ sms_analytics.stored_cells(columns) | indent(8) }}
            {%- if not columns %} one,{% endif %}
            rejection_reason,
            rejected_value
        from judged

    ),
    {%- if sms_analytics.is_increment() %}

    {{ sms_analytics.versions_to_write(stored, keys, new_days) }}
    {%- endif %}

    -- The hash breaks ties between versions of a key. It costs more than everything else and most keys have one version, so only
    -- repeated keys get one. A second read of the key columns alone is cheap.
    repeated as (

        select {{ keys | join(', ') }}
        from (
            {{ 'select ' ~ keys | join(', ') ~ ' from versions' if sms_analytics.is_increment() else sms_analytics.raw_keys(raw, columns, keys) }}
        ) as all_keys
        group by {{ keys | join(', ') }}
        having count(*) > 1

    )

    select{{ sms_analytics.files_by_day() }}
        {%- for column in stored %}
        versions.{{ column }},
        {%- endfor %}
        case when repeated.{{ keys[0] }} is not null then {{ sms_analytics.row_hash(columns) }} end as row_hash,
        {%- if 'loaded_at' in stored %}
        cast(versions.loaded_at as date) as loaded_date,
        {%- endif %}
        {{ sms_analytics.current_batch() }} as load_batch
    from versions
    left join repeated
        on {{ sms_analytics.same_keys('versions', 'repeated', keys) }}
{%- endmacro %}

{#- The cells of a row as they are stored: an enum's unknown word in a column of its own, a default account, personal ids hashed. -#}
{% macro stored_cells(columns) -%}
    {%- for column in columns %}
    {% if column['values'] and sms_analytics.enum_fallback(column) -%}
    case
        when {{ column.name }} in ({{ sms_analytics.quoted_list(column['values']) }}) then {{ column.name }}
        when {{ column.name }} is not null then '{{ sms_analytics.enum_fallback(column) }}'
    end as {{ column.name }},
    case
        when {{ column.name }} not in ({{ sms_analytics.quoted_list(column['values']) }}) then {{ column.name }}
    end as unknown_{{ column.name }},
    {%- elif column.name == 'account_id' and column.flag == 'optional' -%}
    coalesce({{ sms_analytics.hashed_if_personal(column, 'account_id') }}, 'default') as account_id,
    {%- elif column.name == 'is_deleted' -%}
    coalesce(is_deleted, false) as is_deleted,
    {%- else -%}
    {{ sms_analytics.key_cell(column, sms_analytics.hashed_if_personal(column, column.name)) }} as {{ column.name }},
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{#- The CTEs of an increment: the rows that are new, and `versions`, all rows to write. -#}
{% macro versions_to_write(stored, keys, new_days) -%}
    -- A day may have been loaded in part before: keep only the rows that are not stored yet.
    new_rows as (

        select {{ stored | join(', ') }}
        from read_rows

        except all

        select {{ stored | join(', ') }}
        from {{ this }}
        where {{ sms_analytics.is_one_of('loaded_date', new_days) }}

    ),

    -- All versions of a changed key are written again, so load_batch also shows downstream models the superseded versions.
    versions as (

        select {{ stored | join(', ') }}
        from new_rows

        union all

        select {{ stored | join(', ') }}
        from {{ this }}
        where ({{ keys | join(', ') }}) in (select {{ keys | join(', ') }} from new_rows)

    ),
{%- endmacro %}

{#- Columns that a base model stores from the row itself; the others depend on other rows. -#}
{% macro stored_columns(columns) -%}
    {%- set names = [] -%}
    {%- for column in columns -%}
        {%- do names.append(column.name) -%}
        {%- if column['values'] and sms_analytics.enum_fallback(column) -%}{%- do names.append('unknown_' ~ column.name) -%}{%- endif -%}
    {%- endfor -%}
    {{- return((names or ['one']) + ['rejection_reason', 'rejected_value']) -}}
{%- endmacro %}

{#- Reads only these columns of the raw table. -#}
{% macro raw_keys(raw, columns, keys) -%}
    select
        {%- for column in columns if column.name in keys %}
        {%- set parsed = sms_analytics.parsed_column(column, raw.columns.get(column.name, 'text')) %}
        {{ sms_analytics.key_cell(column, sms_analytics.hashed_if_personal(column, parsed)) }} as {{ column.name }}{{ ',' if not loop.last }}
        {%- endfor %}
        {%- if not columns %} 1 as one{% endif %}
    from (
        select
            {%- for column in columns if column.name in keys %}
            {{ sms_analytics.given_column(column, raw) }} as given_{{ column.name }}{{ ',' if not loop.last }}
            {%- endfor %}
            {%- if not columns %} 1 as parsing{% endif %}
        from {{ raw.sql }}
        {{ sms_analytics.computed_once() }}
    ) as given_keys
{%- endmacro %}

{#- NULL in a key that may be NULL is one value of it; as an empty text, it joins. Staging shows NULL again. -#}
{% macro key_cell(column, expression) -%}
    {{ 'coalesce(' ~ expression ~ ", '')" if column.get('nullable') else expression }}
{%- endmacro %}

{% macro quoted_list(values) -%}
    '{{ values | join("', '") }}'
{%- endmacro %}

{#-
    Breaks ties between versions of a key with the same loaded_at. Computed from the stored values, so text sources, typed sources and
    stored rows give the same hash.
-#}
{% macro row_hash(columns) -%}
    {%- set cells = [] -%}
    {%- for column in columns -%}
        {%- set value = 'versions.' ~ column.name if column.type == 'string' else 'cast(versions.' ~ column.name ~ ' as ' ~ dbt.type_string() ~ ')' -%}
        {%- set given = 'versions.unknown_' ~ column.name ~ ', ' if column['values'] and sms_analytics.enum_fallback(column) else '' -%}
        {%- do cells.append('coalesce(' ~ given ~ value ~ ", '')") -%}
    {%- endfor -%}
    md5({{ cells | join(" || '|' || ") if cells else "''" }})
{%- endmacro %}

{#-
    The first fault is the reason. Key and loaded_at come first because a deletion without them cannot be applied; a deletion comes
    next because many sources send it without other columns.
-#}
{% macro rejection_case(columns, part) -%}
    {%- set identity, others = [], [] -%}
    {%- for column in columns -%}
        {%- do (identity if column.flag == 'key' or column.name in ['loaded_at', 'is_deleted'] else others).append(column) -%}
    {%- endfor -%}
    case
    {%- for column in identity %}{{ sms_analytics.rejection_whens(column, part) }}{% endfor %}
        when is_deleted then {{ "'deleted'" if part == 'reason' else "null" }}
    {%- for column in others %}{{ sms_analytics.rejection_whens(column, part) }}{% endfor %}
    end
{%- endmacro %}

{% macro rejection_whens(column, part) -%}
    {%- set name = column.name -%}
    {%- set value = "substring(text_" ~ name ~ ", 1, 100)" -%}
    {%- if column.type != 'string' %}
        when text_{{ name }} is not null and {{ name }} is null
            then {{ "'" ~ name ~ " is not a " ~ sms_analytics.what_is_read(column) ~ "'" if part == 'reason' else value }}
    {%- endif %}
    {%- if column.flag in ['key', 'required'] and not column.get('nullable') %}
        when {{ name }} is null then {{ "'" ~ name ~ " is missing'" if part == 'reason' else "null" }}
    {%- endif %}
    {%- if column.get('minimum') is not none %}
        when {{ name }} < {{ column.minimum }}
            then {{ "'" ~ name ~ " is less than " ~ column.minimum ~ "'" if part == 'reason' else 'cast(' ~ name ~ ' as ' ~ dbt.type_string() ~ ')' }}
    {%- endif %}
    {%- if column['values'] and not sms_analytics.enum_fallback(column) %}
        when {{ name }} not in ({{ sms_analytics.quoted_list(column['values']) }})
            then {{ "'" ~ name ~ " is not an allowed value'" if part == 'reason' else value }}
    {%- endif %}
{%- endmacro %}

{% macro row_key(table) -%}
    {%- set parts = [] -%}
    {%- for column in sms_analytics.contract_columns(table) if column.flag == 'key' -%}
        {%- set text = 'cast(' ~ column.name ~ ' as ' ~ dbt.type_string() ~ ')' -%}
        {#- An enum may hold any value here, which is why the row is listed. -#}
        {%- set shown = sms_analytics.keyed_hash(text) if column.personal
            else sms_analytics.masked_value(text) if column['values']
            else sms_analytics.masked_name(text) if column.name in sms_analytics.columns_of_words()
            else text -%}
        {%- do parts.append('coalesce(' ~ shown ~ ", '')") -%}
    {%- endfor -%}
    {{ parts | join(" || '|' || ") or "''" }}
{%- endmacro %}

{#-
    The current version of each key: the latest loaded_at, then the greatest hash. Deletions compete, so a newer deletion removes the key;
    other rejected rows do not, so a bad newer version does not hide a good one. Keys with one version have no hash and need no sort.
-#}
{% macro current_rows(table, base) -%}
    {%- set columns = [] -%}
    {%- for column in sms_analytics.contract_columns(table) if column.name != 'is_deleted' -%}
        {#- The base model stores NULL in a key as an empty text. -#}
        {%- do columns.append('nullif(' ~ column.name ~ ", '') as " ~ column.name if column.nullable else column.name) -%}
    {%- endfor -%}
    {%- do columns.append('load_batch') -%}
    with versions as (

        select
            *,
            row_number() over (
                partition by {{ sms_analytics.contract_key(table) | join(', ') or 'row_hash' }}
                order by loaded_at desc, row_hash desc
            ) as version_number
        from {{ base }}
        where row_hash is not null and (rejection_reason is null or rejection_reason = 'deleted')

    )

    select
        {{ columns | join(',\n        ') }}
    from {{ base }}
    where row_hash is null and rejection_reason is null

    union all

    select
        {{ columns | join(',\n        ') }}
    from versions
    where version_number = 1 and not is_deleted
{%- endmacro %}

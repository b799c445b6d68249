{#-
    One row per key: the latest loaded_at, then the greatest hash. Deletions compete, so that a newer deletion removes the key; other
    rows set aside do not, so that a bad newer version does not hide a good one.
-#}
{% macro current_rows(table, base) -%}
    with versions as (

        select
            *,
            row_number() over (
                partition by {{ sms_analytics.contract_key(table) | join(', ') or 'one' }}
                order by loaded_at desc, row_hash desc
            ) as version_number
        from {{ base }}
        where set_aside_reason is null or set_aside_reason = 'deleted'

    )

    select
        {%- for column in sms_analytics.contract_columns(table) if column.name != 'is_deleted' %}
        {{ column.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from versions
    where version_number = 1 and not is_deleted
{%- endmacro %}

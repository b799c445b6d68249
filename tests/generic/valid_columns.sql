{#-
    Fails for each column with invalid values, with the number of rows. One test for all columns of a model, because dbt's overhead for one
    test per column exceeds the query time. NULL breaks not_null only.
-#}
{% test valid_columns(model, not_null=[], not_negative=[], between_zero_and_one=[], accepted_values={}) %}
{%- set checks = [] -%}
{%- for column in not_null -%}
    {%- do checks.append({'column': column, 'rule': 'not null', 'broken': column ~ ' is null'}) -%}
{%- endfor -%}
{%- for column in not_negative -%}
    {%- do checks.append({'column': column, 'rule': 'not negative', 'broken': column ~ ' < 0'}) -%}
{%- endfor -%}
{%- for column in between_zero_and_one -%}
    {%- do checks.append({'column': column, 'rule': 'between 0 and 1', 'broken': column ~ ' < 0 or ' ~ column ~ ' > 1'}) -%}
{%- endfor -%}
{%- for column, values in accepted_values.items() -%}
    {%- do checks.append({'column': column, 'rule': 'accepted values', 'broken': column ~ " not in ('" ~ values | join("', '") ~ "')"}) -%}
{%- endfor -%}

with counted as (

    select
        {%- for check in checks %}
        count(case when {{ check.broken }} then 1 end) as check_{{ loop.index }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ model }}

),

-- One row per check. With a union, Spark would read the model once per branch.
checks as (

    select
        checks.column_name,
        checks.rule,
        case checks.check_number
            {%- for check in checks %}
            when {{ loop.index }} then counted.check_{{ loop.index }}
            {%- endfor %}
        end as failing_rows
    from counted
    cross join (
        {%- for check in checks %}
        select {{ loop.index }} as check_number, '{{ check.column }}' as column_name, '{{ check.rule }}' as rule
        {{- ' union all' if not loop.last }}
        {%- endfor %}
    ) as checks

)

select
    column_name,
    rule,
    failing_rows
from checks
where failing_rows > 0

{% endtest %}

{#-
    A relation's rows with p_value_adjusted: p_value by Holm's step-down method, over the rows that agree in `keys`. Of m p-values the i-th
    smallest counts m - i + 1 times, at least as much as those before it, and at most 1. A NULL is no p-value.
-#}
{% macro holm_adjusted(relation, keys) -%}
    {%- set key = keys | join(', ') -%}
    select
        stepped.*,
        case
            when p_value is not null then least(
                1e0,
                max(p_value_times_rest) over (
                    partition by {{ key }}
                    order by case when p_value is null then 1 else 0 end, p_value
                )
            )
        end as p_value_adjusted
    from (
        select
            compared.*,
            p_value * (
                1 + count(p_value) over (partition by {{ key }})
                - row_number() over (partition by {{ key }} order by case when p_value is null then 1 else 0 end, p_value)
            ) as p_value_times_rest
        from {{ relation }} as compared
    ) as stepped
{%- endmacro %}

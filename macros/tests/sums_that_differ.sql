{#-
    A test that figures of a finer mart add up to those of a coarser one: returns those that do not. Messages, leads, money and credits are
    counted once at every grain, so those of a finer grain add up; contacts, medians and rates do not. A figure that is NULL in every row is
    NULL in the total too.
      comparisons  tuples of the finer mart, the coarser mart, their key, a condition on rows of the finer one, and the figures
-#}
{% macro sums_that_differ(comparisons) -%}
with
{%- for fine, coarse, key, condition, figures in comparisons %}

{{ fine }}_summed as (

    select
        {% for figure in figures -%}
        sum({{ figure }}) as {{ figure }},
        {% endfor -%}
        {{ key }}
    from {{ ref(fine) }}
    where {{ condition }}
    group by {{ key }}

),
{%- endfor %}

differences as (

    {% for fine, coarse, key, condition, figures in comparisons -%}
    {% set is_last_comparison = loop.last -%}
    {% for figure in figures -%}
    select
        '{{ fine }}' as finer_mart,
        '{{ figure }}' as figure,
        coarse.{{ key }} as cell,
        coalesce(coarse.{{ figure }}, 0) as total,
        coalesce(fine.{{ figure }}, 0) as sum_of_parts
    from {{ ref(coarse) }} as coarse
    left join {{ fine }}_summed as fine
        on coarse.{{ key }} = fine.{{ key }}
    {%- if not (loop.last and is_last_comparison) %}

    union all

    {% endif %}
    {%- endfor %}
    {%- endfor %}

)

-- Credits and costs are fractions.
select * from differences
where abs(total - sum_of_parts) > 0.000000001 * abs(total)
{%- endmacro %}

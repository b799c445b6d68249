{#-
    For each combination of `keys` with shares, the p-value of Pearson's chi-square test that the arms' contacts are divided as planned; 0 if
    contacts are in an arm that was to get none; NULL if n of an arm is not known. `arms` is a CTE with one row per arm: the keys, n
    (contacts; 0 for an arm without any) and share (NULL if none is planned; shares need not add up to 1).
-#}
{% macro sample_ratio_p_values(arms, keys) -%}
    {%- set key = keys | join(', ') -%}
    select
        {{ key }},
        case
            when unknown_arms > 0 then null
            when unplanned_contacts > 0 then 0e0
            when degrees > 0 then {{ sms_analytics.chi_square_p_value('statistic', 'degrees') }}
        end as sample_ratio_p_value
    from (
        select
            {{ key }},
            count(expected) - 1 as degrees,
            sum(power(n - expected, 2) / nullif(expected, 0)) as statistic,
            sum(case when n is null then 1 else 0 end) as unknown_arms,
            sum(case when expected is null then n else 0 end) as unplanned_contacts
        from (
            select
                {{ key }},
                n,
                case
                    when share > 0
                        then {{ sms_analytics.rate('share', 'sum(share) over (partition by ' ~ key ~ ')') }}
                            * sum(n) over (partition by {{ key }})
                end as expected,
                sum(share) over (partition by {{ key }}) as shares
            from {{ arms }}
        ) as expected_arms
        where shares > 0
        group by {{ key }}
    ) as tested
{%- endmacro %}

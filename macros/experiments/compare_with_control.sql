{#- The columns that kpi_holdouts has, and kpi_variants for each of its figures. -#}
{% macro compared_columns() -%}
    {{- return([
        'n', 'with_outcome', 'rate', 'difference', 'difference_low', 'difference_high', 'relative_lift', 'z', 'p_value', 'p_value_adjusted',
        'minimum_detectable_difference', 'sample_ratio_p_value', 'verdict',
    ]) -}}
{%- endmacro %}

{#-
    The rows of a relation, each beside the control of its experiment and figure, with what KPIS compare. `arms` is a CTE with one row per
    arm, experiment and figure (the last two are `keys`) and n, with_outcome, rate, variance (sample variance if the rate is a mean, NULL if
    it is a proportion), is_mean, is_control and fewer_is_better. The control's own row, and rows without a control, have NULL throughout.
-#}
{% macro compare_with_control(arms, keys) -%}
    {%- set key = keys | join(', ') -%}
    {%- set counts = ['with_outcome', 'n', 'control_with_outcome', 'control_n'] -%}
    with limits as (

        select
            *,
            {{ sms_analytics.wilson_limit('with_outcome', 'n', '-') }} as wilson_low,
            {{ sms_analytics.wilson_limit('with_outcome', 'n', '+') }} as wilson_high
        from {{ arms }}

    ),

    beside_control as (

        select
            *,
            {%- for column in ['n', 'with_outcome', 'rate', 'variance', 'wilson_low', 'wilson_high'] %}
            max(case when is_control then {{ column }} end) over (partition by {{ key }}) as control_{{ column }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from limits

    ),

    differences as (

        select
            *,
            case when not is_control then rate - control_rate end as difference,
            case
                when is_mean then {{ sms_analytics.welch_standard_error('variance', 'n', 'control_variance', 'control_n') }}
                else {{ sms_analytics.pooled_standard_error(*counts) }}
            end as standard_error
        from beside_control

    ),

    compared as (

        select
            *,
            case
                when is_mean then 1.959963984540054e0 * standard_error
                else {{ sms_analytics.newcombe_distance('rate', 'wilson_low', 'control_rate', 'control_wilson_high') }}
            end as distance_below,
            case
                when is_mean then 1.959963984540054e0 * standard_error
                else {{ sms_analytics.newcombe_distance('rate', 'wilson_high', 'control_rate', 'control_wilson_low') }}
            end as distance_above,
            difference / nullif(standard_error, 0) as z,
            case
                when difference is not null then {{ sms_analytics.minimum_detectable_difference(
                    'case when is_mean then control_variance else control_rate * (1e0 - control_rate) end', 'n', 'control_n'
                ) }}
            end as minimum_detectable_difference
        from differences

    ),

    tested as (

        select
            *,
            {{ sms_analytics.two_sided_p_value('z') }} as p_value
        from compared

    ),

    adjusted as (

        {{ sms_analytics.holm_adjusted('tested', keys) | indent(8) }}

    )

    select
        adjusted.*,
        difference - distance_below as difference_low,
        difference + distance_above as difference_high,
        difference / nullif(control_rate, 0) as relative_lift,
        case
            when is_control or with_outcome is null or control_with_outcome is null then null
            when least(n, control_n) < {{ var('experiment_min_contacts') }} or {{ sms_analytics.has_small_expected_count(*counts) }}
                then 'too_few'
            when p_value_adjusted < 5e-2 then case when (difference > 0) = fewer_is_better then 'worse' else 'better' end
            else 'no_difference_seen'
        end as verdict
    from adjusted
{%- endmacro %}

{#- Limit of Wilson's score interval, 95 %, of a proportion, without continuity correction. `sign` is + for the upper limit, - for the lower. -#}
{% macro wilson_limit(with_outcome, n, sign) -%}
    {%- set z = '1.959963984540054e0' -%}
    (
        ({{ with_outcome }} + {{ z }} * {{ z }} / 2e0 {{ sign }} {{ z }} * sqrt(
            cast({{ with_outcome }} as {{ sms_analytics.type_double() }}) * ({{ n }} - {{ with_outcome }}) / nullif({{ n }}, 0)
            + {{ z }} * {{ z }} / 4e0
        )) / ({{ n }} + {{ z }} * {{ z }})
    )
{%- endmacro %}

{#-
    How far a limit of Newcombe's hybrid score interval (his method 10) lies from the difference of two proportions: the lower limit needs
    the variant's lower and the control's upper Wilson limit, the upper limit the other two.
-#}
{% macro newcombe_distance(rate, limit, control_rate, control_limit) -%}
    sqrt(power({{ rate }} - {{ limit }}, 2) + power({{ control_rate }} - {{ control_limit }}, 2))
{%- endmacro %}

{#- Standard error of the difference of two proportions if they are the same: of the pooled proportion. -#}
{% macro pooled_standard_error(with_outcome, n, control_with_outcome, control_n) -%}
    {%- set pooled -%}
    (cast({{ with_outcome }} + {{ control_with_outcome }} as {{ sms_analytics.type_double() }}) / nullif({{ n }} + {{ control_n }}, 0))
    {%- endset -%}
    sqrt({{ pooled }} * (1e0 - {{ pooled }}) * (1e0 / nullif({{ n }}, 0) + 1e0 / nullif({{ control_n }}, 0)))
{%- endmacro %}

{#- Welch's standard error of the difference of two means, from the sample variances. -#}
{% macro welch_standard_error(variance, n, control_variance, control_n) -%}
    sqrt({{ variance }} / nullif({{ n }}, 0) + {{ control_variance }} / nullif({{ control_n }}, 0))
{%- endmacro %}

{#-
    The difference that an experiment of this size finds with a probability of 80 % at a level of 5 %, two-sided: 1.959964 and 0.841621 are
    these quantiles of the normal distribution. `control_variance` is that of one contact: p (1 - p) of a proportion.
-#}
{% macro minimum_detectable_difference(control_variance, n, control_n) -%}
    (1.959964e0 + 8.41621e-1) * sqrt({{ control_variance }} * (1e0 / nullif({{ n }}, 0) + 1e0 / nullif({{ control_n }}, 0)))
{%- endmacro %}

{#- Whether one of the four cells of the table (with and without the outcome, in both arms) is expected to hold fewer than 5. Whole numbers. -#}
{% macro has_small_expected_count(with_outcome, n, control_with_outcome, control_n) -%}
    least({{ n }}, {{ control_n }}) * least(
        {{ with_outcome }} + {{ control_with_outcome }}, {{ n }} + {{ control_n }} - {{ with_outcome }} - {{ control_with_outcome }}
    ) < 5 * ({{ n }} + {{ control_n }})
{%- endmacro %}

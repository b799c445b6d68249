{#-
    P(X >= statistic) of a chi-square X with `degrees` degrees of freedom, a whole number of 1 or more that may differ per row. Up to 31 it
    is the closed form with h = statistic / 2: for even degrees exp(-h) times the sum of h^i / i! for i < degrees / 2; for odd ones the
    two-sided tail of the root of the statistic, plus exp(-h) times the sum of h^(i - 1/2) / gamma(i + 1/2) for 0 < i < degrees / 2. The
    error is below 1e-13. Beyond, it is Wilson and Hilferty's cube root, off by less than 0.0004. Give columns: both are written out often.
-#}
{% macro chi_square_p_value(statistic, degrees) -%}
    {%- set exact_degrees = 31 -%}
    {%- set given = 'cast(' ~ statistic ~ ' as ' ~ sms_analytics.type_double() ~ ')' -%}
    {#- Within limits, because what underflows is an error on Postgres. -#}
    {%- set half = 'greatest(least(' ~ given ~ ' / 2e0, 700e0), 1e-20)' -%}
    {%- set even_terms, odd_terms = ['1e0'], [] -%}
    {%- set factorial, gamma = [1.0], [1.7724538509055159] -%}
    {%- for i in range(1, exact_degrees // 2 + 1) -%}
        {%- do factorial.append(factorial[-1] * i) -%}
        {%- do gamma.append(gamma[-1] * (i - 0.5)) -%}
        {%- set term = 'case when ' ~ degrees ~ ' > ' ~ 2 * i ~ ' then power(' ~ half ~ ', ' -%}
        {%- do even_terms.append(term ~ i ~ ') / ' ~ factorial[-1] ~ ' else 0e0 end') -%}
        {%- do odd_terms.append(
            'sqrt(' ~ given ~ ' / 2e0) / ' ~ gamma[-1] if i == 1 else term ~ (i - 0.5) ~ ') / ' ~ gamma[-1] ~ ' else 0e0 end'
        ) -%}
    {%- endfor -%}
    {%- set root = 'sqrt(' ~ given ~ ')' -%}
    {%- set two_over_nine = '(2e0 / 9e0 / ' ~ degrees ~ ')' -%}
    {%- set cube_root = '((power(' ~ given ~ ' / ' ~ degrees ~ ', 1e0 / 3e0) - 1e0 + ' ~ two_over_nine ~ ') / sqrt(' ~ two_over_nine ~ '))' -%}
    case
        when {{ statistic }} is null then null
        when {{ degrees }} > {{ exact_degrees }} then {{ sms_analytics.normal_upper_tail(cube_root) }}
        when {{ degrees }} = 1 then {{ sms_analytics.two_sided_p_value(root) }}
        when {{ degrees }} % 2 = 0 then least(1e0, exp(-{{ half }}) * ({{ even_terms | join(' + ') }}))
        else least(1e0, {{ sms_analytics.two_sided_p_value(root) }} + exp(-{{ half }}) * ({{ odd_terms | join(' + ') }}))
    end
{%- endmacro %}

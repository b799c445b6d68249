{#-
    P(Z > z) of a standard normal Z: the rational approximation of Hart (1968) in the form of West (2005), and his continued fraction beyond
    |z| = 7.07. The error is below 1e-15; below a relative 2e-8 in the tail. |z| is cut at 37 (6e-300), because Postgres raises an error
    if exp() underflows. `z` is written out often, so give a column.
-#}
{% macro normal_upper_tail(z) -%}
    {%- set x = 'least(abs(' ~ z ~ '), 37e0)' -%}
    {%- set numerator, denominator = [], [] -%}
    {%- for coefficient in [
        '3.52624965998911e-2', '7.00383064443688e-1', '6.37396220353165e0', '3.3912866078383e1', '1.12079291497871e2',
        '2.21213596169931e2', '2.20206867912376e2',
    ] -%}
        {%- do numerator.append(coefficient if loop.first else '(' ~ numerator[-1] ~ ' * ' ~ x ~ ' + ' ~ coefficient ~ ')') -%}
    {%- endfor -%}
    {%- for coefficient in [
        '8.83883476483184e-2', '1.75566716318264e0', '1.6064177579207e1', '8.67807322029461e1', '2.96564248779674e2',
        '6.37333633378831e2', '7.93826512519948e2', '4.40413735824752e2',
    ] -%}
        {%- do denominator.append(coefficient if loop.first else '(' ~ denominator[-1] ~ ' * ' ~ x ~ ' + ' ~ coefficient ~ ')') -%}
    {%- endfor -%}
    {%- set fraction = '(' ~ x ~ ' + 1e0 / (' ~ x ~ ' + 2e0 / (' ~ x ~ ' + 3e0 / (' ~ x ~ ' + 4e0 / (' ~ x ~ ' + 6.5e-1)))))' -%}
    (
        case when {{ z }} < 0 then 1e0 else 0e0 end
        + case when {{ z }} < 0 then -1e0 when {{ z }} >= 0 then 1e0 end * exp(-{{ x }} * {{ x }} / 2e0) * case
            when {{ x }} < 7.07106781186547e0 then {{ numerator[-1] }} / {{ denominator[-1] }}
            else 1e0 / {{ fraction }} / 2.506628274631e0
        end
    )
{%- endmacro %}

{#- P(|Z| >= |z|) of a standard normal Z. -#}
{% macro two_sided_p_value(z) -%}
    2e0 * {{ sms_analytics.normal_upper_tail('abs(' ~ z ~ ')') }}
{%- endmacro %}

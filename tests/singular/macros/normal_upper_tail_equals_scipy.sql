-- The tail of the normal distribution and the two-sided p-value, as scipy.stats.norm has them: within 1e-14, and a
-- relative 1e-7 of the tail. NULL stays NULL, and what would underflow is as good as 0. Returns the wrong rows.
with cases (z, upper_tail, p_value) as (

    values
    (0, 0.5, 1),
    (1.000000000000000e-09, 0.4999999996010577, 0.9999999992021155),
    (0.1, 0.460172162722971, 0.920344325445942),
    (0.5, 0.3085375387259869, 0.6170750774519738),
    (1, 0.1586552539314571, 0.3173105078629141),
    (1.959963984540054, 0.025, 0.05),
    (2.5758293035489, 0.00500000000000001, 0.01000000000000002),
    (4, 3.167124183311986e-05, 6.334248366623973e-05),
    (6, 9.865876450376946e-10, 1.973175290075389e-09),
    (7.0710678, 7.687299629545428e-13, 1.537459925909086e-12),
    (7.0710679, 7.687294089058918e-13, 1.537458817811784e-12),
    (8, 6.220960574271740e-16, 1.244192114854348e-15),
    (10, 7.619853024160470e-24, 1.523970604832094e-23),
    (20, 2.753624118606156e-89, 5.507248237212311e-89),
    (37, 5.725571222523927e-300, 1.145114244504785e-299),
    (-0.1, 0.539827837277029, 0.920344325445942),
    (-1, 0.8413447460685429, 0.3173105078629141),
    (-1.959963984540054, 0.975, 0.05),
    (-7.0710679, 0.9999999999992313, 1.537458817811784e-12),
    (-10, 1, 1.523970604832094e-23)

),

computed as (

    select
        cast(z as {{ sms_analytics.type_double() }}) as z,
        cast(upper_tail as {{ sms_analytics.type_double() }}) as upper_tail,
        cast(p_value as {{ sms_analytics.type_double() }}) as p_value
    from cases

    union all

    select
        cast(null as {{ sms_analytics.type_double() }}) as z,
        null as upper_tail,
        null as p_value

    union all

    select
        cast(1e10 as {{ sms_analytics.type_double() }}) as z,
        0 as upper_tail,
        0 as p_value

),

compared as (

    select
        *,
        {{ sms_analytics.normal_upper_tail('z') }} as actual_tail,
        {{ sms_analytics.two_sided_p_value('z') }} as actual_p_value
    from computed

)

select *
from compared
where
    (actual_tail is null) <> (z is null)
    or (actual_p_value is null) <> (z is null)
    or abs(actual_tail - upper_tail) > least(1e-14, 1e-299 + upper_tail * 1e-7)
    or abs(actual_p_value - p_value) > least(2e-14, 1e-298 + p_value * 1e-7)

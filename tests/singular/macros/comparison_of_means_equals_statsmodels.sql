-- Welch's standard error with the normal distribution, as statsmodels has it (CompareMeans.ztest_ind and zconfint_diff
-- with usevar unequal). Without a spread there is no z, and of one contact no interval either. Returns the wrong rows.
with cases (
    experiment, n, mean, variance, control_n, control_mean, control_variance,
    difference_low, difference_high, z, p_value
) as (

    values
    ('spread', 7, 8.535714286, 216.4672619, 5, 4.598, 75.72302, -9.365301919, 17.24073049, 0.5801525055, 0.5618117788),
    ('mirror', 5, 4.598, 75.72302, 7, 8.535714286, 216.4672619, -17.24073049, 9.365301919, -0.5801525055, 0.5618117788),
    ('constant', 7, 8.535714286, 216.4672619, 3, 5, 0, -7.363499792, 14.43492836, 0.635813978, 0.5248976757),
    ('no_spread', 3, 5, 0, 2, 4, 0, 1, 1, null, null),
    ('one_contact', 1, 5, null, 2, 4, 0.5, null, null, null, null)

),

arms as (

    select
        experiment,
        false as is_control,
        n,
        mean as rate,
        variance
    from cases

    union all

    select
        experiment,
        true as is_control,
        control_n as n,
        control_mean as rate,
        control_variance as variance
    from cases

),

rated as (

    select
        experiment,
        is_control,
        n,
        1 as with_outcome,
        cast(rate as {{ sms_analytics.type_double() }}) as rate,
        cast(variance as {{ sms_analytics.type_double() }}) as variance,
        true as is_mean,
        false as fewer_is_better
    from arms

),

compared as (

    {{ sms_analytics.compare_with_control('rated', ['experiment']) | indent(4) }}

)

select
    cases.*,
    compared.difference_low as actual_low,
    compared.difference_high as actual_high,
    compared.z as actual_z,
    compared.p_value as actual_p_value
from cases
inner join compared
    on cases.experiment = compared.experiment and not compared.is_control
where
    (compared.z is null) <> (cases.z is null)
    or (compared.p_value is null) <> (cases.p_value is null)
    or (compared.difference_low is null) <> (cases.difference_low is null)
    or abs(compared.difference_low - cases.difference_low) > 1e-7
    or abs(compared.difference_high - cases.difference_high) > 1e-7
    or abs(compared.z - cases.z) > 1e-7
    or abs(compared.p_value - cases.p_value) > 1e-8

-- Newcombe's interval, z, p and the detectable difference, as statsmodels has them (confint_proportions_2indep with
-- method newcomb, proportions_ztest), with nobody and everybody too. The first ones are Newcombe's (1998) own examples.
-- Returns the wrong rows.
with cases (
    experiment, with_outcome, n, control_with_outcome, control_n,
    difference_low, difference_high, z, p_value, detectable_difference
) as (

    values
    ('a', 56, 70, 48, 80, 0.052431472402, 0.33387265404, 2.6501719513, 0.0080450813682, 0.22462652593),
    ('b', 9, 10, 3, 10, 0.17052272393, 0.80901797354, 2.7386127875, 0.0061698993205, 0.57415407123),
    ('c', 6, 7, 2, 7, 0.058227927482, 0.80624963752, 2.1602468995, 0.030753561259, 0.67650613792),
    ('d', 5, 56, 0, 29, -0.038137147904, 0.19256001386, 1.6586488692, 0.097186568171, 0),
    ('e', 0, 10, 0, 20, -0.16112515805, 0.27753279986, null, null, 0),
    ('f', 0, 10, 0, 10, -0.27753279986, 0.27753279986, null, null, 0),
    ('g', 10, 10, 0, 20, 0.67908603714, 1, 5.4772255751, 4.3204630578e-08, 0),
    ('h', 10, 10, 0, 10, 0.60750935043, 1, 4.472135955, 7.7442164310e-06, 0),
    ('i', 10, 10, 20, 20, -0.27753279986, 0.16112515805, null, null, 0),
    ('j', 132105, 185179, 7051, 9939, -0.0051180715732, 0.01320040179, 0.85109370396, 0.39471730258, 0.013096839942),
    ('k', 1, 1, 0, 1, -0.12210872068, 1, 1.4142135624, 0.15729920705, 0),
    ('l', 300, 1000, 250, 900, -0.018655718422, 0.062811007863, 1.0664421762, 0.28622380466, 0.057655869022),
    ('m', 1, 1000000, 3, 1000000, -7.8791067746e-06, 3.0676156229e-06, -1.000001, 0.31731002392, 6.8624434273e-06)

),

arms as (

    select
        experiment,
        false as is_control,
        with_outcome,
        n
    from cases

    union all

    select
        experiment,
        true as is_control,
        control_with_outcome as with_outcome,
        control_n as n
    from cases

),

rated as (

    select
        *,
        {{ sms_analytics.rate('with_outcome', 'n') }} as rate,
        cast(null as {{ sms_analytics.type_double() }}) as variance,
        false as is_mean,
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
    compared.p_value as actual_p_value,
    compared.minimum_detectable_difference as actual_detectable_difference
from cases
inner join compared
    on cases.experiment = compared.experiment and not compared.is_control
where
    compared.difference is null
    or (compared.z is null) <> (cases.z is null)
    or (compared.p_value is null) <> (cases.p_value is null)
    or abs(compared.difference_low - cases.difference_low) > 1e-9
    or abs(compared.difference_high - cases.difference_high) > 1e-9
    or abs(compared.z - cases.z) > 1e-9
    or abs(compared.p_value - cases.p_value) > 1e-10
    or abs(compared.minimum_detectable_difference - cases.detectable_difference) > 1e-9

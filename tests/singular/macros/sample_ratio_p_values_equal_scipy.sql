-- Whether contacts are divided as planned, as scipy.stats.chisquare has it; shares need not add up to 1. Contacts where
-- none were planned make it 0, and an arm that was to get none and got none does not count. Nothing is known where an
-- arm's contacts are not. Without a plan there is no row. Returns the wrong rows.
with cases (experiment, arm, n, share) as (

    values
    ('planned', 'holdout', 18, 0.1),
    ('planned', 'treated', 182, 0.9),
    ('unlike', 'A', 50, 6),
    ('unlike', 'B', 40, 3),
    ('unlike', 'C', 10, 1),
    ('nobody_in_one', 'A', 5, 1),
    ('nobody_in_one', 'B', 0, 1),
    ('stray', 'A', 50, 1),
    ('stray', 'B', 1, null),
    ('planned_as_none', 'A', 50, 1),
    ('planned_as_none', 'B', 1, 0),
    ('none_as_planned', 'A', 50, 1),
    ('none_as_planned', 'B', 50, 1),
    ('none_as_planned', 'C', 0, 0),
    ('one_arm', 'A', 50, 1),
    ('unknown_arm', 'A', 50, 1),
    ('unknown_arm', 'B', 50, 1),
    ('unknown_arm', 'C', null, 1),
    ('no_plan', 'A', 50, null)

),

expectations (experiment, expected) as (

    values
    ('planned', 0.6373518882339371),
    ('unlike', 0.0820849986238988),
    ('nobody_in_one', 0.02534731867746833),
    ('stray', 0),
    ('planned_as_none', 0),
    ('none_as_planned', 1),
    ('one_arm', null),
    ('unknown_arm', null)

),

tested as (

    {{ sms_analytics.sample_ratio_p_values('cases', ['experiment']) | indent(4) }}

)

select
    expectations.experiment,
    expectations.expected,
    tested.experiment as tested_experiment,
    tested.sample_ratio_p_value
from expectations
full outer join tested
    on expectations.experiment = tested.experiment
where
    expectations.experiment is null
    or tested.experiment is null
    or (tested.sample_ratio_p_value is null) <> (expectations.expected is null)
    or abs(tested.sample_ratio_p_value - expectations.expected) > 1e-12

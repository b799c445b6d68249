-- Holm's method as statsmodels has it (multipletests with method holm), in each family alone; a NULL is no test.
-- Returns the wrong rows.
with cases (family, p_value, expected) as (

    values
    ('three', 0.01, 0.03),
    ('three', 0.04, 0.06),
    ('three', 0.03, 0.06),
    ('ties', 0.02, 0.08),
    ('ties', 0.02, 0.08),
    ('ties', 0.5, 0.5),
    ('ties', 0.02, 0.08),
    ('capped', 0.6, 1),
    ('capped', 0.9, 1),
    ('one', 0.04, 0.04),
    ('tiny', 1.000000000000000e-12, 5.000000000000000e-12),
    ('tiny', 0.2, 0.2),
    ('tiny', 1.000000000000000e-09, 4.000000000000000e-09),
    ('tiny', 0.05, 0.1497),
    ('tiny', 0.0499, 0.1497),
    ('with_null', 0.03, 0.06),
    ('with_null', null, null),
    ('with_null', 0.04, 0.06),
    ('nulls', null, null)

),

adjusted as (

    {{ sms_analytics.holm_adjusted('cases', ['family']) | indent(4) }}

)

select *
from adjusted
where (p_value_adjusted is null) <> (expected is null) or abs(p_value_adjusted - expected) > 1e-12

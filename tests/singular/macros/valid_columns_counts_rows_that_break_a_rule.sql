-- One line per column and broken rule, with the number of rows that break it; NULL breaks not_null only. Returns the
-- wrong lines.
with cases (id, amount, share, colour) as (

    values
    ('a', 0, 0.0, 'red'),
    ('b', -1, 1.0, 'blue'),
    ('c', 5, 1.000001, 'green'),
    ('d', -2, -0.000001, 'Red'),
    (null, null, null, null)

),

expected (column_name, rule, failing_rows) as (

    values
    ('id', 'not null', 1),
    ('amount', 'not negative', 2),
    ('share', 'between 0 and 1', 2),
    ('colour', 'accepted values', 2)

),

found as (

    {{ sms_analytics.test_valid_columns(
        'cases', not_null=['id'], not_negative=['amount'], between_zero_and_one=['share'],
        accepted_values={'colour': ['red', 'blue'], 'id': ['a', 'b', 'c', 'd']}
    ) }}

)

select
    expected.column_name as expected_column,
    expected.rule as expected_rule,
    found.column_name,
    found.rule,
    found.failing_rows
from expected
full outer join found
    on
        expected.column_name = found.column_name
        and expected.rule = found.rule
        and expected.failing_rows = found.failing_rows
where expected.column_name is null or found.column_name is null

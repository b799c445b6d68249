-- Sums over the half-open window after each start, by key: from the start on, and before the end, to the microsecond.
-- An event that lasts counts if all of it lies in the window. Each start has its row. Returns the wrong rows.
with cases (start_name, contact_id, start_time) as (

    values
    ('morning', 'k1', '2026-03-01 09:00:00'),
    ('a_moment_later', 'k1', '2026-03-01 09:00:00.000001'),
    ('at_the_same_time', 'k1', '2026-03-01 09:00:00'),
    ('much_later', 'k1', '2026-03-01 12:00:00'),
    ('another_contact', 'k2', '2026-03-01 09:00:00'),
    ('idle', 'k3', '2026-03-01 09:00:00')

),

event_cases (contact_id, first_time, last_time, amount) as (

    values
    ('k1', '2026-03-01 08:59:59.999999', '2026-03-01 08:59:59.999999', 1),
    ('k1', '2026-03-01 09:00:00', '2026-03-01 09:00:00', 10),
    ('k1', '2026-03-01 09:59:59.999999', '2026-03-01 09:59:59.999999', 100),
    ('k1', '2026-03-01 10:00:00', '2026-03-01 10:00:00', 1000),
    -- It begins before a window, fills one, ends with one, or is as long as one.
    ('k1', '2026-03-01 08:59:59.999999', '2026-03-01 09:30:00', 10000),
    ('k1', '2026-03-01 09:00:00', '2026-03-01 09:59:59.999999', 100000),
    ('k1', '2026-03-01 09:00:00.000001', '2026-03-01 10:00:00', 1000000),
    ('k1', '2026-03-01 09:00:00', '2026-03-01 10:00:00', 10000000),
    ('k2', '2026-03-01 09:30:00', '2026-03-01 09:30:00', -5),
    ('k2', '2026-03-01 09:30:00', '2026-03-01 09:30:00', 7)

),

expectations (start_name, amount, events) as (

    values
    ('morning', 100110, 3),
    ('a_moment_later', 1001100, 3),
    ('at_the_same_time', 100110, 3),
    ('much_later', 0, 0),
    ('another_contact', 2, 2),
    ('idle', 0, 0)

),

starts as (

    select
        start_name,
        contact_id,
        cast(start_time as {{ dbt.type_timestamp() }}) as start_at
    from cases

),

events as (

    select
        contact_id,
        cast(first_time as {{ dbt.type_timestamp() }}) as first_at,
        cast(last_time as {{ dbt.type_timestamp() }}) as last_at,
        amount,
        1 as events
    from event_cases

),

sums as (

    {{ sms_analytics.sums_in_window(
        starts='starts', start_columns=['start_name'], start_at='start_at',
        events='events', first_at='first_at', last_at='last_at', values=['amount', 'events'],
        keys=['contact_id'], window_seconds=3600
    ) | indent(4) }}

)

select
    expectations.*,
    sums.start_name as actual_start_name,
    sums.amount as actual_amount,
    sums.events as actual_events
from expectations
full outer join sums
    on expectations.start_name = sums.start_name
where sums.amount is distinct from expectations.amount or sums.events is distinct from expectations.events

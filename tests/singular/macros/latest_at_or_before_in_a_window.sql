-- The latest candidate at or before, or nothing if it is not in the window (half-open, per event). Returns the events
-- with a wrong match.
with candidates (candidate_id, phone, known_at) as (

    values
    ('early', 'p1', cast('2025-03-03 10:00:00' as {{ dbt.type_timestamp() }})),
    ('tie_a', 'p1', cast('2025-03-03 12:00:00' as {{ dbt.type_timestamp() }})),
    ('tie_b', 'p1', cast('2025-03-03 12:00:00' as {{ dbt.type_timestamp() }})),
    ('after_all', 'p1', cast('2025-03-05 12:00:00' as {{ dbt.type_timestamp() }})),
    ('long_before', 'p2', cast('2025-03-01 12:00:00' as {{ dbt.type_timestamp() }}))

),

events (event_id, phone, happened_on, expected_id) as (

    values
    ('at_the_start', 'p1', '2025-03-03 10:00:00', 'early'),
    ('before_the_end', 'p1', '2025-03-03 10:59:59.999999', 'early'),
    ('at_the_end', 'p1', '2025-03-03 11:00:00', null),
    ('at_the_next', 'p1', '2025-03-03 12:00:00', 'tie_b'),
    ('a_day_later', 'p1', '2025-03-04 12:00:00', null),
    ('only_after_the_end', 'p2', '2025-03-03 12:00:00', null)

),

typed_events as (

    select
        event_id,
        phone,
        expected_id,
        cast(happened_on as {{ dbt.type_timestamp() }}) as happened_on
    from events

),

matches as (

    {{ sms_analytics.latest_at_or_before(
        events='typed_events', event_id='event_id', event_at='happened_on',
        candidates='candidates', candidate_id='candidate_id', candidate_at='known_at',
        keys=['phone'], window_seconds=3600
    ) }}

)

select
    typed_events.event_id,
    typed_events.expected_id,
    matches.candidate_id as actual_id
from typed_events
left join matches
    on typed_events.event_id = matches.event_id
where matches.candidate_id is distinct from typed_events.expected_id

-- The latest candidate with the same keys at or before, ties to the greatest id. Returns the events with a wrong match.
with candidates (candidate_id, account_id, phone, known_at) as (

    values
    ('z_first', 'acme', 'p1', cast('2025-03-03 10:00:00' as {{ dbt.type_timestamp() }})),
    ('a_second', 'acme', 'p1', cast('2025-03-03 11:00:00' as {{ dbt.type_timestamp() }})),
    ('tie_a', 'acme', 'p1', cast('2025-03-03 12:00:00' as {{ dbt.type_timestamp() }})),
    ('tie_b', 'acme', 'p1', cast('2025-03-03 12:00:00' as {{ dbt.type_timestamp() }})),
    -- Ids compare by bytes, not by collation: capitals come before small letters.
    ('Tie_c', 'acme', 'p1', cast('2025-03-03 12:00:00' as {{ dbt.type_timestamp() }})),
    ('half_past', 'acme', 'p1', cast('2025-03-03 13:30:00' as {{ dbt.type_timestamp() }})),
    ('of_another_account', 'beta', 'p1', cast('2025-03-03 13:00:00' as {{ dbt.type_timestamp() }})),
    ('of_no_phone', 'acme', null, cast('2025-03-03 13:00:00' as {{ dbt.type_timestamp() }}))

),

events (event_id, account_id, phone, happened_on, expected_id, expected_at) as (

    values
    ('before_all', 'acme', 'p1', '2025-03-03 09:59:59.999999', null, null),
    ('at_first', 'acme', 'p1', '2025-03-03 10:00:00', 'z_first', '2025-03-03 10:00:00'),
    ('before_second', 'acme', 'p1', '2025-03-03 10:59:59.999999', 'z_first', '2025-03-03 10:00:00'),
    ('at_second', 'acme', 'p1', '2025-03-03 11:00:00', 'a_second', '2025-03-03 11:00:00'),
    ('again_at_second', 'acme', 'p1', '2025-03-03 11:00:00', 'a_second', '2025-03-03 11:00:00'),
    ('at_tie', 'acme', 'p1', '2025-03-03 12:00:00', 'tie_b', '2025-03-03 12:00:00'),
    -- In the same hour as a later candidate, and in an hour without one.
    ('before_half_past', 'acme', 'p1', '2025-03-03 13:15:00', 'tie_b', '2025-03-03 12:00:00'),
    ('after_half_past', 'acme', 'p1', '2025-03-03 13:45:00', 'half_past', '2025-03-03 13:30:00'),
    ('years_later', 'acme', 'p1', '2029-03-03 12:00:00', 'half_past', '2025-03-03 13:30:00'),
    ('other_account', 'beta', 'p1', '2025-03-03 12:00:00', null, null),
    ('other_phone', 'acme', 'p2', '2025-03-03 12:00:00', null, null),
    ('no_phone', 'acme', null, '2025-03-03 14:00:00', null, null)

),

typed_events as (

    select
        event_id,
        account_id,
        phone,
        expected_id,
        cast(happened_on as {{ dbt.type_timestamp() }}) as happened_on,
        cast(expected_at as {{ dbt.type_timestamp() }}) as expected_at
    from events

),

matches as (

    {{ sms_analytics.latest_at_or_before(
        events='typed_events', event_id='event_id', event_at='happened_on',
        candidates='candidates', candidate_id='candidate_id', candidate_at='known_at',
        keys=['account_id', 'phone']
    ) }}

),

-- One candidate per event: more would multiply the rows joined to it.
counted_matches as (

    select
        *,
        count(*) over (partition by event_id) as matches_of_event
    from matches

)

select
    typed_events.event_id,
    typed_events.expected_id,
    matches.candidate_id as actual_id,
    matches.candidate_at as actual_at,
    matches.matches_of_event
from typed_events
left join counted_matches as matches
    on typed_events.event_id = matches.event_id
where
    matches.candidate_id is distinct from typed_events.expected_id
    or matches.candidate_at is distinct from typed_events.expected_at
    or matches.matches_of_event > 1

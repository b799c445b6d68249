{#- Runs only if the project's own tests enable it: with one core, or if Spark may coalesce tasks, the macro cannot pass. -#}
{{ config(enabled=target.type == 'spark' and env_var('SMS_ANALYTICS_TEST_TASKS', 'false') == 'true') }}

-- A phone number that many people share can have millions of events. Returns a task that got most of them.
with events as (

    select
        cast(id as string) as event_id,
        'shared' as phone,
        timestamp_seconds(id * 20) as happened_on
    from range(100000)

),

candidates as (

    select
        cast(id as string) as candidate_id,
        'shared' as phone,
        timestamp_seconds(id * 20 - 10) as known_at
    from range(100000)

),

matches as (

    {{ sms_analytics.latest_at_or_before(
        events='events', event_id='event_id', event_at='happened_on',
        candidates='candidates', candidate_id='candidate_id', candidate_at='known_at',
        keys=['phone']
    ) }}

),

tasks as (

    select
        spark_partition_id() as task,
        count(*) as matches
    from matches
    group by 1

)

select
    task,
    matches
from tasks
where matches > 90000

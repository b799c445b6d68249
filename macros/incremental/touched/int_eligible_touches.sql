{#-
    Conversions whose touches may have changed: those that changed; those with a touch that changed or was removed, or whose campaign has
    another window; and those of the same contact in the longest window after such a touch.
-#}
{% macro int_eligible_touches_touched_keys() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    with touches as (

        select
            *,
            load_batch > {{ taken }}
            or campaign_id in (
                select windows.campaign_id
                from {{ ref('int_attribution_windows') }} as windows
                where windows.load_batch > {{ taken }}
            )
            or (
                touch_kind = 'other_channel'
                and touch_id in (
                    select touchpoints.touchpoint_id
                    from {{ ref('base_touchpoints') }} as touchpoints
                    where touchpoints.load_batch > {{ taken }}
                )
            ) as is_changed
        from {{ ref('int_touches') }}

    ),

    longest_window as (

        select max(window_seconds) as window_seconds
        from {{ ref('int_attribution_windows') }}

    ),

    changed_touches as (

        select
            touch_kind || ':' || touch_id as touch_key,
            account_id,
            contact_id,
            touch_at
        from touches
        where is_changed

    ),

    touched_before as (

        {{ sms_analytics.latest_at_or_before(
            events=ref('int_conversions'), event_id='conversion_id', event_at='occurred_at',
            candidates='changed_touches', candidate_id='touch_key', candidate_at='touch_at',
            keys=['account_id', 'contact_id']
        ) | indent(8) }}

    )

    {{ sms_analytics.changed_rows('int_conversions', 'conversion_id') }}

    union

    select stored.conversion_id
    from {{ this }} as stored
    left join touches
        on stored.touch_kind = touches.touch_kind and stored.touch_id = touches.touch_id
    where touches.touch_id is null or touches.is_changed

    union

    select touched_before.conversion_id
    from touched_before
    inner join {{ ref('int_conversions') }} as conversions
        on touched_before.conversion_id = conversions.conversion_id
    cross join longest_window
    where {{ sms_analytics.in_window(
        'conversions.occurred_at', 'touched_before.candidate_at', 'longest_window.window_seconds'
    ) }}
{%- endmacro %}

{{ config(
    materialized='incremental',
    unique_key='click_id',
    partition_by=sms_analytics.partitioned_by('clicked_date'),
    on_schema_change='fail',
    pre_hook="{{ sms_analytics.delete_rows_to_recompute(
        sms_analytics.changed_rows('int_clicks', 'click_id', with_accounts=true)
    ) }}"
) }}

with clicks as (

    select *
    from {{ ref('int_clicks') }}
    where test_reason is null and {{ sms_analytics.is_touched('click_id') }}

)

select
    {{ sms_analytics.files_by_day() }}
    clicks.click_id,
    clicks.account_id,
    clicks.contact_id,
    clicks.clicked_at,
    {{ sms_analytics.local_date('clicks.clicked_at', 'accounts.time_zone') }} as clicked_date,
    clicks.link_id,
    clicks.link_destination,
    clicks.message_id,
    clicks.match_rule,
    clicks.campaign_id,
    clicks.template_id,
    clicks.step_number,
    clicks.ab_variant,
    clicks.sent_at as matched_sent_at,
    {{ sms_analytics.local_date('clicks.sent_at', 'accounts.time_zone') }} as matched_sent_date,
    clicks.click_count,
    clicks.device_type,
    clicks.is_human,
    clicks.bot_reason,
    clicks.is_counted,
    clicks.is_contact_counted,
    {{ sms_analytics.seconds_between('clicks.sent_at', 'clicks.clicked_at') }} as seconds_to_click,
    {{ sms_analytics.current_batch() }} as load_batch
from clicks
inner join {{ ref('int_accounts') }} as accounts
    on clicks.account_id = accounts.account_id

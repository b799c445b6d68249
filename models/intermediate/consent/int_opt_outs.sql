with opt_outs as (

    select
        'message' as opt_out_source,
        message_id as opt_out_id,
        account_id,
        contact_id,
        campaign_id,
        matched_message_id,
        template_id,
        step_number,
        ab_variant,
        matched_sent_at,
        received_at as opted_out_at
    from {{ ref('int_replies') }}
    where reply_kind = 'opt_out'

    union all

    select
        'consent_event' as opt_out_source,
        consent_event_id as opt_out_id,
        account_id,
        contact_id,
        campaign_id,
        matched_message_id,
        template_id,
        step_number,
        ab_variant,
        matched_sent_at,
        occurred_at as opted_out_at
    from {{ ref('int_consent_placements') }}
    where is_opt_out

)

select * from opt_outs

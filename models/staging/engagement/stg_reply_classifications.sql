with current_rows as (

    {{ sms_analytics.current_rows('reply_classifications', ref('base_reply_classifications')) }}

)

select
    message_id,
    classified_at,
    intent_category,
    intent_tier,
    classifier,
    confidence,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

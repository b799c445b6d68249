with classifications as (

    select
        message_id,
        intent_category,
        intent_tier,
        classifier,
        classified_at,
        case
            when classifier like 'human%' then 'human'
            when classifier like 'model:%' then 'model'
            else 'vendor_rule'
        end as category_source
    from {{ ref('stg_reply_classifications') }}
    -- A model that gives no confidence is sure.
    where
        classifier is null
        or classifier not like 'model:%'
        or coalesce(confidence, 1) >= {{ var('min_model_confidence') }}

),

-- A person beats a model, a model beats a vendor's rule; of one kind the latest is the last word.
ranked as (

    select
        *,
        row_number() over (
            partition by message_id
            order by
                case category_source when 'human' then 1 when 'model' then 2 else 3 end,
                classified_at desc,
                {{ sms_analytics.binary_order("coalesce(classifier, '')") }} desc
        ) as preference
    from classifications

)

select
    message_id,
    intent_category,
    intent_tier,
    category_source
from ranked
where preference = 1

with current_rows as (

    {{ sms_analytics.current_rows('templates', ref('base_templates')) }}

)

select
    template_id,
    campaign_id,
    template_name,
    template_version,
    ab_variant,
    step_number,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

with current_rows as (

    {{ sms_analytics.current_rows('form_submissions', ref('base_form_submissions')) }}

)

select
    form_submission_id,
    contact_id,
    email,
    phone_e164,
    form_id,
    source_link_id,
    submitted_at,
    page_url,
    account_id,
    loaded_at,
    source_system,
    load_batch
from current_rows

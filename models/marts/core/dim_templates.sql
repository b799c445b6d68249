with templates as (

    select * from {{ ref('stg_templates') }}

),

-- Templates that only messages name get a row too.
inferred_templates as (

    select
        messages.template_id,
        min({{ sms_analytics.binary_order('messages.account_id') }}) as account_id
    from {{ ref('int_messages') }} as messages
    left join templates
        on messages.template_id = templates.template_id
    where messages.template_id is not null and templates.template_id is null
    group by messages.template_id

)

select
    template_id,
    account_id,
    campaign_id,
    template_name,
    template_version,
    ab_variant,
    step_number,
    false as is_inferred
from templates

union all

select
    template_id,
    account_id,
    cast(null as {{ dbt.type_string() }}) as campaign_id,
    cast(null as {{ dbt.type_string() }}) as template_name,
    cast(null as {{ dbt.type_string() }}) as template_version,
    cast(null as {{ dbt.type_string() }}) as ab_variant,
    cast(null as {{ dbt.type_bigint() }}) as step_number,
    true as is_inferred
from inferred_templates

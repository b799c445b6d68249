{%- set attributes = sms_analytics.version_attributes() -%}
{%- set time_zone = "coalesce(accounts.time_zone, '" ~ var('reporting_time_zone') ~ "')" -%}

-- Profiles also change with attributes that are not in a version.
with versions as (

    select
        contact_version_id,
        contact_id,
        min(valid_from) as valid_from,
        case when count(*) = count(valid_to) then max(valid_to) end as valid_to,
        {% for attribute in attributes -%}
        min({{ attribute }}) as {{ attribute }},
        {% endfor -%}
        min(signed_up_at) as signed_up_at
    from {{ ref('int_contact_profiles') }}
    group by contact_version_id, contact_id

)

select
    coalesce(
        versions.contact_version_id, {{ sms_analytics.numbered_id('contacts.contact_id', 1) }}
    ) as contact_version_id,
    contacts.contact_id,
    coalesce(versions.valid_from, {{ sms_analytics.beginning_of_time() }}) as valid_from,
    versions.valid_to,
    {% for attribute in attributes -%}
    coalesce(versions.{{ attribute }}, 'unknown') as {{ attribute }},
    {% endfor -%}
    {{ sms_analytics.signup_month('versions.signed_up_at', time_zone) }} as signup_month
from {{ ref('dim_contacts') }} as contacts
-- A contact that only events name has no version there.
left join versions
    on contacts.contact_id = versions.contact_id
left join {{ ref('int_accounts') }} as accounts
    on contacts.account_id = accounts.account_id

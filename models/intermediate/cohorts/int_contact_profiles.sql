{%- set own = 'survivors.survivor_contact_id is null or survivors.survivor_contact_id = contacts.contact_id' -%}
{%- set columns = sms_analytics.profile_columns() -%}

-- Merged contacts have the survivor's current values and the earliest sign-up.
with contacts as (

    select
        coalesce(survivors.survivor_contact_id, contacts.contact_id) as contact_id,
        {% for attribute in sms_analytics.version_attributes() -%}
        max(case when {{ own }} then contacts.{{ attribute }} end) as {{ attribute }},
        {% endfor -%}
        min(contacts.created_at) as signed_up_at
    from {{ ref('stg_contacts') }} as contacts
    left join {{ ref('int_contact_survivors') }} as survivors
        on contacts.contact_id = survivors.contact_id
    group by coalesce(survivors.survivor_contact_id, contacts.contact_id)

),

changes as (

    select
        {% for attribute, column in columns.items() -%}
        max(
            case when attribute_name = {{ sms_analytics.quoted(attribute) }} then attribute_value end
        ) as {{ column }},
        {% endfor -%}
        contact_id,
        valid_from
    from {{ ref('int_contact_attributes') }}
    where
        attribute_name in (
            {%- for attribute in columns %}
            {{ sms_analytics.quoted(attribute) }}{{ ',' if not loop.last }}
            {%- endfor %}
        )
    group by contact_id, valid_from

),

versions_begun as (

    select
        *,
        case
            when valid_from > {{ sms_analytics.beginning_of_time() }}
                then coalesce({{ sms_analytics.version_attributes() | join(', ') }})
        end as new_version
    from changes

),

-- A value holds until the next one of its attribute: a running count of values numbers these stretches.
stretches as (

    select
        *,
        {% for column in columns.values() -%}
        count({{ column }}) over (partition by contact_id order by valid_from) as {{ column }}_stretch,
        {% endfor -%}
        1 + count(new_version) over (partition by contact_id order by valid_from) as version_number,
        row_number() over (partition by contact_id order by valid_from) as profile_number,
        lead(valid_from) over (partition by contact_id order by valid_from) as valid_to
    from versions_begun

),

filled as (

    select
        contact_id,
        {% for column in columns.values() -%}
        max({{ column }}) over (partition by contact_id, {{ column }}_stretch) as {{ column }},
        {% endfor -%}
        version_number,
        profile_number,
        valid_from,
        valid_to
    from stretches

),

-- Most contacts have no history, and some have nothing else.
profiles as (

    select
        coalesce(contacts.contact_id, filled.contact_id) as contact_id,
        coalesce(filled.profile_number, 1) as profile_number,
        coalesce(filled.version_number, 1) as version_number,
        coalesce(filled.valid_from, {{ sms_analytics.beginning_of_time() }}) as valid_from,
        filled.valid_to,
        {% for attribute, column in columns.items() -%}
        coalesce(
            filled.{{ column }},
            {{ 'contacts.' ~ attribute ~ ',' if attribute in sms_analytics.version_attributes() else '' }}
            'unknown'
        ) as {{ column }},
        {% endfor -%}
        contacts.signed_up_at
    from contacts
    full outer join filled
        on contacts.contact_id = filled.contact_id

)

select
    {{ sms_analytics.numbered_id('contact_id', 'profile_number') }} as contact_profile_id,
    {{ sms_analytics.numbered_id('contact_id', 'version_number') }} as contact_version_id,
    contact_id,
    valid_from,
    valid_to,
    {{ columns.values() | join(',\n    ') }},
    signed_up_at
from profiles

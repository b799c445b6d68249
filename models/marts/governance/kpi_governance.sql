{{ config(enabled=var('sms_analytics_using_governance')) }}

{%- set rules = sms_analytics.governance_rules() -%}

with checked as (

    {% for rule in rules -%}
    select
        account_id,
        '{{ rule.name }}' as rule,
        count(*) as messages_checked
    from {{ ref('int_governed_messages') }}
    where {{ rule.applies }}
    group by account_id
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

),

breached as (

    select
        account_id,
        rule,
        count(*) as messages_breached,
        count(distinct contact_id) as contacts_breached
    from {{ ref('fct_governance_breaches') }}
    group by account_id, rule

),

-- A reason that is no rule, such as holdout, has a row of its own.
reasons as (

    select
        account_id,
        decision,
        case reason
            {%- for rule in rules %}{% for reason in rule.reasons %}
            when '{{ reason }}' then '{{ rule.name }}'
            {%- endfor %}{% endfor %}
            else reason
        end as rule
    from {{ ref('int_held_back_sends') }}

),

held_back as (

    select
        account_id,
        rule,
        {{ sms_analytics.count_rows("decision = 'skipped'") }} as sends_skipped,
        {{ sms_analytics.count_rows("decision = 'deferred'") }} as sends_deferred
    from reasons
    group by account_id, rule

),

known_rules as (

    {% for rule in rules -%}
    select
        '{{ rule.name }}' as rule,
        {{ 'has_' ~ rule.needs if rule.needs else 'true' }} as is_known
    from {{ ref('int_raw_tables') }}
    {{- '\n\n    union all\n\n    ' if not loop.last }}
    {%- endfor %}

),

rows_of_accounts as (

    select
        accounts.account_id,
        known_rules.rule
    from {{ ref('int_accounts') }} as accounts
    cross join known_rules

    union

    select
        account_id,
        rule
    from held_back

)

select
    keys.account_id,
    accounts.account_name,
    keys.rule,
    case when known_rules.is_known then coalesce(checked.messages_checked, 0) end as messages_checked,
    case when known_rules.is_known then coalesce(breached.messages_breached, 0) end as messages_breached,
    case
        when known_rules.is_known
            then {{ sms_analytics.rate('coalesce(breached.messages_breached, 0)', 'checked.messages_checked') }}
    end as breach_rate,
    case when known_rules.is_known then coalesce(breached.contacts_breached, 0) end as contacts_breached,
    case when raw_tables.has_send_decisions then coalesce(held_back.sends_skipped, 0) end as sends_skipped,
    case when raw_tables.has_send_decisions then coalesce(held_back.sends_deferred, 0) end as sends_deferred
from rows_of_accounts as keys
inner join {{ ref('int_accounts') }} as accounts
    on keys.account_id = accounts.account_id
cross join {{ ref('int_raw_tables') }} as raw_tables
left join known_rules
    on keys.rule = known_rules.rule
left join checked
    on keys.account_id = checked.account_id and keys.rule = checked.rule
left join breached
    on keys.account_id = breached.account_id and keys.rule = breached.rule
left join held_back
    on keys.account_id = held_back.account_id and keys.rule = held_back.rule

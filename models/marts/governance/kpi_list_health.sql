{{ config(enabled=var('sms_analytics_using_governance')) }}

{%- set states = ['active', 'inactive', 'invalid', 'opted_out'] -%}

with flows as (

    select
        account_id,
        cast({{ dbt.date_trunc('month', 'activity_date') }} as date) as month_start_date,
        sum(new_subscribers) as new_subscribers,
        sum(resubscribed) as resubscribed,
        sum(unsubscribed) as unsubscribed
    from {{ ref('int_list_days') }}
    group by account_id, cast({{ dbt.date_trunc('month', 'activity_date') }} as date)

),

moves as (

    select
        account_id,
        {% for state in states -%}
        {{ sms_analytics.count_rows("list_state = '" ~ state ~ "'") }}
        - {{ sms_analytics.count_rows("previous_list_state = '" ~ state ~ "'") }} as moved_to_{{ state }},
        {% endfor -%}
        month_start_date
    from {{ ref('int_list_state_changes') }}
    group by account_id, month_start_date

),

-- Those who have come into a state, less those who have left it again, are in it.
monthly as (

    select
        {% for state in states -%}
        cast(sum(coalesce(moves.moved_to_{{ state }}, 0)) over (
            partition by flows.account_id order by flows.month_start_date
            rows between unbounded preceding and current row
        ) as {{ dbt.type_bigint() }}) as contacts_{{ state }},
        {% endfor -%}
        flows.*
    from flows
    left join moves
        on flows.account_id = moves.account_id and flows.month_start_date = moves.month_start_date

)

select
    monthly.account_id,
    accounts.account_name,
    monthly.month_start_date,
    monthly.contacts_active + monthly.contacts_inactive + monthly.contacts_invalid as subscribers,
    {% for state in states -%}
    monthly.contacts_{{ state }},
    {% endfor -%}
    cast(monthly.new_subscribers as {{ dbt.type_bigint() }}) as new_subscribers,
    cast(monthly.resubscribed as {{ dbt.type_bigint() }}) as resubscribed,
    cast(monthly.unsubscribed as {{ dbt.type_bigint() }}) as unsubscribed,
    cast(monthly.new_subscribers + monthly.resubscribed - monthly.unsubscribed as {{ dbt.type_bigint() }}) as net_growth
from monthly
inner join {{ ref('int_accounts') }} as accounts
    on monthly.account_id = accounts.account_id

{{ config(materialized=sms_analytics.materialized_whole()) }}

with named_accounts as (

    {% for table in sms_analytics.raw_tables() if table.infers and 'accounts' in table.infers -%}
    select account_id from {{ ref('stg_' ~ table.name) }}
    {%- if not loop.last %}

    union

    {% endif %}
    {%- endfor %}

),

accounts_in_use as (

    select
        named_accounts.account_id,
        accounts.parent_account_id,
        coalesce(accounts.account_name, named_accounts.account_id) as account_name,
        accounts.account_type,
        accounts.account_id is null as is_inferred,
        -- A zone that the engines do not know would stop the build, so it falls back and dq_unknown_codes lists it.
        coalesce(time_zones.time_zone, '{{ var("reporting_time_zone") }}') as time_zone,
        coalesce({{ sms_analytics.currency_code('accounts.reporting_currency') }}, '{{ var("reporting_currency") }}')
            as reporting_currency
    from named_accounts
    left join {{ ref('stg_accounts') }} as accounts
        on named_accounts.account_id = accounts.account_id
    left join {{ ref('time_zones') }} as time_zones
        on accounts.time_zone = time_zones.time_zone

)

{{ sms_analytics.rows_with_batch(
    'accounts_in_use', key=['account_id'], columns=['time_zone', 'reporting_currency'],
    untracked=['parent_account_id', 'account_name', 'account_type', 'is_inferred']
) }}

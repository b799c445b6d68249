{{ config(enabled=var('sms_analytics_using_experiments')) }}

with contacts as (

    {{ sms_analytics.variant_contacts() | indent(4) }}

),

arms as (

    select
        campaign_id,
        account_id,
        ab_variant,
        {% for figure in sms_analytics.variant_figures() -%}
        {{ sms_analytics.count_rows('has_' ~ figure.name ~ ' and is_' ~ figure.of) }} as {{ figure.name }}_with_outcome,
        {% endfor -%}
        {{ sms_analytics.count_rows('is_crossed_over') }} as contacts_crossed_over,
        {{ sms_analytics.count_rows('is_delivered') }} as contacts_delivered,
        case
            when {{ sms_analytics.count_rows('not is_link_known') }} = 0
                then {{ sms_analytics.count_rows('is_delivered_with_link') }}
        end as contacts_delivered_with_link,
        count(*) as contacts_reached
    from contacts
    group by campaign_id, account_id, ab_variant

),

-- One row per arm and figure, so that one macro compares them all.
counted as (

    {{ sms_analytics.variant_figure_rows('arms') | indent(4) }}

),

figures as (

    select
        *,
        {{ sms_analytics.rate('with_outcome', 'n') }} as rate,
        cast(null as {{ sms_analytics.type_double() }}) as variance,
        false as is_mean,
        row_number() over (
            partition by campaign_id, figure
            order by
                {% if var('control_variant') is not none -%}
                case when ab_variant = {{ sms_analytics.quoted(var('control_variant')) }} then 0 else 1 end,
                {% endif -%}
                {{ sms_analytics.binary_order('ab_variant') }}
        ) = 1 as is_control
    from counted

),

compared as (

    {{ sms_analytics.compare_with_control('figures', ['campaign_id', 'figure']) | indent(4) }}

),

sample_ratios as (

    {{ sms_analytics.variant_sample_ratios('figures') | indent(4) }}

),

wide as (

    {{ sms_analytics.variant_columns('compared', 'sample_ratios') | indent(4) }}

)

select
    arms.campaign_id,
    arms.ab_variant,
    arms.account_id,
    accounts.account_name,
    campaigns.campaign_name,
    arms.contacts_reached,
    arms.contacts_delivered,
    arms.contacts_crossed_over,
    {% for figure in sms_analytics.variant_figures() -%}
    {% for column in sms_analytics.compared_columns() -%}
    wide.{{ figure.name }}_{{ column }},
    {% endfor -%}
    {% endfor -%}
    'experiment' as evidence
from arms
inner join wide
    on arms.campaign_id = wide.campaign_id and arms.ab_variant = wide.ab_variant
inner join {{ ref('int_campaigns') }} as campaigns
    on arms.campaign_id = campaigns.campaign_id
inner join {{ ref('int_accounts') }} as accounts
    on arms.account_id = accounts.account_id

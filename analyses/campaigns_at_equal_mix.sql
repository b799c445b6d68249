{{ config(enabled=var('sms_analytics_using_cohorts')) }}

-- Which campaign is better once the mix of contacts is equal? Pairs of campaigns of one account whose order by reply
-- rate turns round when both are adjusted to the account's mix of lifecycle stages. Little coverage says little.
with mix as (

    select * from {{ ref('kpi_campaign_mix') }}
    where dimension = 'lifecycle_stage' and mix_coverage >= 0.5

)

select
    blended_winner.account_id,
    blended_winner.campaign_name as better_blended,
    adjusted_winner.campaign_name as better_at_equal_mix,
    blended_winner.reply_rate as reply_rate_of_first,
    adjusted_winner.reply_rate as reply_rate_of_second,
    blended_winner.reply_rate_mix_adjusted as adjusted_rate_of_first,
    adjusted_winner.reply_rate_mix_adjusted as adjusted_rate_of_second,
    least(blended_winner.mix_coverage, adjusted_winner.mix_coverage) as mix_coverage
from mix as blended_winner
inner join mix as adjusted_winner
    on
        blended_winner.account_id = adjusted_winner.account_id
        and blended_winner.reply_rate > adjusted_winner.reply_rate
        and blended_winner.reply_rate_mix_adjusted < adjusted_winner.reply_rate_mix_adjusted
order by adjusted_rate_of_second - adjusted_rate_of_first desc

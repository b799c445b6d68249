{#-
    Whether a click is a test by its contact or by its link's campaign. The model computes its rows with it, and a stored row is recomputed
    if it differs.
-#}
{% macro click_test_reason() -%}
    case
        when contacts.is_test then 'contact'
        when link_campaigns.is_test and matches.match_rule not in ('message', 'link_message') then 'campaign'
    end
{%- endmacro %}

{#- The joins that click_test_reason reads; `clicks` has link_id, and `matches` is int_click_matches. -#}
{% macro join_click_lookups(clicks) -%}
    left join {{ ref('stg_contacts') }} as contacts
        on matches.clicking_contact_id = contacts.contact_id
    left join {{ ref('stg_links') }} as links
        on {{ clicks }}.link_id = links.link_id
    left join {{ ref('stg_campaigns') }} as link_campaigns
        on links.campaign_id = link_campaigns.campaign_id
{%- endmacro %}

{#- Clicks whose match may have changed, and those whose contact or campaign has a new version that makes them a test or no test. -#}
{% macro int_clicks_touched_keys() -%}
    {%- set taken = sms_analytics.last_processed_batch() -%}
    {{ sms_analytics.int_click_matches_touched_keys() }}

    union

    select stored.click_id
    from {{ this }} as stored
    inner join {{ ref('int_click_matches') }} as matches
        on stored.click_id = matches.click_id
    {{ sms_analytics.join_click_lookups('stored') }}
    where
        (
            matches.clicking_contact_id in (select base.contact_id from {{ ref('base_contacts') }} as base where base.load_batch > {{ taken }})
            or links.campaign_id in (select base.campaign_id from {{ ref('base_campaigns') }} as base where base.load_batch > {{ taken }})
        )
        -- A click on a test message is a test, whoever its contact is.
        and stored.test_reason is distinct from 'message'
        and stored.test_reason is distinct from {{ sms_analytics.click_test_reason() | indent(8) }}
{%- endmacro %}

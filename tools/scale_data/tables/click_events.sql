-- Human clicks, some repeated, and bot clicks of previews and scanners soon after the send.
with clicks as (

    select
        message, account, campaign, template, contact, contact_phone,
        0 as place,
        clicked_at
    from person_clicks

    union all

    select
        message, account, campaign, template, contact, contact_phone,
        1 as place,
        clicked_at + seconds(300 + 86000 * roll(message, 31)) as clicked_at
    from person_clicks
    where roll(message, 30) < 0.14

    union all

    select
        message, account, campaign, template, contact, contact_phone,
        2 as place,
        handed_at + to_milliseconds(cast(case when roll(message, 31) < 0.6 then 1900 else 60000 end * roll(message, 30) as bigint))
    from sends
    where is_campaign_message and fate in ('delivered', 'sent') and has_link(campaign, template) and roll(message, 29) < 0.045

),

described as (

    select
        *,
        roll(message * 4 + place, 58) as naming,
        1 + cast(floor(5 * roll(message * 4 + place, 59)) as bigint) as machine
    from clicks

)

select
    identifier('q', message * 4 + place, 60) as click_id,
    case when naming < 0.97 then link_id(campaign, template) end as link_id,
    case when naming < 0.25 or naming >= 0.97 then identifier('m', message, 0) end as message_id,
    case when naming between 0.25 and 0.75 then contact_id(contact) end as contact_id,
    case when naming between 0.75 and 0.97 then contact_phone end as contact_phone_e164,
    case when place < 2 and roll(message, 28) < 0.5 then browser_id(contact) end as anonymous_id,
    clicked_at,
    case when place = 2 then [
        'facebookexternalhit/1.1 Facebot Twitterbot/1.0', 'Mozilla/5.0 (compatible; Googlebot/2.1)', 'python-requests/2.32',
        'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 Chrome/119.0.0.0 Safari/537.36',
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148'
    ][machine] else pick(message, 27, [
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 Version/18.3 Mobile/15E1 Safari/604.1',
        'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/133.0.0.0 Mobile Safari/537.36',
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.2 Safari/605.1.15'
    ]) end as user_agent,
    case when place = 2 and machine = 4 then 'HEAD' else 'GET' end as http_method,
    case when place = 2 and machine in (2, 3) then true end as is_datacenter_ip,
    case when place = 2 and machine = 2 then true end as vendor_bot_flag,
    case when place < 2 then 'mobile' end as device_type,
    case when place < 2 and roll(message, 26) < 0.03 then 2 end as click_count,
    account_name(account) as account_id,
    loaded(clicked_at, roll(message * 4 + place, 61)) as loaded_at,
    vendor(account) as source_system
from described

-- The model that raw events are drawn from. Every value is a function of a number (of a message, contact or campaign), a salt
-- for each question, and the seed. So nothing is stored, and each part of each table can be written alone. Salts: 1 to 39 for
-- messages, 40 to 49 for contacts, 50 and more for the rest.
--
-- Python defines seed(), daily_messages(), last_message(), contacts() and days() first.

create macro roll(number, salt) as (hash(number * 64 + salt + seed()) >> 11) * (1.0 / 9007199254740992);

create macro pick(number, salt, choices) as choices[1 + cast(floor(roll(number, salt) * len(choices)) as bigint)];

create macro identifier(prefix, number, salt) as prefix || lower(to_hex(hash(number * 64 + salt + seed())));

create macro seconds(amount) as to_seconds(cast(floor(amount) as bigint));

create macro money(amount, digits) as cast(round(amount, digits) as decimal(18, 6));

create macro day_start(day) as timestamp '2026-01-05' + to_days(cast(day as integer));

-- Rows reach the warehouse within minutes; one in two hundred takes up to three days.
create macro loaded(occurred_at, chance) as
    occurred_at + seconds(case when chance < 0.005 then 259200 * 200 * chance else 30 + 570 * chance end);


-- --- accounts ----------------------------------------------------------------------------------------------------------
-- 1 is a shop in the United States, 2 its European sister, 3 sells software. Each has its own vendor.

create macro account_of(campaign) as case when campaign % 10 in (2, 5, 8) then 2 when campaign % 10 = 4 then 3 else 1 end;

create macro account_name(account) as ['alder_us', 'alder_eu', 'fernway'][account];

create macro vendor(account) as ['twilio', 'klaviyo', 'telnyx'][account];

create macro own_currency(account) as ['USD', 'EUR', 'USD'][account];

create macro first_contact(account) as
    cast(floor(contacts() * [0, 0.60, 0.85, 1][account]) as bigint);

create macro account_of_contact(contact) as
    case when contact < first_contact(2) then 1 when contact < first_contact(3) then 2 else 3 end;


-- --- contacts ----------------------------------------------------------------------------------------------------------
-- Numbers have area codes N9X, which the numbering plan reserves for future expansion.

create macro phone(contact) as
    '+1' || (290 + 100 * (contact % 8) + (contact // 8) % 10) || (5550000 + contact // 80);

create macro second_phone(contact) as
    '+1' || (290 + 100 * (contact % 8) + (contact // 8) % 10) || (2000000 + contact // 80);

create macro has_second_phone(contact) as roll(contact, 40) < 0.04;

create macro is_landline(contact) as roll(contact, 41) < 0.02;

create macro is_merged(contact) as
    roll(contact, 42) < 0.003 and account_of_contact(contact) = account_of_contact(contact + 1) and contact + 1 < contacts();

create macro first_name(contact) as pick(contact, 43, [
    'Ada', 'Amara', 'Bea', 'Bruno', 'Carla', 'Cleo', 'Daria', 'Devin', 'Edda', 'Emre', 'Farah', 'Greta', 'Hana', 'Hugo', 'Imani',
    'Ines', 'Jonah', 'Juno', 'Kaia', 'Kian', 'Leif', 'Liv', 'Malik', 'Mila', 'Nadia', 'Noor', 'Omar', 'Otis', 'Pia', 'Quinn', 'Remy'
]);

create macro contact_id(contact) as identifier('p', contact, 44);

create macro email(contact) as lower(first_name(contact)) || '.' || contact || '@example.com';

create macro customer_id(contact) as 'C' || (100000 + contact);

create macro browser_id(contact) as identifier('a', contact, 45);

-- Some people reply and click a lot, some never: 0 to 2, with a mean of 1.
create macro warmth(contact) as 2 * roll(contact, 46);


-- --- campaigns ---------------------------------------------------------------------------------------------------------
-- 1 to 40 are flows that run all the time, with 40 a test; 901 to 903 keyword campaigns, one per account; from 1000 on two
-- blasts per day, each sent over three days.

create macro campaign_id(campaign) as 'c' || campaign;

create macro templates_of(campaign) as case when campaign < 900 then 3 else 2 end;

create macro template_id(campaign, template) as 't' || campaign || '_' || template;

create macro has_link(campaign, template) as (campaign + template) % 10 < 7;

create macro link_id(campaign, template) as 'l' || campaign || '_' || template;

create macro is_blocked(campaign, template) as campaign % 40 = 7 and template = 2;

create macro sender(campaign) as
    case when campaign % 3 > 0 then '5550' || account_of(campaign) else '+1295550010' || account_of(campaign) end;

create macro keyword(account) as ['ALDER', 'ERLE', 'FERN'][account];

create view campaigns as
select unnest(range(1, 41)) as campaign, -30 as launch_day
union all
select unnest([901, 902, 903]) as campaign, -60 as launch_day
union all
select 1000 + 2 * day + place as campaign, day as launch_day
from (select unnest(range(days())) as day), (select unnest([0, 1]) as place);

-- Flows and blasts only: keyword campaigns send answers, which have no template.
create view templates as
select *, unnest(range(1, 1 + templates_of(campaign))) as template
from campaigns
where campaign not between 901 and 903;


-- --- messages sent -----------------------------------------------------------------------------------------------------

-- Python fills the table beats, sixteen messages per row, for the part that is written. A table with many row groups is read
-- by several threads and reports progress.
create view sends as
with numbered as (

    select beat * 16 + unnest(range(16)) as message
    from beats

),

planned as (

    select
        message,
        message // daily_messages() as day,
        roll(message, 1) as origin_roll,
        roll(message, 2) as campaign_roll,
        roll(message, 3) < 0.65 as is_flow
    from numbered
    where message < last_message()

),

-- Zipf: the first flow sends 1 message in 9, the fortieth 1 in 250.
of_campaign as (

    select
        message,
        day,
        case
            when origin_roll < 0.94 then case when is_flow then 'flow' else 'campaign_blast' end
            when origin_roll < 0.97 then 'manual_inbox'
            when origin_roll < 0.985 then 'compliance_auto_reply'
            when origin_roll < 0.99 then 'keyword_auto_reply'
            else 'api'
        end as send_origin,
        cast(
            case
                when origin_roll < 0.94 and not is_flow
                    then 1000 + 2 * greatest(0, day - floor(3 * campaign_roll * campaign_roll))
                        + case when roll(message, 4) < 0.7 then 0 else 1 end
                else floor(pow(41, campaign_roll))
            end as bigint
        ) as campaign
    from planned

),

of_account as (

    select
        *,
        account_of(campaign) as account,
        send_origin in ('flow', 'campaign_blast', 'api') as is_campaign_message,
        1 + cast(floor(roll(message, 6) * templates_of(campaign)) as bigint) as template
    from of_campaign

),

-- Half of an account's messages go to a sixth of its contacts, and 1 in 200 to a single contact.
of_contact as (

    select
        *,
        first_contact(account) + cast(
            floor((first_contact(account + 1) - first_contact(account)) * pow(roll(message, 5), 2.5)) as bigint
        ) as contact,
        day_start(day) + seconds(46800 + 36000 * roll(message, 7)) as created_at
    from of_account

),

with_fate as (

    select
        *,
        created_at + seconds(3 * roll(message, 11)) as handed_at,
        case
            when is_campaign_message and is_blocked(campaign, template) and roll(message, 8) < 0.25 then 'blocked'
            when is_landline(contact) and roll(message, 9) < 0.93 then 'landline'
            when roll(message, 10) < 0.028 then 'unlucky'
            when roll(message, 10) < 0.040 then 'sent'
            else 'delivered'
        end as fate
    from of_contact

)

select
    *,
    case fate when 'blocked' then 'undelivered' when 'unlucky' then 'undelivered' when 'landline' then 'failed' else fate end
        as status,
    case
        when fate = 'blocked' then ['30007', 'Carrier Violation', '40002'][account]
        when fate = 'landline' then ['30006', 'Device Incapable', '40001'][account]
        when fate = 'unlucky' and account = 1
            then pick(message, 12, ['30003', '30003', '30003', '30005', '30006', '30007', '30008', '21610', '30001'])
        when fate = 'unlucky' and account = 2
            then pick(message, 12, ['Device Unreachable', 'Device Unreachable', 'Device Disconnected', 'Carrier Violation'])
        when fate = 'unlucky' then pick(message, 12, ['40008', '40001', '40002', '40003', '40300'])
    end as error_code,
    handed_at + seconds(1 + exp(9 * pow(roll(message, 13), 3))) as settled_at,
    -- Inbox messages, automatic answers and some others have only their last status.
    roll(message, 14) < 0.05 or send_origin in ('manual_inbox', 'compliance_auto_reply') as has_no_receipts,
    case
        when has_second_phone(contact) and roll(message, 15) < 0.2 then second_phone(contact)
        else phone(contact)
    end as contact_phone
from with_fate;


-- --- responses ---------------------------------------------------------------------------------------------------------

create view answers as
with rolled as (

    select
        *,
        roll(message, 20) as answer_roll,
        roll(message, 21) as delay_roll
    from sends
    where is_campaign_message and fate in ('delivered', 'sent')

),

answered as (

    select
        *,
        case
            when answer_roll < 0.0100 then 'stop'
            when answer_roll < 0.0115 then 'help'
            when answer_roll < 0.0135 then 'driving'
            when answer_roll < 0.0165 then 'yes'
            when answer_roll < 0.0165 + 0.04 * warmth(contact) then 'reply'
        end as answer
    from rolled

)

select
    *,
    handed_at + case answer
        when 'driving' then seconds(4 + 21 * delay_roll)
        when 'stop' then seconds(8 * exp(10 * delay_roll * delay_roll))
        else seconds(12 * exp(11.3 * pow(delay_roll, 1.4)))
    end + case when account = 3 then to_milliseconds(cast(999 * delay_roll as bigint)) else to_milliseconds(0) end
        as answered_at,
    identifier('r', message, 22) as answer_id
from answered
where answer is not null;


create view person_clicks as
select
    *,
    handed_at + seconds(9 * exp(10.5 * pow(roll(message, 24), 1.5))) as clicked_at
from sends
where
    is_campaign_message
    and fate in ('delivered', 'sent')
    and has_link(campaign, template)
    and roll(message, 23) < 0.09 * warmth(contact);


-- Orders after a click, and as many without a click.
create view orders as
with placed as (

    select
        message,
        account,
        campaign,
        contact,
        contact_phone,
        clicked_at + seconds(90 * exp(8.4 * pow(roll(message, 26), 2))) as ordered_at,
        true as is_clicked
    from person_clicks
    where roll(message, 25) < 0.12

    union all

    select
        message,
        account,
        campaign,
        contact,
        contact_phone,
        created_at + seconds(86400 * roll(message, 26)) as ordered_at,
        false as is_clicked
    from sends
    where roll(message, 27) < 0.006

)

select
    *,
    case when is_clicked then 2 * message else 2 * message + 1 end as order_number,
    case when account = 3 then pick(message, 28, ['demo_request', 'consultation', 'booking', 'lead_form']) else 'purchase' end
        as conversion_type,
    case when account < 3 then money(12 + 240 * pow(roll(message, 29), 3), 2) end as amount,
    case when account = 2 and roll(message, 30) < 0.95 then 'EUR' when account < 3 then 'USD' end as currency
from placed;


-- --- calls -------------------------------------------------------------------------------------------------------------
-- Software is sold by phone, too: within two days, some who were texted are called.

create view dials as
select
    *,
    created_at + seconds(172800 * roll(message, 57)) as dialed_at,
    pick(message, 58, ['completed', 'completed', 'completed', 'no_answer', 'no_answer', 'voicemail', 'busy', 'canceled']) as call_status,
    cast(floor(12 * exp(4.2 * roll(message, 59))) as bigint) as talk_seconds,
    identifier('t', message, 60) as call_id
from sends
where is_campaign_message and roll(message, 61) < case when account = 3 then 0.05 else 0.002 end;


create view opportunities as
select
    *,
    identifier('e', message, 60) as deal_id,
    dialed_at + seconds(86400 * roll(message, 62)) as opened_at,
    dialed_at + seconds(86400 + 1209600 * roll(message, 63)) as closed_at
from dials
where call_status = 'completed' and talk_seconds > 90 and roll(message, 56) < 0.2;

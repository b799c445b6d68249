-- The benchmark's reference: the same facts and campaign figures, written by hand for DuckDB with as little SQL as possible.
-- It trusts its input: it validates and rejects nothing, needs every table, and has no variables, no costs, no days, no
-- attribution but the last click, and no quality figures.
--
-- The caller sets the variables raw_path (a folder of Parquet files) and reference_path (the project's seeds/reference).

create macro raw(name) as table from read_parquet(getvariable('raw_path') || '/' || name || '.parquet');
create macro reference(name) as table from read_csv(getvariable('reference_path') || '/' || name || '.csv', all_varchar = true);
create macro wording(body) as
    nullif(trim(regexp_replace(lower(nfc_normalize(body)), '[^\p{L}\p{N}\p{M}]+', ' ', 'g')), '');
create macro folded(value) as nullif(regexp_replace(lower(value), '\s+', '', 'g'), '');


-- --- the latest version of each row ----------------------------------------------------------------------------------------

create temp table messages as
select * from raw('messages') qualify row_number() over (partition by message_id order by loaded_at desc) = 1;
delete from messages where is_deleted;

create temp table status_events as
select message_id, status_event_id, status, error_code, occurred_at from raw('message_status_events')
qualify row_number() over (partition by status_event_id order by loaded_at desc) = 1;

create temp table contacts as
select * from raw('contacts') qualify row_number() over (partition by contact_id order by loaded_at desc) = 1;

create temp table contact_phones as
select * from raw('contact_phones')
qualify row_number() over (partition by contact_id, phone_e164, valid_from order by loaded_at desc) = 1;

create temp table campaigns as
select * from raw('campaigns') qualify row_number() over (partition by campaign_id order by loaded_at desc) = 1;

create temp table clicks as
select * from raw('click_events') qualify row_number() over (partition by click_id order by loaded_at desc) = 1;

create temp table consent as
select * from raw('consent_events') qualify row_number() over (partition by consent_event_id order by loaded_at desc) = 1;

create temp table reports as
select * from raw('conversions') qualify row_number() over (partition by conversion_id order by loaded_at desc) = 1;


-- --- identity --------------------------------------------------------------------------------------------------------------

create temp table survivors as
with recursive chains as (
    select contact_id, merged_into_contact_id as survivor from contacts where merged_into_contact_id is not null
    union
    select chains.contact_id, contacts.merged_into_contact_id
    from chains join contacts on chains.survivor = contacts.contact_id
    where contacts.merged_into_contact_id is not null
)
select contact_id, survivor from chains
where survivor not in (select contact_id from contacts where merged_into_contact_id is not null);

create temp table known_by_message as
select account_id, contact_phone_e164, created_at, max(message_id) as message_id from messages
where contact_id is not null and contact_phone_e164 in (
    select contact_phone_e164 from messages where contact_id is null
    union select contact_phone_e164 from clicks where contact_id is null
    union select contact_phone_e164 from consent where contact_id is null
)
group by all;

create temp table people as
with events as (
    select message_id as event_id, account_id, contact_id, contact_phone_e164 as phone, created_at as event_at from messages
    where contact_id is null
    union all
    select click_id, account_id, contact_id, contact_phone_e164, clicked_at from clicks where contact_id is null
    union all
    select consent_event_id, account_id, contact_id, contact_phone_e164, occurred_at from consent where contact_id is null
),
owners as (
    select events.event_id, arg_max(contact_phones.contact_id, (contact_phones.valid_from, contact_phones.contact_id)) as contact_id
    from events join contact_phones
        on events.phone = contact_phones.phone_e164 and events.event_at >= contact_phones.valid_from
        and (events.event_at < contact_phones.valid_to or contact_phones.valid_to is null)
    group by all
),
found as (
    select events.event_id, coalesce(owners.contact_id, known.contact_id, 'phone:' || md5(events.phone)) as contact_id
    from events
    left join owners using (event_id)
    asof left join known_by_message as latest
        on events.account_id = latest.account_id and events.phone = latest.contact_phone_e164 and events.event_at >= latest.created_at
    left join messages as known on latest.message_id = known.message_id
)
select found.event_id, coalesce(survivors.survivor, found.contact_id) as contact_id
from found left join survivors using (contact_id);


-- --- messages ---------------------------------------------------------------------------------------------------------------

create table fct_messages as
with events as (
    select message_id, status_event_id, status, error_code, occurred_at, occurred_at as known_at from status_events
    union all
    select message_id, '', current_status, error_code, coalesce(current_status_at, loaded_at), current_status_at from messages
    where current_status is not null
),
ranked as (
    select events.*, cast(status_rank as integer) as status_rank
    from events join reference('status_ranks') using (status)
),
settled as (
    select
        message_id,
        arg_max((status, error_code), (status_rank, occurred_at, status_event_id)) as final,
        max(status_rank) as status_rank,
        min(known_at) filter (status = 'sent') as first_sent_at
    from ranked group by all
),
joined as (
    select
        messages.message_id,
        messages.account_id,
        messages.campaign_id,
        coalesce(people.contact_id, survivors.survivor, messages.contact_id) as contact_id,
        messages.sender_phone,
        messages.template_id,
        messages.send_origin,
        coalesce(messages.step_number, templates.step_number) as step_number,
        coalesce(messages.ab_variant, templates.ab_variant) as ab_variant,
        coalesce(messages.sent_at, settled.first_sent_at, messages.created_at) as sent_at,
        settled.final[1] as final_status,
        lower(trim(coalesce(settled.final[2], messages.error_code))) as error_code,
        coalesce(settled.status_rank, 0) as status_rank
    from messages
    left join settled using (message_id)
    left join people on messages.message_id = people.event_id
    left join survivors on messages.contact_id = survivors.contact_id
    left join raw('templates') as templates on messages.template_id = templates.template_id
    left join campaigns on messages.campaign_id = campaigns.campaign_id
    left join contacts on coalesce(people.contact_id, survivors.survivor, messages.contact_id) = contacts.contact_id
    where messages.direction = 'outbound' and not coalesce(messages.is_test or campaigns.is_test or contacts.is_test, false)
),
judged as (
    select
        joined.* exclude (status_rank),
        cast(timezone(accounts.time_zone, timezone('UTC', joined.sent_at)) as date) as sent_date,
        status_rank >= 2 as is_sent,
        status_rank = 4 as is_delivered,
        status_rank = 3 as is_failed,
        case when status_rank = 3 then coalesce(error_codes.failure_class, 'unknown') end as failure_class,
        status_rank >= 2 and campaign_id is not null
            and send_origin not in ('manual_inbox', 'keyword_auto_reply', 'compliance_auto_reply') as is_campaign_message
    from joined
    join raw('accounts') as accounts using (account_id)
    left join reference('error_codes') as error_codes on joined.error_code = lower(error_codes.error_code)
)
select
    judged.* exclude (step_number),
    case when is_campaign_message then coalesce(step_number, row_number() over per_contact) else step_number end as step_number,
    is_campaign_message and row_number() over per_contact = 1 as is_first_message
from judged
window per_contact as (partition by is_campaign_message, campaign_id, contact_id order by sent_at, message_id);

create temp table campaign_messages as
select message_id, account_id, campaign_id, contact_id, template_id, step_number, sender_phone, sent_at, is_delivered, is_failed
from fct_messages where is_campaign_message;

-- At equal times, the message with the greatest id is the latest.
create temp table arrived as
select account_id, contact_id, sender_phone, sent_at, max(message_id) as message_id from campaign_messages
where not is_failed group by all;


-- --- replies ----------------------------------------------------------------------------------------------------------------

create table fct_replies as
with inbound as (
    select
        messages.message_id, messages.account_id, messages.contact_phone_e164, messages.sender_phone, messages.created_at,
        messages.in_reply_to_message_id, wording(messages.body) as wording,
        coalesce(people.contact_id, survivors.survivor, messages.contact_id) as contact_id
    from messages
    left join people on messages.message_id = people.event_id
    left join survivors on messages.contact_id = survivors.contact_id
    left join contacts on coalesce(people.contact_id, survivors.survivor, messages.contact_id) = contacts.contact_id
    where messages.direction = 'inbound' and not coalesce(messages.is_test or contacts.is_test, false)
),
entries as (
    select inbound.message_id, arg_max(campaigns.campaign_id, (coalesce(launched_at, campaigns.created_at), campaigns.campaign_id)) as campaign_id
    from inbound join campaigns
        on inbound.account_id = campaigns.account_id and inbound.wording = wording(campaigns.keyword)
        and inbound.created_at >= coalesce(launched_at, campaigns.created_at)
        and (inbound.created_at < ended_at or ended_at is null)
    where campaign_kind = 'keyword' and not coalesce(campaigns.is_test, false)
    group by all
),
said as (
    select message_id, arg_max(consent_action, (occurred_at, consent_event_id)) as consent_action from consent
    where message_id is not null and consent_action in ('opt_out', 'opt_in', 'help')
    group by all
),
worded as (
    select
        inbound.*,
        entries.campaign_id as keyword_campaign_id,
        case when entries.campaign_id is not null then 'keyword_entry' else coalesce(consent_action, reply_kind, 'reply') end as word_kind
    from inbound
    left join entries using (message_id)
    left join said using (message_id)
    left join (select distinct wording(wording) as wording, reply_kind from reference('reply_wordings')) using (wording)
),
-- A bare yes opts in only if the previous keyword was an opt-out.
consent_words as (
    select message_id, account_id, contact_phone_e164, created_at as event_at, word_kind as action from worded
    where word_kind in ('opt_out', 'opt_in', 'opt_in_if_opted_out')
    union all
    select consent_event_id, consent.account_id, consent.contact_phone_e164, coalesce(messages.created_at, consent.occurred_at), consent_action
    from consent left join messages on consent.message_id = messages.message_id and messages.direction = 'inbound'
    where consent_action in ('opt_out', 'opt_in', 'opt_in_confirmed')
),
yes as (
    select message_id, lag(action) over (
        partition by account_id, contact_phone_e164
        order by event_at, case action when 'opt_in_if_opted_out' then 2 when 'opt_out' then 1 else 0 end, message_id
    ) as action_before
    from consent_words qualify action = 'opt_in_if_opted_out'
),
same_sender as (
    select worded.message_id, arrived.message_id as matched_message_id
    from worded asof join arrived
        on worded.account_id = arrived.account_id and worded.contact_id = arrived.contact_id
        and worded.sender_phone = arrived.sender_phone and worded.created_at >= arrived.sent_at
    where worded.created_at < arrived.sent_at + interval 7 days
),
any_sender as (
    select worded.message_id, latest.message_id as matched_message_id
    from worded
    asof join (select account_id, contact_id, sent_at, max(message_id) as message_id from arrived group by all) as latest
        on worded.account_id = latest.account_id and worded.contact_id = latest.contact_id and worded.created_at >= latest.sent_at
    where worded.created_at < latest.sent_at + interval 7 days
),
matched as (
    select
        worded.* exclude (word_kind, wording, in_reply_to_message_id),
        case when word_kind <> 'opt_in_if_opted_out' then word_kind when action_before = 'opt_out' then 'opt_in' else 'reply' end
            as reply_kind,
        case when word_kind <> 'keyword_entry'
            then coalesce(named.message_id, same_sender.matched_message_id, any_sender.matched_message_id) end as matched_message_id,
        case
            when word_kind = 'keyword_entry' then 'keyword'
            when named.message_id is not null then 'in_reply_to'
            when coalesce(same_sender.matched_message_id, any_sender.matched_message_id) is not null then 'window'
            else 'none'
        end as match_rule
    from worded
    left join yes using (message_id)
    left join campaign_messages as named
        on worded.in_reply_to_message_id = named.message_id and worded.account_id = named.account_id
        and worded.contact_id = named.contact_id and worded.created_at >= named.sent_at
    left join same_sender on worded.message_id = same_sender.message_id
    left join any_sender on worded.message_id = any_sender.message_id
)
select
    matched.* exclude (keyword_campaign_id),
    coalesce(keyword_campaign_id, campaign_messages.campaign_id) as campaign_id,
    campaign_messages.template_id,
    campaign_messages.step_number,
    campaign_messages.sent_at as matched_sent_at,
    matched_message_id is not null as is_replied,
    matched_message_id is not null and reply_kind in ('reply', 'opt_in') as is_engaged
from matched left join campaign_messages on matched.matched_message_id = campaign_messages.message_id;


-- --- opt-outs: by text, and by consent events that do not repeat a text --------------------------------------

create table fct_opt_outs as
with others as (
    select
        consent.*, coalesce(people.contact_id, survivors.survivor, consent.contact_id) as person,
        inbound.message_id as inbound_message_id
    from consent
    left join people on consent.consent_event_id = people.event_id
    left join survivors on consent.contact_id = survivors.contact_id
    left join contacts on coalesce(people.contact_id, survivors.survivor, consent.contact_id) = contacts.contact_id
    left join messages as inbound on consent.message_id = inbound.message_id and inbound.direction = 'inbound'
    where consent_action = 'opt_out' and not coalesce(contacts.is_test or inbound.is_test, false)
),
placed as (
    select
        others.consent_event_id as opt_out_id, others.account_id, others.person as contact_id, others.occurred_at as opted_out_at,
        coalesce(others.campaign_id, same_message.campaign_id, latest.campaign_id) as campaign_id
    from others
    left join fct_replies as replies on others.inbound_message_id = replies.message_id
    left join (
        select distinct others.consent_event_id
        from others join fct_replies as replies
            on others.account_id = replies.account_id and others.contact_phone_e164 = replies.contact_phone_e164
            and others.occurred_at - interval 60 seconds < replies.created_at
            and others.occurred_at + interval 60 seconds > replies.created_at
        where others.inbound_message_id is null and replies.reply_kind = 'opt_out'
    ) as echoes using (consent_event_id)
    asof left join arrived as same_sender
        on others.account_id = same_sender.account_id and others.person = same_sender.contact_id
        and others.sender_phone = same_sender.sender_phone and others.occurred_at >= same_sender.sent_at
    left join campaign_messages as same_message
        on same_sender.message_id = same_message.message_id and others.occurred_at < same_message.sent_at + interval 7 days
        and others.inbound_message_id is null
    asof left join (select account_id, contact_id, sent_at, max(message_id) as message_id from arrived group by all) as any_sender
        on others.account_id = any_sender.account_id and others.person = any_sender.contact_id
        and others.occurred_at >= any_sender.sent_at
    left join campaign_messages as latest
        on any_sender.message_id = latest.message_id and others.occurred_at < latest.sent_at + interval 7 days
        and others.inbound_message_id is null
    where echoes.consent_event_id is null and coalesce(replies.reply_kind, '') <> 'opt_out'
)
select message_id as opt_out_id, account_id, contact_id, created_at as opted_out_at, campaign_id from fct_replies where reply_kind = 'opt_out'
union all
select opt_out_id, account_id, contact_id, opted_out_at, campaign_id from placed;


-- --- clicks -----------------------------------------------------------------------------------------------------------------

create table fct_clicks as
with named as (
    select
        clicks.*, coalesce(people.contact_id, survivors.survivor, clicks.contact_id) as person,
        links.message_id as link_message_id, links.template_id as link_template_id, links.campaign_id as link_campaign_id
    from clicks
    left join people on clicks.click_id = people.event_id
    left join survivors on clicks.contact_id = survivors.contact_id
    left join raw('links') as links using (link_id)
),
of_template as (
    select contact_id, template_id, sent_at, max(message_id) as message_id from campaign_messages
    where template_id in (select template_id from raw('links')) group by all
),
of_campaign as (
    select contact_id, campaign_id, sent_at, max(message_id) as message_id from campaign_messages
    where campaign_id in (select campaign_id from raw('links')) group by all
),
matched as (
    select
        named.*,
        coalesce(own.message_id, of_link.message_id, of_template.message_id, of_campaign.message_id) as matched_message_id,
        own.message_id is null and of_link.message_id is null and campaigns.is_test as is_test_link
    from named
    left join messages as own on named.message_id = own.message_id and own.direction = 'outbound'
    left join messages as of_link on named.link_message_id = of_link.message_id and of_link.direction = 'outbound'
    left join campaigns on named.link_campaign_id = campaigns.campaign_id
    asof left join of_template
        on named.person = of_template.contact_id and named.link_template_id = of_template.template_id
        and named.clicked_at >= of_template.sent_at
    asof left join of_campaign
        on named.person = of_campaign.contact_id and named.link_campaign_id = of_campaign.campaign_id
        and named.clicked_at >= of_campaign.sent_at
),
previews as (
    select user_agent from (select distinct user_agent from clicks)
    semi join reference('preview_agents') as agents on contains(lower(user_agent), lower(agents.pattern))
),
judged as (
    select
        matched.click_id,
        coalesce(sent.account_id, matched.account_id) as account_id,
        coalesce(sent.contact_id, matched.person) as contact_id,
        matched.clicked_at,
        matched.link_id,
        matched.anonymous_id,
        sent.message_id,
        sent.campaign_id,
        sent.template_id,
        sent.sent_at,
        sent.is_campaign_message,
        sent.is_delivered,
        coalesce(matched.click_count, 1) as click_count,
        not coalesce(vendor_bot_flag, false) and previews.user_agent is null and coalesce(upper(http_method), '') <> 'HEAD'
            and not coalesce(is_datacenter_ip, false)
            and not coalesce(clicked_at < sent.sent_at + interval 2 seconds, false) as is_human
    from matched
    left join fct_messages as sent on matched.matched_message_id = sent.message_id
    left join contacts on matched.person = contacts.contact_id
    left join previews using (user_agent)
    where not coalesce(contacts.is_test or is_test_link, false) and (matched.matched_message_id is null or sent.message_id is not null)
)
select
    judged.* exclude (is_campaign_message, is_delivered),
    is_human and coalesce(is_campaign_message, false) as is_counted,
    is_human and coalesce(is_campaign_message and is_delivered, false) as is_contact_counted
from judged;


-- --- conversions: identified and deduplicated -------------------------------------------------------------------------------

create table fct_conversions as
with identifiers as (
    select identity_type, folded(identity_value) as identity_value, contact_id, first_seen_at as linked_at from raw('identity_links')
    union all select 'email', folded(email), contact_id, created_at from contacts
    union all select 'customer_id', folded(external_customer_id), contact_id, created_at from contacts
    union all select 'phone', folded(phone_e164), contact_id, valid_from from contact_phones
    union all select 'anonymous_id', folded(anonymous_id), contact_id, clicked_at from fct_clicks
),
asked as (
    select conversion_id, occurred_at, unnest([
        {identity_type: 'email', identity_value: folded(email), place: 1}, {identity_type: 'phone', identity_value: folded(phone_e164), place: 2},
        {identity_type: 'customer_id', identity_value: folded(external_customer_id), place: 3},
        {identity_type: 'anonymous_id', identity_value: folded(anonymous_id), place: 4}
    ], recursive := true)
    from reports where contact_id is null
),
known as (
    select identity_type, identity_value, linked_at, max(coalesce(survivor, contact_id)) as contact_id
    from identifiers left join survivors using (contact_id)
    where (identity_type, identity_value) in (select identity_type, identity_value from asked) group by all
),
first_known as (select identity_type, identity_value, arg_min(contact_id, linked_at) as contact_id from known group by all),
answered as (
    select conversion_id, arg_min(coalesce(known.contact_id, first_known.contact_id), place) as contact_id
    from asked
    asof left join known
        on asked.identity_type = known.identity_type and asked.identity_value = known.identity_value and asked.occurred_at >= known.linked_at
    join first_known on asked.identity_type = first_known.identity_type and asked.identity_value = first_known.identity_value
    group by all
),
identified as (
    select reports.* exclude (contact_id), coalesce(survivor, reports.contact_id, answered.contact_id) as contact_id,
        coalesce(revenue_amount, -1) as amount_key
    from reports
    left join answered using (conversion_id)
    left join survivors on reports.contact_id = survivors.contact_id
    left join contacts on coalesce(survivor, reports.contact_id, answered.contact_id) = contacts.contact_id
    where not coalesce(reports.is_test or contacts.is_test, false)
),
keyed_neighbours as (
    select bare.conversion_id, arg_min(keyed.business_key, (abs(epoch_us(keyed.occurred_at) - epoch_us(bare.occurred_at)), keyed.conversion_id)) as business_key
    from identified as bare join identified as keyed
        on bare.account_id = keyed.account_id and bare.contact_id = keyed.contact_id and bare.conversion_type = keyed.conversion_type
        and coalesce(bare.currency, '') = coalesce(keyed.currency, '') and bare.amount_key = keyed.amount_key
        and bare.source_system <> keyed.source_system
        and abs(epoch_us(keyed.occurred_at) - epoch_us(bare.occurred_at)) < 600000000
    where bare.business_key is null and keyed.business_key is not null
    group by all
),
chained as (
    select *, sum(case when gap < interval 600 seconds then 0 else 1 end) over (
        partition by case when contact_id is null then conversion_id end, account_id, contact_id, conversion_type, coalesce(currency, ''), amount_key
        order by occurred_at, conversion_id rows unbounded preceding
    ) as chain
    from (
        select *, occurred_at - lag(occurred_at) over (
            partition by case when contact_id is null then conversion_id end, account_id, contact_id, conversion_type, coalesce(currency, ''), amount_key
            order by occurred_at, conversion_id
        ) as gap
        from identified where business_key is null and conversion_id not in (select conversion_id from keyed_neighbours)
    )
),
grouped as (
    select conversion_id, 'key:' || business_key as group_key, 0 as is_folded from identified where business_key is not null
    union all
    select conversion_id, 'key:' || business_key, 1 from keyed_neighbours
    union all
    select conversion_id, 'row:' || first_value(conversion_id) over (
        partition by case when contact_id is null then conversion_id end, account_id, contact_id, conversion_type, coalesce(currency, ''), amount_key, chain
        order by occurred_at, conversion_id
    ), 0 from chained
),
preferred as (
    select identified.*, group_key, row_number() over (
        partition by account_id, conversion_type, group_key
        order by is_folded, case tracking_method when 'server' then 1 when 'client' then 2 when 'import' then 3 when 'platform_reported' then 4 else 5 end,
            occurred_at, conversion_id
    ) as preference
    from identified join grouped using (conversion_id)
),
merged as (
    select
        account_id, conversion_type, group_key,
        arg_min(conversion_id, preference) as conversion_id,
        arg_min(conversion_class, preference) as conversion_class,
        arg_min(occurred_at, preference) as occurred_at,
        arg_min(contact_id, preference) as contact_id,
        arg_min(revenue_amount, preference) as revenue_amount,
        arg_min({code: currency}, (revenue_amount is null, preference)).code as currency,
        count(*) - 1 as duplicates_removed
    from preferred group by all
)
select
    merged.* exclude (group_key),
    cast(round(case
        when merged.currency = reporting_currency then revenue_amount
        when rate_date >= cast(timezone(accounts.time_zone, timezone('UTC', merged.occurred_at)) as date) - 7 then revenue_amount * rate
    end, 2) as decimal(18, 2)) as revenue_gross
from merged
join raw('accounts') as accounts using (account_id)
asof left join raw('fx_rates') as rates
    on merged.currency = rates.from_currency and reporting_currency = rates.to_currency
    and cast(timezone(accounts.time_zone, timezone('UTC', merged.occurred_at)) as date) >= rates.rate_date;


-- --- the last click before a conversion gets the credit --------------------------------------------------------------------------------

create table fct_attribution as
select
    conversions.conversion_id, conversions.conversion_class, conversions.contact_id, conversions.occurred_at, conversions.revenue_gross,
    clicks.click_id as touch_id, clicks.clicked_at as touch_at, clicks.campaign_id, clicks.message_id
from fct_conversions as conversions
join fct_clicks as clicks
    on conversions.account_id = clicks.account_id and conversions.contact_id = clicks.contact_id
    and conversions.occurred_at >= clicks.clicked_at
join campaigns on clicks.campaign_id = campaigns.campaign_id
left join reference('attribution_windows') as windows on conversions.conversion_type = windows.conversion_type
where clicks.is_counted and conversions.occurred_at < clicks.clicked_at
    + to_minutes(coalesce(campaigns.attribution_window_minutes, cast(windows.window_minutes as bigint), 2880))
qualify row_number() over (partition by conversions.conversion_id order by clicks.clicked_at desc, clicks.click_id desc) = 1;


-- --- campaigns ------------------------------------------------------------------------------------------------------------------

create table fct_campaign_contacts as
with answers as (
    select campaign_id, contact_id, min(sent_at) as first_sent_at, null as first_reply_at, null as first_engaged_at, null as opted_out_at,
        null as first_clicked_at, null as first_conversion_at, count(*) as messages_sent, count(*) filter (is_delivered) as messages_delivered
    from campaign_messages group by all
    union all by name
    select campaign_id, contact_id, min(created_at) filter (is_replied) as first_reply_at, min(created_at) filter (is_engaged) as first_engaged_at
    from fct_replies where campaign_id is not null group by all
    union all by name
    select campaign_id, contact_id, min(opted_out_at) as opted_out_at from fct_opt_outs where campaign_id is not null group by all
    union all by name
    select campaign_id, contact_id, min(clicked_at) as first_clicked_at from fct_clicks where is_contact_counted group by all
    union all by name
    select campaign_id, contact_id, min(occurred_at) as first_conversion_at from fct_attribution
    where conversion_class = 'primary' group by all
)
select campaign_id, contact_id, min(first_sent_at) as first_sent_at, min(first_reply_at) as first_reply_at,
    min(first_engaged_at) as first_engaged_at, min(opted_out_at) as opted_out_at, min(first_clicked_at) as first_clicked_at,
    min(first_conversion_at) as first_conversion_at, coalesce(sum(messages_sent), 0) as messages_sent,
    coalesce(sum(messages_delivered), 0) as messages_delivered
from answers group by all;

create table kpi_campaigns as
with by_contact as (
    select
        campaign_id,
        cast(sum(messages_sent) as bigint) as messages_sent,
        cast(sum(messages_delivered) as bigint) as messages_delivered,
        count(first_sent_at) as contacts_reached,
        count(first_reply_at) as contacts_replied,
        count(first_engaged_at) as contacts_engaged,
        count(opted_out_at) as contacts_opted_out,
        count(first_clicked_at) as contacts_clicked,
        count(first_conversion_at) as contacts_converted
    from fct_campaign_contacts group by all
),
by_message as (
    select campaign_id, count(*) filter (failure_class = 'carrier_blocked') as messages_carrier_blocked,
        count(*) filter (is_first_message) as first_messages_sent, count(*) filter (is_first_message and is_delivered) as first_messages_delivered
    from fct_messages where is_campaign_message group by all
),
by_reply as (select campaign_id, count(*) as replies_received from fct_replies group by all),
by_click as (select campaign_id, cast(sum(click_count) as bigint) as clicks from fct_clicks where is_counted group by all),
by_conversion as (
    select campaign_id, cast(count(*) as double) as conversions, coalesce(sum(revenue_gross), 0) as revenue_gross
    from fct_attribution where conversion_class = 'primary' group by all
)
select
    campaigns.campaign_id,
    campaigns.account_id,
    campaigns.campaign_name,
    coalesce(messages_sent, 0) as messages_sent,
    coalesce(messages_delivered, 0) as messages_delivered,
    coalesce(messages_carrier_blocked, 0) as messages_carrier_blocked,
    coalesce(first_messages_sent, 0) as first_messages_sent,
    coalesce(first_messages_delivered, 0) as first_messages_delivered,
    coalesce(contacts_reached, 0) as contacts_reached,
    coalesce(replies_received, 0) as replies_received,
    coalesce(contacts_replied, 0) as contacts_replied,
    coalesce(contacts_engaged, 0) as contacts_engaged,
    coalesce(contacts_opted_out, 0) as contacts_opted_out,
    coalesce(clicks, 0) as clicks,
    coalesce(contacts_clicked, 0) as contacts_clicked,
    coalesce(conversions, 0) as conversions,
    coalesce(contacts_converted, 0) as contacts_converted,
    coalesce(revenue_gross, 0) as revenue_gross,
    first_messages_delivered / nullif(first_messages_sent, 0) as delivery_rate,
    contacts_replied / nullif(contacts_reached, 0) as reply_rate,
    contacts_opted_out / nullif(contacts_reached, 0) as opt_out_rate
from campaigns
left join by_contact using (campaign_id)
left join by_message using (campaign_id)
left join by_reply using (campaign_id)
left join by_click using (campaign_id)
left join by_conversion using (campaign_id)
where not coalesce(campaigns.is_test, false);

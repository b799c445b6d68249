"""All of it together: raw rows in, facts and marts out."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from . import raw as raw_rows
from .attributed import attribution_answers
from .attribution import own_attribution_window, read_adjustment_credits, read_credits, read_journeys, read_touches
from .calling import Calling, calling_answers
from .clicks import read_clicks
from .cohorts import Attributes, Cohorts
from .consent import read_opt_outs_and_ai_filters
from .contacts import Contacts
from .conversions import read_adjustments, read_conversions
from .dates import Calendar
from .diagnostics import diagnostics_answers
from .experiments import kpi_holdouts, kpi_variants
from .governance import Governance
from .identity import Identities
from .intent import FollowUps, read_meanings
from .kpis import Marts
from .leads import read_leads
from .lists import Lists
from .messages import read_messages, work_out_outbound
from .money import EXACT, Costs, Money, read_costs, fold_currency
from .periods import Periods
from .pipeline import Pipeline, fct_deals, fct_meetings, read_steps
from .raw import kept
from .replies import Attribution, read_inbound
from .responses import first_responses, own_window, read_actions, read_responses
from .send_times import send_time_answers
from .settings import Reference, Settings
from .team import read_waits


@dataclass
class World:
    """What was worked out on the way."""

    settings: Settings
    reference: Reference
    tables: dict
    contacts: Contacts
    attributes: Attributes
    steps: list
    as_of: object
    calendar: Calendar
    outbound: list
    inbound: list
    opt_outs: list
    ai_filters: list
    clicks: list
    waits: list
    responses: list  # (message, time)
    first_responses: dict
    leads: list
    conversions: list  # each of them once
    duplicates: list
    adjustments: list
    journeys: list  # (conversion, basis, scope, touches)
    credits: list
    adjustment_credits: list
    costs: Costs
    live_campaigns: list
    live_templates: list
    campaign_rows: dict
    campaign_accounts: dict  # campaign id -> account id: known campaigns, and those that only other rows name
    account_ids: list
    calling: Calling
    live_consents: list
    money: Money

    def own_window(self, campaign_id):
        return own_window(self.campaign_rows.get(campaign_id), self.settings)

    def longest_window(self, campaign_ids):
        """After this long no reply and no response can be added."""
        return max(
            [
                self.settings.reply_attribution_window,
                self.settings.response_window,
                *self.settings.response_windows.values(),
                *(self.own_window(campaign_id) for campaign_id in campaign_ids),
            ]
        )

    def longest_attribution_window(self, campaign_ids):
        """After this long no conversion can be credited."""
        own = [own_attribution_window(self.campaign_rows.get(campaign_id)) for campaign_id in campaign_ids]
        shipped = [timedelta(minutes=minutes) for _, _, minutes in self.reference.attribution_windows]
        return max([timedelta(0), *shipped, *(window for window in own if window is not None)])

    @cached_property
    def account_names(self):
        return {row["account_id"]: row["account_name"] for row in kept(self.tables, "accounts")}

    def account_name(self, account):
        """Its id, where it has no name."""
        return self.account_names.get(account) or account

    def reporting_currency(self, account):
        return self.money.currencies.get(account) or self.money.fallback

    def is_default(self, credit):
        """Of the model, basis and scope that the KPIs use."""
        return (credit.model, credit.basis, credit.scope) == (
            self.settings.default_attribution_model,
            self.settings.default_attribution_basis,
            self.settings.default_attribution_scope,
        )

    def attributed(self):
        """The conversions that have a credit by that."""
        return {credit.conversion.id for credit in self.credits if self.is_default(credit)}


def work_out(raw, reference: Reference, settings: Settings | None = None) -> World:
    """Everything the facts and marts need, from {table: raw rows}."""
    settings = settings or Settings()
    tables = raw_rows.load_all(raw)
    contacts = Contacts(tables, settings.hash_key)

    test_campaigns = {row["campaign_id"] for row in kept(tables, "campaigns") if row["is_test"]}
    live_campaigns = [row for row in kept(tables, "campaigns") if not row["is_test"]]
    campaign_rows = {row["campaign_id"]: row for row in live_campaigns}

    messages = read_messages(tables, contacts, test_campaigns)
    outbound = work_out_outbound(messages, tables, reference)
    attribution = Attribution(outbound, settings.reply_attribution_window)

    live_consents = []
    for row in kept(tables, "consent_events"):
        contact = contacts.resolve(
            row["contact_id"],
            row["contact_phone_e164"],
            row["account_id"],
            row["occurred_at"],
        )
        named = messages.get(row["message_id"])
        names_test = named is not None and not named.is_outbound and named.is_test
        if not contacts.is_test(contact) and row["campaign_id"] not in test_campaigns and not names_test:
            live_consents.append(row)

    inbound = read_inbound(messages, attribution, live_campaigns, live_consents, reference)
    opt_outs, ai_filters = read_opt_outs_and_ai_filters(
        inbound, live_consents, contacts, attribution, settings.opt_out_echo
    )
    clicks = read_clicks(tables, messages, outbound, contacts, test_campaigns, reference, settings.bot_click_delay)
    accounts = {row["account_id"]: row for row in kept(tables, "accounts")}
    calendar = Calendar(accounts, reference, settings)
    money = Money(tables, accounts, settings)
    identities = Identities(tables, contacts, messages, clicks)
    conversions, duplicates = read_conversions(tables, contacts, identities, settings, money, calendar)
    adjustments = read_adjustments(tables, conversions, duplicates, money, calendar)
    touches, other_touches = read_touches(tables, outbound, clicks, contacts, identities, settings)
    journeys = read_journeys(conversions, touches, other_touches, campaign_rows, reference, settings)
    credits_given = read_credits(journeys, settings)
    actions = read_actions(tables, contacts, identities, attribution, conversions)
    responses = read_responses(inbound, clicks, actions, campaign_rows, settings)

    campaign_accounts = {row["campaign_id"]: row["account_id"] for row in live_campaigns}
    named = [(message.account, message.campaign) for message in messages.values()]
    for table in ("campaign_memberships", "consent_events", "leads", "campaign_costs", "calls", "label_assignments"):
        named += [(row["account_id"], row["campaign_id"]) for row in kept(tables, table)]
    for account, campaign in sorted(named, key=lambda pair: pair[0]):
        if campaign is not None and campaign not in test_campaigns:
            campaign_accounts.setdefault(campaign, account)
    seen_accounts = {account for account, _ in named}
    for table in ("campaigns", "click_events", "conversions", "deals", "tasks", "sales_engagements"):
        seen_accounts |= {row["account_id"] for row in kept(tables, table)}
    account_ids = sorted({*accounts, *campaign_accounts.values(), *seen_accounts})

    now = settings.as_of or raw_rows.as_of(tables)
    return World(
        settings=settings,
        reference=reference,
        tables=tables,
        contacts=contacts,
        attributes=Attributes(tables, contacts, calendar),
        steps=read_steps(tables, contacts, money, calendar, now),
        as_of=now,
        calendar=calendar,
        outbound=outbound,
        inbound=inbound,
        opt_outs=opt_outs,
        ai_filters=ai_filters,
        clicks=clicks,
        waits=read_waits(outbound, inbound),
        responses=responses,
        first_responses=first_responses(responses),
        leads=read_leads(tables, contacts, test_campaigns, inbound, attribution),
        conversions=conversions,
        duplicates=duplicates,
        adjustments=adjustments,
        journeys=journeys,
        credits=credits_given,
        adjustment_credits=read_adjustment_credits(credits_given),
        costs=read_costs(tables, outbound, campaign_accounts, test_campaigns, money, calendar),
        live_campaigns=live_campaigns,
        live_templates=[row for row in kept(tables, "templates") if row["campaign_id"] not in test_campaigns],
        campaign_rows=campaign_rows,
        campaign_accounts=campaign_accounts,
        account_ids=account_ids,
        calling=Calling(tables, contacts, test_campaigns, settings),
        live_consents=live_consents,
        money=money,
    )


CAMPAIGN_BY_MODEL = (
    "account_id", "attribution_model", "attribution_basis", "channel_scope", "channel", "campaign_id", "touch_campaign",
)  # fmt: skip
KEYS = {
    "fct_messages": ("message_id",),
    "fct_replies": ("message_id",),
    "fct_clicks": ("click_id",),
    "fct_team_responses": ("message_id",),
    "fct_leads": ("lead_id",),
    "fct_conversions": ("conversion_id",),
    "fct_conversion_adjustments": ("adjustment_id",),
    "fct_attribution": ("conversion_id", "attribution_model", "attribution_basis", "channel_scope", "touch_id"),
    "fct_attributed_adjustments": (
        "adjustment_id",
        "attribution_model",
        "attribution_basis",
        "channel_scope",
        "touch_id",
    ),
    "dq_duplicate_conversions": ("conversion_id",),
    "dq_row_counts": ("table_name",),
    "kpi_campaigns": ("campaign_id",),
    "kpi_templates": ("campaign_id", "template_id"),
    "kpi_steps": ("campaign_id", "step_number"),
    "kpi_accounts": ("account_id",),
    "kpi_campaigns_daily": ("campaign_id", "basis", "activity_date"),
    "kpi_accounts_daily": ("account_id", "basis", "activity_date"),
    "kpi_campaigns_weekly": ("campaign_id", "basis", "week_start_date"),
    "kpi_campaigns_monthly": ("campaign_id", "basis", "month_start_date"),
    "kpi_accounts_weekly": ("account_id", "basis", "week_start_date"),
    "kpi_accounts_monthly": ("account_id", "basis", "month_start_date"),
    "kpi_send_times": ("account_id", "weekday", "hour"),
    "kpi_campaign_send_times": ("campaign_id", "weekday", "hour"),
    "kpi_calling": ("account_id",),
    "kpi_calling_campaigns": ("campaign_id",),
    "kpi_calling_agents": ("account_id", "agent_id"),
    "kpi_calling_daily": ("account_id", "activity_date"),
    "kpi_call_outcomes": ("account_id", "outcome_name"),
    "kpi_campaign_call_outcomes": ("campaign_id", "outcome_name"),
    "kpi_labels": ("account_id", "label_name"),
    "kpi_campaign_labels": ("campaign_id", "label_name"),
    "kpi_attribution": (*CAMPAIGN_BY_MODEL,),
    "kpi_attribution_monthly": (*CAMPAIGN_BY_MODEL, "month_start_date"),
    "kpi_journeys_monthly": ("account_id", "attribution_basis", "month_start_date"),
    "kpi_deliverability": ("account_id", "dimension", "value"),
    "kpi_deliverability_daily": ("account_id", "dimension", "value", "activity_date"),
    "kpi_links": ("campaign_id", "link_destination"),
    "kpi_inbox": ("account_id", "weekday", "hour"),
    "int_reply_intents": ("message_id",),
    "fct_follow_ups": ("message_id",),
    "rpt_open_follow_ups": ("message_id",),
    "kpi_intents": ("account_id", "intent_category"),
    "kpi_campaign_intents": ("campaign_id", "intent_category"),
    "kpi_follow_up": ("account_id", "owner_id"),
    "fct_governance_breaches": ("message_id", "rule"),
    "kpi_governance": ("account_id", "rule"),
    "kpi_intent_lift": ("account_id", "intent_category"),
    "kpi_fatigue": ("account_id", "campaign_id", "message_number"),
    "kpi_list_growth_daily": ("account_id", "activity_date"),
    "kpi_list_health": ("account_id", "month_start_date"),
    "fct_meetings": ("meeting_id",),
    "fct_deals": ("deal_id",),
    "dim_contact_versions": ("contact_id", "valid_from"),
    "dim_contact_attributes": ("contact_id", "attribute_name", "valid_from"),
    "kpi_cohorts": ("account_id", "dimension", "cohort"),
    "kpi_campaign_cohorts": ("campaign_id", "dimension", "cohort"),
    "kpi_campaign_mix": ("campaign_id", "dimension"),
    "kpi_retention": ("account_id", "cohort_month", "months_since"),
    "kpi_holdouts": ("campaign_id", "arm", "outcome"),
    "kpi_variants": ("campaign_id", "ab_variant"),
}


def _message_row(message, contacts, clock):
    """`clock`: the contact's time at the send."""
    local = clock(message) if message.is_sent else None
    return {
        "message_id": message.id,
        "account_id": message.account,
        "campaign_id": message.campaign,
        "contact_id": message.contact,
        "template_id": message.template,
        "step_number": message.step,
        "ab_variant": message.variant,
        "sent_at": message.sent_at,
        "final_status": message.final_status,
        "sender_phone_id": None if message.sender is None else contacts.hashed(message.sender),
        "local_hour": local and local.hour,
        "local_weekday": local and local.isoweekday(),
        "failure_class": message.failure_class,
        "error_code": message.error_code,
        "num_segments": message.segments,
        "is_campaign_message": message.is_campaign,
        "is_first_message": message.is_first,
    }


def _reply_row(reply):
    matched = reply.message
    return {
        "message_id": reply.id,
        "account_id": reply.account,
        "contact_id": reply.contact,
        "received_at": reply.time,
        "matched_message_id": matched.id if matched else None,
        "campaign_id": reply.campaign,
        "reply_kind": reply.kind,
        "is_first_reply": reply.is_first,
        "seconds_to_reply": (reply.time - matched.sent_at).total_seconds() if matched else None,
    }


def _click_row(click):
    return {
        "click_id": click.id,
        "account_id": click.account,
        "contact_id": click.contact,
        "message_id": click.message.id if click.message else None,
        "campaign_id": click.campaign,
        "clicked_at": click.time,
        "is_human": click.is_human,
        "link_destination": click.link_destination,
        "click_count": click.count,
    }


def _wait_row(wait):
    return {
        "message_id": wait.opened_by.id,
        "account_id": wait.account,
        "contact_id": wait.opened_by.contact,
        "response_seconds": wait.seconds,
    }


def _lead_row(lead):
    return {
        "lead_id": lead.id,
        "account_id": lead.account,
        "contact_id": lead.contact,
        "campaign_id": lead.campaign,
        "message_id": lead.message.id if lead.message else None,
        "created_at": lead.time,
        "is_first_lead": lead.is_first,
    }


def _conversion_row(conversion, attributed):
    return {
        "conversion_id": conversion.id,
        "account_id": conversion.account,
        "conversion_type": conversion.type,
        "conversion_class": conversion.kind,
        "business_key": conversion.key,
        "source_system": conversion.source,
        "tracking_method": conversion.row["tracking_method"],
        "occurred_at": conversion.time,
        "occurred_date": conversion.day,
        "contact_id": conversion.contact,
        "identified_by": conversion.identified_by,
        "revenue_amount": conversion.amount,
        "currency": conversion.currency,
        "revenue_gross": conversion.gross,
        "revenue_adjusted": conversion.adjusted,
        "revenue_net": conversion.net,
        "duplicates_removed": len(conversion.losers),
        "platform_attributed_campaign_id": conversion.row["platform_attributed_campaign_id"],
        "is_attributed": conversion.id in attributed,
        "loaded_at": conversion.row["loaded_at"],
    }


def _adjustment_row(adjustment):
    amount = adjustment.amount
    return {
        "adjustment_id": adjustment.id,
        "conversion_id": adjustment.conversion.id,
        "account_id": adjustment.account,
        "adjustment_type": adjustment.row["adjustment_type"],
        "occurred_at": adjustment.time,
        "occurred_date": adjustment.day,
        "amount": adjustment.row["amount"],
        "currency": fold_currency(adjustment.row["currency"]),
        "reporting_amount": None if amount is None else EXACT.quantize(amount, Decimal("0.000001")),
        "applied_amount": adjustment.applied,
    }


def _credit_key(credit):
    return {
        "attribution_model": credit.model,
        "attribution_basis": credit.basis,
        "channel_scope": credit.scope,
        "touch_id": credit.touch.id,
    }


def _credited(credit, calendar):
    """What a credit and its part of an adjustment tell alike."""
    message = credit.message
    return {
        "conversion_id": credit.conversion.id,
        "account_id": credit.account,
        "contact_id": credit.contact,
        "conversion_class": credit.conversion.kind,
        "channel": credit.touch.channel,
        "campaign_id": credit.campaign,
        "template_id": message.template if message else None,
        "step_number": message.step if message else None,
        "ab_variant": message.variant if message else None,
        "matched_sent_date": calendar.day(message.account, message.sent_at) if message else None,
    }


def _attribution_row(credit, calendar):
    own = {
        "conversion_type": credit.conversion.type,
        "occurred_at": credit.time,
        "occurred_date": credit.conversion.day,
        "touch_at": credit.touch.time,
        "touch_number": credit.number,
        "touch_count": credit.touches,
        "credit": credit.share,
        "revenue_credit": credit.revenue,
        "message_id": credit.message.id if credit.message else None,
        "seconds_to_conversion": (credit.time - credit.touch.time).total_seconds(),
    }
    return _credit_key(credit) | _credited(credit, calendar) | own


def _attributed_adjustment_row(part, calendar):
    own = {
        "adjustment_id": part.adjustment.id,
        "occurred_date": part.adjustment.day,
        "adjustment_credit": part.amount,
    }
    return _credit_key(part.credit) | _credited(part.credit, calendar) | own


def _duplicate_row(pair):
    return {
        "conversion_id": pair.loser.id,
        "kept_conversion_id": pair.kept.id,
        "account_id": pair.loser.account,
        "conversion_type": pair.loser.type,
        "duplicate_reason": pair.reason,
    }


def _meaning_row(meaning):
    return {
        "message_id": meaning.reply.id,
        "intent_category": meaning.category,
        "intent_tier": meaning.tier,
        "category_source": meaning.source,
        "is_rapid_response": meaning.is_rapid,
        "is_repeat_click": meaning.is_repeat_click,
        "is_keyword": meaning.is_keyword,
        "is_reschedule": meaning.is_reschedule,
        "is_opt_out_pattern": meaning.is_opt_out_pattern,
    }


def read_governance(world):
    return Governance(
        world.tables, world.contacts, world.outbound, world.inbound, world.live_consents, world.attributes, world.reference,
        world.settings, world.calendar,
    )  # fmt: skip


def answer_intents(world, worded):
    """What replies mean and what came of them, and the sending rules. `worded`: what the rules of intent make of each text."""
    meanings = read_meanings(world.tables, world.inbound, world.clicks, world.reference, world.settings, worded)
    follow_ups = FollowUps(
        world.tables, world.contacts, world.attributes, world.outbound, meanings, world.conversions, world.reference,
        world.settings, world.money, world.calendar, world.as_of,
    )  # fmt: skip
    governance = read_governance(world)
    lists = Lists(world, governance)
    return {
        "int_reply_intents": [_meaning_row(meaning) for meaning in meanings],
        "fct_follow_ups": follow_ups.fact_rows(),
        "rpt_open_follow_ups": follow_ups.open_rows(),
        "kpi_intents": follow_ups.kpi_rows(
            KEYS["kpi_intents"], lambda meaning: meaning.reply.account, lambda meaning: meaning.category
        ),
        "kpi_campaign_intents": follow_ups.kpi_rows(
            KEYS["kpi_campaign_intents"], lambda meaning: meaning.reply.campaign, lambda meaning: meaning.category
        ),
        "kpi_follow_up": follow_ups.kpi_rows(
            KEYS["kpi_follow_up"],
            lambda meaning: meaning.reply.account,
            lambda meaning: meaning.owner or "unassigned",
            only_replies=True,
        ),
        "kpi_intent_lift": follow_ups.lift_rows(),
        "fct_governance_breaches": governance.fact_rows(),
        "kpi_governance": governance.kpi_rows(world.account_ids),
        "kpi_fatigue": lists.fatigue_rows(),
        "kpi_list_growth_daily": lists.growth_rows(),
        "kpi_list_health": lists.health_rows(),
    }


def answer(raw, reference: Reference, settings: Settings | None = None, worded: dict | None = None) -> dict:
    """{model: {key: row}} for every model of this computation; those of intent only with `worded`."""
    return answer_of(work_out(raw, reference, settings), worded)


def answer_of(world: World, worded: dict | None = None) -> dict:
    marts = Marts(world)
    cohorts = Cohorts(world, marts, Pipeline(world))
    attributed = world.attributed()
    where_and_when = read_governance(world).where_and_when
    rows = {
        "fct_messages": [_message_row(message, world.contacts, lambda one: where_and_when(one)[1]) for message in world.outbound],
        "fct_replies": [_reply_row(reply) for reply in world.inbound],
        "fct_clicks": [_click_row(click) for click in world.clicks],
        "fct_team_responses": [_wait_row(wait) for wait in world.waits],
        "fct_leads": [_lead_row(lead) for lead in world.leads],
        "fct_conversions": [_conversion_row(conversion, attributed) for conversion in world.conversions],
        "fct_conversion_adjustments": [_adjustment_row(adjustment) for adjustment in world.adjustments],
        "fct_attribution": [_attribution_row(credit, world.calendar) for credit in world.credits],
        "fct_attributed_adjustments": [
            _attributed_adjustment_row(part, world.calendar) for part in world.adjustment_credits
        ],
        "dq_duplicate_conversions": [_duplicate_row(pair) for pair in world.duplicates],
        "dq_row_counts": [table.counts() for table in world.tables.values()],
        "kpi_campaigns": cohorts.with_pipeline(marts.kpi_campaigns(), "campaign_id"),
        "kpi_templates": marts.kpi_templates(),
        "kpi_steps": marts.kpi_steps(),
        "kpi_accounts": cohorts.with_pipeline(marts.kpi_accounts(), "account_id"),
        "kpi_campaigns_daily": marts.kpi_campaigns_daily(),
        "kpi_accounts_daily": marts.kpi_accounts_daily(),
        **Periods(world, marts).answers(),
        **send_time_answers(world, marts, read_governance(world)),
        **calling_answers(world),
        **attribution_answers(world),
        **diagnostics_answers(world, marts),
        "fct_meetings": fct_meetings(world),
        "fct_deals": fct_deals(world),
        "dim_contact_versions": cohorts.dim_contact_versions(),
        "dim_contact_attributes": cohorts.dim_contact_attributes(),
        "kpi_cohorts": cohorts.kpi_cohorts(),
        "kpi_campaign_cohorts": cohorts.kpi_campaign_cohorts(),
        "kpi_campaign_mix": cohorts.kpi_campaign_mix(),
        "kpi_retention": cohorts.kpi_retention(),
        "kpi_holdouts": kpi_holdouts(world),
        "kpi_variants": kpi_variants(world, marts),
    }
    return keyed(world, rows) | (answer_intents_of(world, worded) if worded is not None else {})


def answer_intents_of(world: World, worded: dict) -> dict:
    return keyed(world, answer_intents(world, worded))


def keyed(world, rows):
    return {model: by_key(model, with_account(world, model, model_rows)) for model, model_rows in rows.items()}


# Columns in money; the figures per unit stand beside one of these.
MONEY = ("revenue_", "cost_", "influenced_pipeline")


def with_account(world, model, rows):
    """Rows of a mart with the name of their account, and with its currency if they hold money."""
    for row in rows:
        if not model.startswith(("kpi_", "rpt_")):
            yield row
            continue
        account = row["account_id"] if "account_id" in row else world.campaign_accounts[row["campaign_id"]]
        named = {"account_name": world.account_name(account)}
        if any(column.startswith(MONEY) for column in row):
            named["reporting_currency"] = world.reporting_currency(account)
        yield row | named


def by_key(model, rows):
    """Rows by their key; a key that comes twice is an error of whoever made the rows."""
    result = {}
    for row in rows:
        key = tuple(row[column] for column in KEYS[model])
        if key in result:
            raise ValueError(f"{model}: {key} twice")
        result[key] = row
    return result

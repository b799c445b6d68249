"""All of it together: raw rows in, facts and marts out."""

from dataclasses import dataclass

from . import raw as raw_rows
from .clicks import read_clicks
from .consent import read_opt_outs_and_ai_filters
from .contacts import Contacts
from .dates import Calendar
from .kpis import Marts
from .messages import read_messages, work_out_outbound
from .raw import kept
from .replies import Attribution, read_inbound
from .responses import first_responses, own_window
from .settings import Reference, Settings
from .team import read_waits


@dataclass
class World:
    """What was worked out on the way."""

    settings: Settings
    tables: dict
    as_of: object
    calendar: Calendar
    outbound: list
    inbound: list
    opt_outs: list
    ai_filters: list
    clicks: list
    waits: list
    first_responses: dict
    live_campaigns: list
    live_templates: list
    campaign_rows: dict
    campaign_accounts: dict  # campaign id -> account id: known campaigns, and those only messages or consents name
    account_ids: list

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


def work_out(raw, reference: Reference, settings: Settings | None = None) -> World:
    """Everything the facts and marts need, from {table: raw rows}."""
    settings = settings or Settings()
    tables = raw_rows.load_all(raw)
    contacts = Contacts(tables)

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
    responses = first_responses(outbound, inbound, clicks, campaign_rows, settings)

    accounts = {row["account_id"]: row for row in kept(tables, "accounts")}
    campaign_accounts = {row["campaign_id"]: row["account_id"] for row in live_campaigns}
    consents, click_rows = kept(tables, "consent_events"), kept(tables, "click_events")
    named = [(message.account, message.campaign) for message in messages.values()]
    named += [(row["account_id"], row["campaign_id"]) for row in consents]
    for account, campaign in sorted(named, key=lambda pair: pair[0]):
        if campaign is not None and campaign not in test_campaigns:
            campaign_accounts.setdefault(campaign, account)
    seen_accounts = {account for account, _ in named} | {row["account_id"] for row in click_rows}
    seen_accounts |= {row["account_id"] for row in kept(tables, "campaigns")}
    account_ids = sorted({*accounts, *campaign_accounts.values(), *seen_accounts})

    return World(
        settings=settings,
        tables=tables,
        as_of=settings.as_of or raw_rows.as_of(tables),
        calendar=Calendar(accounts, reference, settings),
        outbound=outbound,
        inbound=inbound,
        opt_outs=opt_outs,
        ai_filters=ai_filters,
        clicks=clicks,
        waits=read_waits(outbound, inbound),
        first_responses=responses,
        live_campaigns=live_campaigns,
        live_templates=[row for row in kept(tables, "templates") if row["campaign_id"] not in test_campaigns],
        campaign_rows=campaign_rows,
        campaign_accounts=campaign_accounts,
        account_ids=account_ids,
    )


KEYS = {
    "fct_messages": ("message_id",),
    "fct_replies": ("message_id",),
    "fct_clicks": ("click_id",),
    "fct_team_responses": ("message_id",),
    "dq_row_counts": ("table_name",),
    "kpi_campaigns": ("campaign_id",),
    "kpi_templates": ("campaign_id", "template_id"),
    "kpi_steps": ("campaign_id", "step_number"),
    "kpi_accounts": ("account_id",),
    "kpi_campaigns_daily": ("campaign_id", "basis", "activity_date"),
    "kpi_accounts_daily": ("account_id", "basis", "activity_date"),
}


def _message_row(message):
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
        "failure_class": message.failure_class,
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
        "click_count": click.count,
    }


def _wait_row(wait):
    return {
        "message_id": wait.opened_by.id,
        "account_id": wait.account,
        "contact_id": wait.opened_by.contact,
        "response_seconds": wait.seconds,
    }


def answer(raw, reference: Reference, settings: Settings | None = None) -> dict:
    """{model: {key: row}} for every model of this computation."""
    world = work_out(raw, reference, settings)
    marts = Marts(world)
    rows = {
        "fct_messages": [_message_row(message) for message in world.outbound],
        "fct_replies": [_reply_row(reply) for reply in world.inbound],
        "fct_clicks": [_click_row(click) for click in world.clicks],
        "fct_team_responses": [_wait_row(wait) for wait in world.waits],
        "dq_row_counts": [table.counts() for table in world.tables.values()],
        "kpi_campaigns": marts.kpi_campaigns(),
        "kpi_templates": marts.kpi_templates(),
        "kpi_steps": marts.kpi_steps(),
        "kpi_accounts": marts.kpi_accounts(),
        "kpi_campaigns_daily": marts.kpi_campaigns_daily(),
        "kpi_accounts_daily": marts.kpi_accounts_daily(),
    }
    return {model: by_key(model, model_rows) for model, model_rows in rows.items()}


def by_key(model, rows):
    """Rows by their key; a key that comes twice is an error of whoever made the rows."""
    result = {}
    for row in rows:
        key = tuple(row[column] for column in KEYS[model])
        if key in result:
            raise ValueError(f"{model}: {key} twice")
        result[key] = row
    return result

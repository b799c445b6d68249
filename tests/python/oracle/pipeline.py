"""What came of contacts after they were first reached: meetings, deals, stages."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from .kpis import median, rate
from .money import cents, fold_currency
from .raw import is_known, kept


@dataclass(frozen=True)
class Step:
    """A meeting or something that happened to a deal, and whose it is."""

    kind: str
    id: str
    time: datetime
    account: str
    contacts: frozenset
    amount: Decimal | None = None
    outcome: str | None = None
    is_due: bool = False


def read_steps(tables, contacts, money, calendar, as_of):
    steps = []
    for row in kept(tables, "meetings"):
        contact, outcome = contacts.survivor(row["contact_id"]), row["outcome"] or "scheduled"
        has_begun = row["starts_at"] is not None and row["starts_at"] <= as_of
        is_due = outcome in ("completed", "no_show") or (outcome == "scheduled" and has_begun)
        steps.append(
            Step("meeting", row["meeting_id"], row["booked_at"], row["account_id"], frozenset([contact]), None, outcome, is_due)
        )
    people = defaultdict(set)
    for row in kept(tables, "deal_contacts"):
        people[row["deal_id"]].add(contacts.survivor(row["contact_id"]))
    entries = defaultdict(list)
    for row in kept(tables, "deal_stage_history"):
        if row["stage_order"] is not None:
            entries[row["deal_id"]].append((row["entered_at"], row["stage_order"], row["stage_id"]))
    for row in kept(tables, "deals"):
        deal, account, who = row["deal_id"], row["account_id"], frozenset(people[row["deal_id"]])
        currency = fold_currency(row["currency"]) or money.currencies.get(account) or money.fallback

        def worth(moment, row=row, account=account, currency=currency):
            amount = money.convert(row["amount"], currency, account, calendar.day(account, moment))
            return None if amount is None else cents(amount)

        steps.append(Step("opportunity", deal, row["created_at"], account, who, worth(row["created_at"])))
        if row["is_won"] and row["closed_at"] is not None:
            steps.append(Step("won", deal, row["closed_at"], account, who, worth(row["closed_at"])))
        highest = None
        for number, (moment, order, _) in enumerate(sorted(entries[deal])):
            if highest is not None and order > highest:
                steps.append(Step("progression", f"{deal}/{number}", moment, account, who))
            highest = order if highest is None else max(highest, order)
    return steps


class Pipeline:
    def __init__(self, world):
        self.tables = world.tables
        self.window = world.settings.pipeline_window
        self.of_contact = defaultdict(list)
        for step in world.steps:
            for contact in step.contacts:
                self.of_contact[step.account, contact].append(step)

    def row(self, messages, account):
        """The columns of a cell, from its campaign messages."""
        first = {}
        for message in messages:
            if message.counts_as_delivered:
                first[message.contact] = min(message.sent_at, first.get(message.contact, message.sent_at))
        seen, days = defaultdict(dict), defaultdict(dict)
        for contact, start in first.items():
            for step in self.of_contact[account, contact]:
                if start <= step.time < start + self.window:
                    seen[step.kind][step.id] = step
                    waited = (step.time - start) / timedelta(days=1)
                    days[step.kind][contact] = min(waited, days[step.kind].get(contact, waited))
        meetings, won, created = seen["meeting"].values(), seen["won"].values(), seen["opportunity"].values()
        held = sum(step.outcome == "completed" for step in meetings)
        due = sum(step.is_due for step in meetings)
        row = {
            "meetings_created": len(meetings),
            "meetings_due": due,
            "meetings_held": held,
            "meetings_no_show": sum(step.outcome == "no_show" for step in meetings),
            "show_rate": rate(held, due),
            "median_days_to_meeting": median(days["meeting"].values()),
            "opportunities_created": len(created),
            "pipeline_amount": self.total(created),
            "stage_progressions": len(seen["progression"]),
            "deals_won": len(won),
            "won_amount": self.total(won),
            "median_days_to_opportunity": median(days["opportunity"].values()),
            "median_days_to_won": median(days["won"].values()),
        }
        has_deals = is_known(self.tables, "deals") and is_known(self.tables, "deal_contacts")
        for column in row:
            of_meetings = "meeting" in column or column == "show_rate"
            of_stages = column == "stage_progressions" and not is_known(self.tables, "deal_stage_history")
            if not (is_known(self.tables, "meetings") if of_meetings else has_deals and not of_stages):
                row[column] = None
        return row

    @staticmethod
    def total(steps):
        known = [step.amount for step in steps if step.amount is not None]
        return None if steps and not known else sum(known, Decimal("0.00"))


# --- one row per meeting and per deal -------------------------------------------------------------------


class Origins:
    """The campaign message and the reply that came last before something, within the window."""

    def __init__(self, world):
        self.window = world.settings.pipeline_window
        self.messages, self.replies = defaultdict(list), defaultdict(list)
        for message in world.outbound:
            if message.is_campaign:
                self.messages[message.account, message.contact].append((message.sent_at, message.id, message.campaign))
        for reply in world.inbound:
            if reply.kind == "reply":
                self.replies[reply.account, reply.contact].append((reply.time, reply.id))

    def columns(self, account, contacts, moment):
        def latest(events):
            found = [event for contact in contacts for event in events[account, contact] if event[0] <= moment < event[0] + self.window]
            return max(found, default=(None, None, None))

        sent_at, message, campaign = latest(self.messages)
        replied_at, reply, *_ = latest(self.replies)
        return {
            "campaign_id": campaign,
            "message_id": message,
            "message_sent_at": sent_at,
            "reply_message_id": reply,
            "replied_at": replied_at,
        }


def fct_meetings(world):
    origins, steps = Origins(world), {step.id: step for step in world.steps if step.kind == "meeting"}
    for row in kept(world.tables, "meetings"):
        contact = world.contacts.survivor(row["contact_id"])
        if not world.contacts.is_test(contact):
            step = steps[row["meeting_id"]]
            yield {
                "meeting_id": row["meeting_id"],
                "account_id": row["account_id"],
                "contact_id": contact,
                "owner_id": row["owner_id"],
                "booked_at": row["booked_at"],
                "booked_date": world.calendar.day(row["account_id"], row["booked_at"]),
                "starts_at": row["starts_at"],
                "outcome": step.outcome,
                "is_due": step.is_due,
            } | origins.columns(row["account_id"], [contact], row["booked_at"])


def fct_deals(world):
    origins, day = Origins(world), world.calendar.day
    created = {step.id: step for step in world.steps if step.kind == "opportunity"}
    for row in kept(world.tables, "deals"):
        deal, account, closed_at = row["deal_id"], row["account_id"], row["closed_at"]
        contacts = created[deal].contacts
        if contacts and all(world.contacts.is_test(contact) for contact in contacts):
            continue
        currency = fold_currency(row["currency"]) or world.money.currencies.get(account) or world.money.fallback
        at_closing = world.money.convert(row["amount"], currency, account, day(account, closed_at)) if closed_at else None
        yield {
            "deal_id": deal,
            "account_id": account,
            "owner_id": row["owner_id"],
            "pipeline_id": row["pipeline_id"],
            "current_stage": row["current_stage"],
            "created_at": row["created_at"],
            "created_date": day(account, row["created_at"]),
            "closed_at": closed_at,
            "closed_date": day(account, closed_at) if closed_at else None,
            "is_won": bool(closed_at and row["is_won"]),
            "currency": currency,
            "amount_at_creation": created[deal].amount,
            "amount_at_closing": None if at_closing is None else cents(at_closing),
            "contact_count": len(contacts),
        } | origins.columns(account, contacts, row["created_at"])

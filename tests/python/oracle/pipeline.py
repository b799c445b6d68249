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

"""What replies mean, who follows up on them, and what comes next. What the rules of intent make of a text is given."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from .cohorts import UNKNOWN
from .experiments import Figure, compare
from .money import cents
from .raw import is_known, kept
from .replies import normalise
from .team import is_from_a_person

TIERS = ("high", "medium", "low")
STATUSES = ("met", "breached", "open")


@dataclass
class Meaning:
    """Of one inbound message."""

    reply: object
    category: str | None = None
    tier: str | None = None
    source: str | None = None
    is_keyword: bool = False
    is_reschedule: bool = False
    is_opt_out_pattern: bool = False
    is_rapid: bool = False
    is_repeat_click: bool | None = None
    owner: str | None = None
    due: datetime | None = None
    action: tuple | None = None  # (time, rank, kind, id)
    step: tuple | None = None
    status: str | None = None
    task_at_once: bool | None = None
    escalated: datetime | None = None
    counts: dict = field(default_factory=dict)


def classification(rows, threshold):
    """The row that is believed, and what kind of classifier gave it."""
    kinds = defaultdict(list)
    for row in rows:
        by = row["classifier"] or ""
        if by.startswith("human"):
            kinds["human"].append(row)
        elif not by.startswith("model:"):
            kinds["vendor_rule"].append(row)
        elif row["confidence"] is None or row["confidence"] >= threshold:
            kinds["model"].append(row)
    for kind in ("human", "model", "vendor_rule"):
        if kinds[kind]:
            return max(kinds[kind], key=lambda row: (row["classified_at"], row["classifier"] or "")), kind
    return None, None


def has_repeat_click(reply, clicks, gap):
    times = [
        click.time
        for click in clicks
        if click.counts and click.campaign == reply.campaign and click.contact == reply.contact and click.time <= reply.time
    ]
    return bool(times) and max(times) - min(times) >= gap


def read_meanings(tables, inbound, clicks, reference, settings, worded):
    """`worded`: message id -> (category, tier, whether a rule of reschedule matches), where a rule matches."""
    given = defaultdict(list)
    for row in kept(tables, "reply_classifications"):
        given[row["message_id"]].append(row)
    clicks_of = defaultdict(list)
    for click in clicks:
        clicks_of[click.contact].append(click)
    kinds = defaultdict(set)
    for wording, kind in reference.wordings:
        kinds[normalise(wording)].add(kind)

    meanings = []
    for reply in inbound:
        meaning = Meaning(reply)
        said = normalise(reply.own.row["body"])
        by_text = kinds[said] if said else set()
        meaning.is_keyword = (
            reply.kind == "keyword_entry"
            or bool(by_text & {"opt_out", "opt_in", "help"})
            or ("opt_in_if_opted_out" in by_text and reply.kind == "opt_in")
        )
        category, tier, moves = worded.get(reply.id, (None, None, False))
        if reply.kind == "opt_out":
            meaning.category, meaning.source = "opt_out", "reply_kind"
        elif reply.kind == "reply":
            row, by = classification(given[reply.id], settings.min_model_confidence)
            if row is not None:
                meaning.category, meaning.tier, meaning.source = row["intent_category"], row["intent_tier"], by
            else:
                meaning.category, meaning.tier = category or "other", tier
                meaning.source = "none" if category is None else "rule"
        listed = reference.intent_categories.get(meaning.category)
        meaning.tier = meaning.tier or (listed["intent_tier"] if listed else None)
        meaning.is_reschedule = moves or meaning.category == "reschedule"
        meaning.is_opt_out_pattern = category == "opt_out" and not meaning.is_keyword
        if reply.message is not None:
            sent = reply.message.sent_at
            meaning.is_rapid = sent <= reply.time < sent + settings.rapid_response_window
        if is_known(tables, "click_events"):
            meaning.is_repeat_click = has_repeat_click(reply, clicks_of[reply.contact], settings.repeat_click_gap)
        meanings.append(meaning)
    return meanings


@dataclass
class Deal:
    row: dict
    contacts: set
    amount: object  # in the reporting currency

    @property
    def id(self):
        return self.row["deal_id"]


class FollowUps:
    """The meanings of replies and opt-outs with what people did about them."""

    def __init__(self, tables, contacts, attributes, outbound, meanings, conversions, reference, settings, money, calendar, as_of):
        self.tables, self.contacts, self.attributes = tables, contacts, attributes
        self.reference, self.settings, self.as_of = reference, settings, as_of
        self.meetings = list(self.live("meetings", "booked_at"))
        self.tasks = list(self.live("tasks", "created_at"))
        self.deals = self.read_deals(money, calendar)
        self.moves = self.read_moves()
        self.meanings = [meaning for meaning in meanings if meaning.reply.kind in ("reply", "opt_out")]
        actions, steps = self.read_actions(outbound), self.read_steps(conversions)
        for meaning in self.meanings:
            self.follow(meaning, actions, steps)

    def live(self, table, time):
        """(row, account, contact) of rows that are no tests."""
        for row in kept(self.tables, table):
            contact = self.contacts.resolve(row["contact_id"], row.get("contact_phone_e164"), row["account_id"], row[time])
            if not self.contacts.is_test(contact) and not row.get("is_test"):
                yield row, row["account_id"], contact

    def read_deals(self, money, calendar):
        people = defaultdict(set)
        for row in kept(self.tables, "deal_contacts"):
            people[row["deal_id"]].add(self.contacts.survivor(row["contact_id"]))
        deals = []
        for row in kept(self.tables, "deals"):
            account, who = row["account_id"], people[row["deal_id"]]
            if who and all(self.contacts.is_test(contact) for contact in who):
                continue
            amount = row["amount"]
            if amount is not None:
                currency = row["currency"] if (row["currency"] or "").strip() else money.currencies.get(account) or money.fallback
                amount = money.convert(amount, currency, account, calendar.day(account, row["created_at"]))
            deals.append(Deal(row, who, None if amount is None else cents(amount)))
        return deals

    def read_moves(self):
        """(deal, number of the move, time) of entries into a stage above all before."""
        entries = defaultdict(list)
        for row in kept(self.tables, "deal_stage_history"):
            if row["stage_order"] is not None:
                entries[row["deal_id"]].append(row)
        moves = []
        for deal in self.deals:
            highest = None
            for row in sorted(entries[deal.id], key=lambda row: (row["entered_at"], row["stage_order"])):
                if highest is not None and row["stage_order"] > highest:
                    moves.append((deal, len(moves), row["entered_at"]))
                highest = row["stage_order"] if highest is None else max(highest, row["stage_order"])
        return moves

    def read_actions(self, outbound):
        actions = defaultdict(list)
        for message in outbound:
            may_have_left = not message.did_not_arrive and message.final_status not in ("scheduled", "canceled")
            if may_have_left and is_from_a_person(message):
                actions[message.account, message.contact].append((message.sent_at, 1, "message", message.id))
        test_campaigns = {row["campaign_id"] for row in kept(self.tables, "campaigns") if row["is_test"]}
        for row, account, contact in self.live("calls", "started_at"):
            is_parent = row["direction"] == "outbound" and row["parent_call_id"] is None
            if is_parent and row["status"] != "canceled" and row["campaign_id"] not in test_campaigns:
                actions[account, contact].append((row["started_at"], 2, "call", row["call_id"]))
        for row, account, contact in self.tasks:
            if row["completed_at"] is not None:
                actions[account, contact].append((row["completed_at"], 3, "task", row["task_id"]))
        for row, account, contact in self.meetings:
            actions[account, contact].append((row["booked_at"], 4, "meeting", row["meeting_id"]))
        return actions

    def read_steps(self, conversions):
        steps = defaultdict(list)
        for row, account, contact in self.meetings:
            steps[account, contact].append((row["booked_at"], 1, "meeting"))
        for deal in self.deals:
            for contact in deal.contacts:
                steps[deal.row["account_id"], contact].append((deal.row["created_at"], 2, "opportunity"))
        for deal, _, moment in self.moves:
            for contact in deal.contacts:
                steps[deal.row["account_id"], contact].append((moment, 3, "stage"))
        for conversion in conversions:
            if conversion.kind == "primary" and conversion.contact is not None:
                steps[conversion.account, conversion.contact].append((conversion.time, 4, "conversion"))
        return steps

    def owner(self, contact, moment):
        """As of the reply; where the history begins later, the first that is known; without a history, the current one."""
        changes = self.attributes.changes.get((contact, "owner_id"))
        if changes and not any(instant <= moment for instant in changes):
            known = (changes[instant]["attribute_value"] for instant in sorted(changes))
            return next((owner for owner in known if owner), None)
        found = self.attributes.value(contact, "owner_id", moment)
        return None if found == UNKNOWN else found

    def follow(self, meaning, actions, steps):
        reply = meaning.reply
        who = (reply.account, reply.contact)
        meaning.owner = self.owner(reply.contact, reply.time)
        later = [action for action in actions[who] if action[0] >= reply.time]
        meaning.action = min(later) if later else None
        within = reply.time + self.settings.next_step_window
        coming = [step for step in steps[who] if reply.time <= step[0] < within]
        meaning.step = min(coming) if coming else None

        listed = self.reference.intent_categories.get(meaning.category)
        if listed and listed["sla_minutes"] and reply.kind == "reply":
            meaning.due = reply.time + timedelta(minutes=int(listed["sla_minutes"]))
            if meaning.action is not None:
                meaning.status = "met" if meaning.action[0] < meaning.due else "breached"
            else:
                meaning.status = "breached" if self.as_of >= meaning.due else "open"

        end = meaning.action[0] if meaning.action else datetime.max
        own = [row for row, account, contact in self.tasks if (account, contact) == who]
        naming = [row for row, _, _ in self.tasks if row["source_message_id"] == reply.id]
        between = [row for row in own if reply.time <= row["created_at"] < end]
        escalations = [row["escalated_at"] for row in naming or between if row["escalated_at"] is not None]
        meaning.escalated = min(escalations) if escalations else None
        if is_known(self.tables, "tasks"):
            soon = reply.time + self.settings.task_at_once_window
            meaning.task_at_once = meaning.tier == "high" and any(reply.time <= row["created_at"] < soon for row in own)

    # --- rows ----------------------------------------------------------------------------------------

    def fact_rows(self):
        for meaning in self.meanings:
            reply = meaning.reply
            if reply.kind == "reply":
                yield {
                    "message_id": reply.id,
                    "account_id": reply.account,
                    "contact_id": reply.contact,
                    "campaign_id": reply.campaign,
                    "intent_category": meaning.category,
                    "intent_tier": meaning.tier,
                    "owner_id": meaning.owner,
                    "due_at": meaning.due,
                    "sla_status": meaning.status,
                    "follow_up_type": meaning.action[2] if meaning.action else None,
                    "follow_up_id": meaning.action[3] if meaning.action else None,
                    "followed_up_at": meaning.action[0] if meaning.action else None,
                    "has_task_at_once": meaning.task_at_once,
                    "escalated_at": meaning.escalated,
                    "next_step_type": meaning.step[2] if meaning.step else None,
                    "next_step_at": meaning.step[0] if meaning.step else None,
                }

    def open_rows(self):
        for meaning in self.meanings:
            if meaning.reply.kind == "reply" and meaning.tier == "high" and meaning.action is None:
                yield {
                    "message_id": meaning.reply.id,
                    "account_id": meaning.reply.account,
                    "received_at": meaning.reply.time,
                    "owner_id": meaning.owner,
                    "seconds_open": (self.as_of - meaning.reply.time).total_seconds(),
                }

    def kpi_rows(self, keys, scope, cell, only_replies=False):
        """One row per scope and cell; `keys`: the names of the two."""
        cells, totals = defaultdict(list), defaultdict(int)
        for meaning in self.meanings:
            place = (scope(meaning), cell(meaning))
            if place[0] is not None and not (only_replies and meaning.reply.kind != "reply"):
                cells[place].append(meaning)
                totals[place[0]] += 1
        for place, meanings in cells.items():
            yield dict(zip(keys, place, strict=True)) | self.figures(meanings, totals[place[0]])

    def lift_rows(self):
        """Replies whose SLA was kept beside those whose SLA was broken."""
        cells = defaultdict(lambda: {"kept": [], "broken": []})
        for meaning in self.meanings:
            if meaning.status in ("met", "breached"):
                arm = "kept" if meaning.status == "met" else "broken"
                cells[meaning.reply.account, meaning.category][arm].append(meaning.step is not None)
        is_countable = any(is_known(self.tables, name) for name in ("meetings", "deals", "conversions"))
        for (account, category), arms in cells.items():
            figures = {arm: Figure(len(steps), sum(steps) if is_countable else None) for arm, steps in arms.items()}
            row = compare(figures, "broken", self.settings.experiment_min_contacts)["kept"]
            yield {
                "account_id": account,
                "intent_category": category,
                **{f"replies_sla_{arm}": figure.n for arm, figure in figures.items()},
                **{f"next_steps_sla_{arm}": figure.hits for arm, figure in figures.items()},
                **{f"next_step_rate_sla_{arm}": figure.rate for arm, figure in figures.items()},
                "difference": row["difference"],
                "difference_low": row["difference_low"],
                "difference_high": row["difference_high"],
                "p_value": row["p_value"],
                "verdict": row["verdict"],
            }

    def figures(self, meanings, total):
        met, breached, still_open = (sum(meaning.status == status for meaning in meanings) for status in STATUSES)
        waits = [(meaning.action[0] - meaning.reply.time).total_seconds() for meaning in meanings if meaning.action]
        ways = [(meaning.step[0] - meaning.reply.time).total_seconds() for meaning in meanings if meaning.step]
        meetings = self.meetings_after(meanings)
        due = [row for row in meetings if self.is_due(row)]
        held = sum(row["outcome"] == "completed" for row in meetings)
        deals = [deal for deal in self.deals if self.is_influenced(deal, meanings)]
        amounts = [deal.amount for deal in deals if deal.amount is not None]
        told = any(deal.row["amount"] is not None for deal in deals)
        known = {name: is_known(self.tables, name) for name in ("tasks", "meetings", "deals", "deal_contacts", "deal_stage_history")}
        has_deals = known["deals"] and known["deal_contacts"]
        has_steps = known["meetings"] or has_deals or is_known(self.tables, "conversions")
        moves = sum(any(self.is_after(meaning, deal, moment) for meaning in meanings) for deal, _, moment in self.moves)
        return {
            "replies": len(meanings),
            "replies_share": len(meanings) / total,
            **{f"replies_{tier}": sum(meaning.tier == tier for meaning in meanings) for tier in TIERS},
            "sla_met": met,
            "sla_breached": breached,
            "sla_open": still_open,
            "sla_met_rate": met / (met + breached) if met + breached else None,
            "median_follow_up_seconds": median(waits) if waits else None,
            "replies_escalated": sum(meaning.escalated is not None for meaning in meanings) if known["tasks"] else None,
            "next_steps": len(ways) if has_steps else None,
            "next_step_rate": len(ways) / len(meanings) if has_steps else None,
            "median_next_step_seconds": median(ways) if ways else None,
            "meetings_set": len(meetings) if known["meetings"] else None,
            "meetings_due": len(due) if known["meetings"] else None,
            "meetings_held": held if known["meetings"] else None,
            "show_rate": held / len(due) if due and known["meetings"] else None,
            "stage_progressions": moves if has_deals and known["deal_stage_history"] else None,
            "influenced_pipeline": sum(amounts, Decimal("0.00")) if has_deals and (amounts or not told) else None,
        }

    def is_due(self, row):
        if row["outcome"] in ("completed", "no_show"):
            return True
        return row["starts_at"] is not None and row["starts_at"] <= self.as_of and row["outcome"] not in ("canceled", "rescheduled")

    def is_after(self, meaning, deal, moment):
        reply = meaning.reply
        if reply.account != deal.row["account_id"] or reply.contact not in deal.contacts:
            return False
        return reply.time <= moment < reply.time + self.settings.next_step_window

    def meetings_after(self, meanings):
        return [
            row
            for row, account, contact in self.meetings
            if any(
                (meaning.reply.account, meaning.reply.contact) == (account, contact)
                and meaning.reply.time <= row["booked_at"] < meaning.reply.time + self.settings.next_step_window
                for meaning in meanings
            )
        ]

    def is_influenced(self, deal, meanings):
        created, closed = deal.row["created_at"], deal.row["closed_at"]
        for meaning in meanings:
            reply = meaning.reply
            if reply.account == deal.row["account_id"] and reply.contact in deal.contacts:
                was_open = created <= reply.time and (closed is None or reply.time < closed)
                if was_open or self.is_after(meaning, deal, created):
                    return True
        return False


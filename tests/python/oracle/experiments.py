"""Arms of a campaign and what came of them: contacts as they were assigned, and each arm beside its control."""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from statistics import fmean, variance

from .kpis import revenue
from .raw import is_known, kept
from .statistics import QUANTILE, LEVEL, detectable, has_enough, holm, newcombe, pooled_error, sample_ratio, two_sided

COMPARED = ("difference", "difference_low", "difference_high", "relative_lift", "z", "p_value", "p_value_adjusted",
            "minimum_detectable_difference", "sample_ratio_p_value", "verdict")  # fmt: skip
HOLDOUT = "holdout"


@dataclass
class Figure:
    """One figure of one arm: a share of its contacts or, where there are amounts, their mean."""

    n: int
    hits: int | None
    amounts: list | None = None

    @property
    def is_known(self):
        return self.hits is not None

    @property
    def rate(self):
        if not self.is_known or not self.n:
            return None
        return self.hits / self.n if self.amounts is None else float(sum(self.amounts) / self.n)

    @property
    def variance(self):
        """Of one contact; of a mean the sample's."""
        if self.amounts is None:
            return self.rate * (1 - self.rate)
        return variance([float(amount) for amount in self.amounts]) if self.n > 1 else None


def compare_pair(figure, control):
    """What one arm is beside its control, but for what needs the other arms."""
    empty = dict.fromkeys(COMPARED)
    if not figure.is_known or not control.is_known or not figure.n or not control.n:
        return empty
    difference = figure.rate - control.rate
    counts = figure.hits, figure.n, control.hits, control.n
    if figure.amounts is None:
        error = pooled_error(*counts)
        low, high = newcombe(*counts)
    elif None in (figure.variance, control.variance):
        error = low = high = None
    else:
        error = math.sqrt(figure.variance / figure.n + control.variance / control.n)
        low, high = difference - QUANTILE * error, difference + QUANTILE * error
    z = difference / error if error else None
    return empty | {
        "difference": difference,
        "difference_low": low,
        "difference_high": high,
        "relative_lift": difference / control.rate if control.rate else None,
        "z": z,
        "p_value": None if z is None else two_sided(z),
        "minimum_detectable_difference": None if control.variance is None else detectable(control.variance, figure.n, control.n),
    }


def verdict(figure, control, row, at_least, fewer_is_better):
    if not figure.is_known or not control.is_known:
        return None
    if min(figure.n, control.n) < at_least or not has_enough(figure.hits, figure.n, control.hits, control.n):
        return "too_few"
    if row["p_value_adjusted"] is None or row["p_value_adjusted"] >= LEVEL:
        return "no_difference_seen"
    return "better" if (row["difference"] > 0) != fewer_is_better else "worse"


def compare(figures, control, at_least, fewer_is_better=False):
    """{arm: compared columns} of {arm: Figure}; None throughout for the control, and where there is none."""
    rows = {arm: dict.fromkeys(COMPARED) for arm in figures}
    if control not in figures:
        return rows
    others = [arm for arm in figures if arm != control]
    for arm in others:
        rows[arm] = compare_pair(figures[arm], figures[control])
    adjusted = holm({arm: rows[arm]["p_value"] for arm in others})
    for arm in others:
        rows[arm]["p_value_adjusted"] = adjusted[arm]
        rows[arm]["verdict"] = verdict(figures[arm], figures[control], rows[arm], at_least, fewer_is_better)
    return rows


# --- holdouts -----------------------------------------------------------------------------------------------------------------


@dataclass
class Assigned:
    """A contact in an experiment."""

    campaign: str
    contact: str
    arm: str
    at: datetime
    crossed_over: bool
    outcomes: set = field(default_factory=set)
    conversions: list = field(default_factory=list)  # primary ones in the window


def read_assignments(world):
    rows = defaultdict(list)
    for row in kept(world.tables, "campaign_memberships"):
        contact = world.contacts.survivor(row["contact_id"])
        if row["campaign_id"] in world.campaign_accounts and not world.contacts.is_test(contact):
            arm = HOLDOUT if row["is_holdout"] else row["variant"] or "treated"
            rows[row["campaign_id"], contact].append((row["enrolled_at"], arm != HOLDOUT, arm))
    for (campaign, contact), assignments in rows.items():
        at, _, arm = min(assignments)
        yield Assigned(campaign, contact, arm, at, any(other != arm for _, _, other in assignments))


def kpi_holdouts(world):
    window = world.settings.experiment_window
    assigned = list(read_assignments(world))
    events = defaultdict(list)  # (account, contact) -> (outcome, time)
    for lead in world.leads:
        events[lead.account, lead.contact].append(("lead", lead.time))
    for row in kept(world.tables, "meetings"):
        events[row["account_id"], world.contacts.survivor(row["contact_id"])].append(("meeting", row["booked_at"]))
    orders = defaultdict(list)
    secondary = defaultdict(set)
    for conversion in world.conversions:
        key = conversion.account, conversion.contact
        if conversion.kind == "primary":
            orders[key].append(conversion)
            events[key].append(("primary_conversion", conversion.time))
        elif conversion.kind == "secondary":
            events[key].append((conversion.type, conversion.time))
            secondary[conversion.account].add(conversion.type)
    sent = defaultdict(list)
    for message in world.outbound:
        if message.is_campaign and not message.is_test:
            sent[message.campaign, message.contact].append(message.sent_at)

    campaigns = defaultdict(lambda: defaultdict(list))
    for one in assigned:
        key = world.campaign_accounts[one.campaign], one.contact
        one.outcomes = {outcome for outcome, time in events[key] if one.at <= time < one.at + window}
        one.conversions = [order for order in orders[key] if one.at <= order.time < one.at + window]
        campaigns[one.campaign][one.arm].append(one)

    rows = []
    for campaign, arms in campaigns.items():
        account = world.campaign_accounts[campaign]
        last = max(one.at for those in arms.values() for one in those)
        ratio = sample_ratio({arm: len(those) for arm, those in arms.items()}, world.reference.experiment_shares.get(campaign, {}))
        for outcome in ["primary_conversion", "lead", "meeting", "revenue_per_contact", *sorted(secondary[account])]:
            figures = {arm: holdout_figure(world, outcome, those, window) for arm, those in arms.items()}
            compared = compare(figures, HOLDOUT, world.settings.experiment_min_contacts)
            for arm, those in arms.items():
                if arm != HOLDOUT and HOLDOUT in arms:
                    compared[arm]["sample_ratio_p_value"] = ratio
                rows.append(
                    {
                        "campaign_id": campaign,
                        "arm": arm,
                        "outcome": outcome,
                        "account_id": account,
                        "reporting_currency": world.reporting_currency(account),
                        "n": figures[arm].n,
                        "with_outcome": figures[arm].hits,
                        "rate": figures[arm].rate,
                        **compared[arm],
                        "evidence": "experiment",
                        "contacts_crossed_over": sum(one.crossed_over for one in those),
                        "holdouts_messaged": sum(
                            arm == HOLDOUT and any(time >= one.at for time in sent[campaign, one.contact]) for one in those
                        ),
                        "is_mature": world.as_of >= last + window,
                    }
                )
    return rows


def holdout_figure(world, outcome, those, window):
    needed = {"lead": "leads", "meeting": "meetings"}.get(outcome, "conversions")
    if not is_known(world.tables, needed):
        return Figure(len(those), None)
    if outcome != "revenue_per_contact":
        return Figure(len(those), sum(outcome in one.outcomes for one in those))
    amounts, all_orders = [], []
    for one in those:
        kept_amounts = [(order, net_in_window(order, one.at, window)) for order in one.conversions]
        all_orders += kept_amounts
        amounts.append(sum((amount for _, amount in kept_amounts if amount is not None), Decimal("0.00")))
    if revenue(all_orders) is None:
        return Figure(len(those), None)
    return Figure(len(those), sum(amount > 0 for amount in amounts), amounts)


def net_in_window(order, start, window):
    """What an order of the window brought, less what was given back in the window; None where that is not known."""
    if order.gross is None:
        return None
    return order.gross - sum(part.applied for part in order.adjustments if start <= part.time < start + window)


# --- variants -----------------------------------------------------------------------------------------------------------------

REACHED, DELIVERED, WITH_LINK = range(3)
FIGURES = {"reply": REACHED, "engaged": REACHED, "click": WITH_LINK, "response": DELIVERED, "conversion": DELIVERED, "opt_out": REACHED}


def answers(world, marts):
    """(campaign, contact, figure, time) of everything that a contact can answer with."""
    for reply in world.inbound:
        if reply.is_reply:
            yield reply.campaign, reply.contact, "reply", reply.time
        if reply.is_engaged:
            yield reply.campaign, reply.contact, "engaged", reply.time
    for event in world.opt_outs:
        yield event.campaign, event.contact, "opt_out", event.time
    for click in marts.clicks:
        if click.message.counts_as_delivered and click.message.has_link:
            yield click.campaign, click.contact, "click", click.time
    for message, moment in world.responses:
        if message.counts_as_delivered and message.sent_at <= moment < message.sent_at + world.own_window(message.campaign):
            yield message.campaign, message.contact, "response", moment
    for credit in marts.credits:
        yield credit.campaign, credit.conversion.contact, "conversion", credit.time


def kpi_variants(world, marts):
    sent, given = defaultdict(list), defaultdict(list)
    for message in marts.messages:
        sent[message.campaign, message.contact].append(message)
    for campaign, contact, figure, moment in answers(world, marts):
        given[campaign, contact].append((figure, moment))

    arms = defaultdict(lambda: defaultdict(list))  # campaign -> variant -> (denominators, figures, crossed over) of each contact
    link_is_unknown = set()
    for (campaign, contact), messages in sent.items():
        messages = sorted(messages, key=lambda message: (message.sent_at, message.id))
        while messages and messages[0].variant is None:
            messages.pop(0)
        if not messages:
            continue
        arm = messages[0].variant
        delivered = [message for message in messages if message.counts_as_delivered]
        counted_in = {REACHED} | ({DELIVERED} if delivered else set())
        counted_in |= {WITH_LINK} if any(message.has_link for message in delivered) else set()
        did = {figure for figure, moment in given[campaign, contact] if moment >= messages[0].sent_at}
        arms[campaign][arm].append((counted_in, did, any(message.variant not in (None, arm) for message in messages)))
        if "links" not in world.tables and any(message.account not in marts.readable_accounts for message in messages):
            link_is_unknown.add((campaign, arm))

    rows = []
    for campaign, of_variants in arms.items():
        wanted = world.settings.control_variant
        control = wanted if wanted in of_variants else min(of_variants)
        shares = world.reference.experiment_shares.get(campaign, {})
        shares = {arm: share for arm, share in shares.items() if arm not in (HOLDOUT, "treated")} or dict.fromkeys(of_variants, 1)
        compared = {}
        for figure, denominator in FIGURES.items():
            figures = {
                arm: variant_figure(world, marts, figure, denominator, those, (campaign, arm) in link_is_unknown)
                for arm, those in of_variants.items()
            }
            columns = compare(figures, control, world.settings.experiment_min_contacts, figure == "opt_out")
            for arm, of_arm in figures.items():
                if arm != control and of_arm.n is not None:
                    columns[arm]["sample_ratio_p_value"] = sample_ratio({name: one.n for name, one in figures.items()}, shares)
                columns[arm] |= {"n": of_arm.n, "with_outcome": of_arm.hits, "rate": of_arm.rate}
                compared.setdefault(arm, {}).update({f"{figure}_{name}": value for name, value in columns[arm].items()})
        for arm, those in of_variants.items():
            account = world.campaign_accounts[campaign]
            rows.append(
                {
                    "campaign_id": campaign,
                    "ab_variant": arm,
                    "account_id": account,
                    "contacts_reached": len(those),
                    "contacts_delivered": sum(DELIVERED in counted_in for counted_in, _, _ in those),
                    "contacts_crossed_over": sum(crossed_over for _, _, crossed_over in those),
                    **compared[arm],
                    "evidence": "experiment",
                }
            )
    return rows


def variant_figure(world, marts, figure, denominator, those, link_is_unknown):
    by_click = figure == "click" or figure == "conversion" and world.settings.default_attribution_basis == "click"
    is_unknown = by_click and not is_known(world.tables, "click_events")
    is_unknown |= figure == "conversion" and not is_known(world.tables, "conversions")
    n = sum(denominator in counted_in for counted_in, _, _ in those)
    if denominator == WITH_LINK and (is_unknown or link_is_unknown):
        return Figure(None, None)
    return Figure(n, None if is_unknown else sum(denominator in counted_in and figure in did for counted_in, did, _ in those))

"""The KPI marts: the same columns over different heaps of events."""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from .raw import is_known

EACH_LAUNCH = {"": None, "standard_": ("standard", "flow"), "keyword_": ("keyword",)}


@dataclass
class Cell:
    """What one row of a mart is computed from."""

    messages: list = field(default_factory=list)  # campaign messages
    auto_replies: list = field(default_factory=list)
    all_sent: list = field(default_factory=list)
    samples: list = field(default_factory=list)  # seconds to the first response, one per campaign and contact
    inbound: list = field(default_factory=list)  # attributed
    unattributed: list = field(default_factory=list)
    replied: list = field(default_factory=list)
    engaged: list = field(default_factory=list)
    opted_out: list = field(default_factory=list)
    ai_filtered: list = field(default_factory=list)
    clicks: list = field(default_factory=list)  # human, on campaign messages
    waits: list = field(default_factory=list)
    created: list = field(default_factory=list)  # campaigns
    launched: list = field(default_factory=list)
    leads: list = field(default_factory=list)  # the first of each campaign and contact
    credits: list = field(default_factory=list)  # of primary conversions to text messages, by the default model
    adjustment_credits: list = field(default_factory=list)
    unattributed_conversions: list = field(default_factory=list)  # primary ones
    unattributed_adjustments: list = field(default_factory=list)
    unallocated: list = field(default_factory=list)  # costs
    is_below_campaign: bool = False  # a template or a step


def rate(part, whole):
    return None if part is None or not whole else part / whole


def known_sum(values):
    """The sum of what is known, whatever the order; None where nothing is."""
    known = [value for value in values if value is not None]
    return math.fsum(known) if known else None


def revenue(conversions_and_amounts):
    """Revenue of several conversions: 0 where none tells an amount, None where none of those told is known."""
    told = [amount for conversion, amount in conversions_and_amounts if conversion.amount is not None]
    known = [amount for amount in told if amount is not None]
    return None if told and not known else sum(known, Decimal("0.00"))


def ratio(part, whole):
    """A rate of amounts."""
    return rate(None if part is None else float(part), None if whole is None else float(whole))


def median(values):
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def total_segments(messages):
    known = [message.segments for message in messages if message.segments is not None]
    return None if messages and not known else sum(known)


def contacts_of(items):
    return len({item.contact for item in items})


def first_per_pair(events):
    """Of each contact and campaign only its first event: the one whose step and template the contact counts at."""
    first = {}
    for event in sorted(events, key=lambda event: (event.time, event.id)):
        first.setdefault((event.campaign, event.contact), event)
    return list(first.values())


class Marts:
    """All marts of one set of raw rows; `world` holds what the other modules worked out."""

    def __init__(self, world):
        self.world = world
        self.settings = world.settings
        self.messages = [message for message in world.outbound if message.is_campaign]
        self.auto_replies = [message for message in world.outbound if message.is_auto_reply]
        self.all_sent = [message for message in world.outbound if message.is_sent]
        self.attributed = [reply for reply in world.inbound if reply.campaign is not None]
        self.unattributed = [reply for reply in world.inbound if reply.campaign is None]
        self.replied = [reply for reply in world.inbound if reply.is_reply]
        self.engaged = [reply for reply in world.inbound if reply.is_engaged]
        self.clicks = [click for click in world.clicks if click.counts]
        # Of an account whose texts cannot be read, only links tell which of its messages have one.
        self.readable_accounts = {message.account for message in self.messages if message.has_readable_body}
        # Messages with a person's click or an engaged reply: with a read receipt, what an opening is inferred from.
        self.touched = {click.message.id for click in self.clicks}
        self.touched |= {reply.message.id for reply in self.engaged if reply.message is not None}
        self.leads = [lead for lead in world.leads if lead.is_first]
        self.credits = [credit for credit in world.credits if self.is_counted(credit)]
        self.adjustment_credits = [part for part in world.adjustment_credits if self.is_counted(part.credit)]
        attributed = world.attributed()
        self.unattributed_conversions = [
            conversion
            for conversion in world.conversions
            if conversion.kind == "primary" and conversion.id not in attributed
        ]

    def is_counted(self, credit):
        return self.world.is_default(credit) and credit.conversion.kind == "primary" and credit.touch.channel == "sms"

    # --- one row -------------------------------------------------------------------------------------

    def seconds_to_response(self, message):
        moment = self.world.first_responses.get(message.id)
        return None if moment is None else (moment - message.sent_at).total_seconds()

    def responded_within(self, messages, window_of):
        return contacts_of(
            [
                message
                for message in messages
                if message.counts_as_delivered
                and message.id in self.world.first_responses
                and message.sent_at <= self.world.first_responses[message.id] < message.sent_at + window_of(message)
            ]
        )

    def samples(self, messages):
        """Per campaign and contact the message that was responded to first, with the seconds it took."""
        best = {}
        for message in messages:
            moment = self.world.first_responses.get(message.id)
            window = self.settings.reply_attribution_window
            if moment is not None and message.sent_at <= moment < message.sent_at + window:
                pair = (message.campaign, message.contact)
                best[pair] = min(best.get(pair, (moment, message.id, message)), (moment, message.id, message))
        return [(message, self.seconds_to_response(message)) for _, _, message in best.values()]

    def row(self, cell, at_account):
        world = self.world
        sent = cell.messages
        first = [message for message in sent if message.is_first]
        delivered = [message for message in sent if message.arrived]
        blocked = [message for message in sent if message.failure_class == "carrier_blocked"]
        reachable = [message for message in sent if message.counts_as_delivered]
        with_link = [message for message in reachable if message.has_link]
        reached = contacts_of(sent)
        contacts_delivered = contacts_of(reachable)
        opt_out_messages = sum(reply.kind == "opt_out" for reply in cell.inbound)

        row = {
            "messages_sent": len(sent),
            "segments_sent": total_segments(sent),
            "auto_replies_sent": len(cell.auto_replies),
            "messages_sent_total": len(cell.all_sent),
            "segments_sent_total": total_segments(cell.all_sent),
            "messages_delivered": len(delivered),
            "messages_carrier_blocked": len(blocked),
            "messages_failed": sum(message.did_not_arrive for message in sent) - len(blocked),
            "messages_unknown": sum(message.final_status == "sent" for message in sent),
            "contacts_reached": reached,
            "contacts_delivered": contacts_delivered,
            "first_messages_sent": len(first),
            "first_messages_delivered": sum(message.arrived for message in first),
            "delivery_rate": rate(sum(message.arrived for message in first), len(first)),
            "delivery_rate_all_messages": rate(len(delivered), len(sent)),
            "carrier_block_rate": rate(len(blocked), len(sent)),
            "replies_received": len(cell.inbound),
            "keyword_entries": None,
            "contacts_replied": contacts_of(cell.replied),
            "reply_rate": rate(contacts_of(cell.replied), reached),
            "contacts_engaged": contacts_of(cell.engaged),
            "engaged_reply_rate": rate(contacts_of(cell.engaged), reached),
            "contacts_opted_out": contacts_of(cell.opted_out),
            "opt_out_rate": rate(contacts_of(cell.opted_out), reached),
            "opt_out_messages": opt_out_messages,
            "opt_out_message_rate": rate(opt_out_messages, len(delivered)),
            "contacts_ai_filtered": None,
            "ai_filter_rate": None,
            "clicks": None,
            "contacts_clicked": None,
            "contacts_delivered_with_link": None,
            "click_through_rate": None,
            "messages_inferred_opened": None,
            "inferred_open_rate": None,
        }
        if is_known(world.tables, "campaigns"):
            row["keyword_entries"] = sum(reply.kind == "keyword_entry" for reply in cell.inbound)
        if is_known(world.tables, "consent_events"):
            row["contacts_ai_filtered"] = contacts_of(cell.ai_filtered)
            row["ai_filter_rate"] = rate(row["contacts_ai_filtered"], reached)
        if is_known(world.tables, "click_events"):
            on_link = [click for click in cell.clicks if click.message.counts_as_delivered and click.message.has_link]
            row["clicks"] = sum(click.count for click in cell.clicks)
            row["contacts_clicked"] = contacts_of(on_link)
            if "links" in world.tables or all(message.account in self.readable_accounts for message in sent):
                row["contacts_delivered_with_link"] = contacts_of(with_link)
            row["click_through_rate"] = rate(row["contacts_clicked"], row["contacts_delivered_with_link"])
        if self.settings.infer_opens:
            opened = [message for message in delivered if message.has_read_receipt or message.id in self.touched]
            row["messages_inferred_opened"] = len(opened)
            row["inferred_open_rate"] = rate(len(opened), len(delivered))
        for name, window in self.settings.response_windows.items():
            responded = self.responded_within(sent, lambda message, window=window: window)
            row[f"contacts_responded_{name}"] = responded
            row[f"response_rate_{name}"] = rate(responded, contacts_delivered)
        row["contacts_responded"] = self.responded_within(sent, lambda message: world.own_window(message.campaign))
        row["response_rate"] = rate(row["contacts_responded"], contacts_delivered)
        row["median_time_to_response_seconds"] = median([seconds for _, seconds in cell.samples])
        row |= self.lead_columns(cell, row)
        row |= self.conversion_columns(cell, row)
        row |= self.cost_columns(cell, row)
        if at_account:
            row |= self.account_columns(cell)
        return row

    def lead_columns(self, cell, row):
        leads = len(cell.leads) if is_known(self.world.tables, "leads") else None
        return {
            "leads": leads,
            "sms_to_lead_rate": rate(leads, row["messages_sent"]),
            "contact_to_lead_rate": rate(leads, row["contacts_reached"]),
        }

    def conversion_columns(self, cell, row):
        conversions = contacts = gross = adjusted = net = None
        by_click = self.settings.default_attribution_basis == "click"
        if is_known(self.world.tables, "conversions") and (is_known(self.world.tables, "click_events") or not by_click):
            conversions = math.fsum(credit.share for credit in cell.credits)
            contacts = contacts_of(cell.credits)
            gross = revenue([(credit.conversion, credit.revenue) for credit in cell.credits])
            adjusted = sum((part.amount for part in cell.adjustment_credits), Decimal("0.00"))
            net = None if gross is None else gross - adjusted
        return {
            "conversions": conversions,
            "contacts_converted": contacts,
            "conversion_rate": rate(contacts, row["contacts_delivered"]),
            "revenue_gross": gross,
            "revenue_adjusted": adjusted,
            "revenue_net": net,
            "revenue_per_message": ratio(net, row["messages_sent"]),
            "revenue_per_contact": ratio(net, row["contacts_reached"]),
        }

    def cost_columns(self, cell, row):
        costs = self.world.costs
        shares = [share for message in cell.messages for share in costs.shares.get(message.id, ())]
        unallocated = [cost.amount for cost in cell.unallocated]
        of_messages = known_sum([costs.prices.get(message.id) for message in cell.all_sent])
        total = known_sum([of_messages, known_sum(shares), known_sum(unallocated)])
        return {
            "cost_of_messages": of_messages,
            "cost_allocated": known_sum(shares),
            "cost_unallocated": known_sum(unallocated),
            "messages_without_cost": sum(
                not costs.is_known(message) or None in costs.shares.get(message.id, ()) for message in cell.all_sent
            ),
            "unallocated_costs_without_rate": None if cell.is_below_campaign else unallocated.count(None),
            "cost_total": total,
            "cost_per_conversion": rate(total, row["conversions"]),
            "cost_per_lead": rate(total, row["leads"]),
            "return_on_spend": ratio(row["revenue_net"], total),
            "cost_is_complete": all(costs.is_known(message) for message in cell.all_sent)
            and None not in shares
            and None not in unallocated,
        }

    def account_columns(self, cell):
        row = {
            "manual_messages_sent": sum(message.is_manual for message in cell.all_sent),
            "unattributed_inbound": len(cell.unattributed),
            "median_team_response_seconds": median(
                [wait.seconds for wait in cell.waits if wait.closed_at is not None],
            ),
            "unanswered_inbound": sum(wait.closed_at is None for wait in cell.waits),
            "conversions_unattributed": None,
            "revenue_gross_unattributed": None,
            "revenue_adjusted_unattributed": None,
            "revenue_net_unattributed": None,
        }
        if is_known(self.world.tables, "conversions"):
            gross = revenue([(conversion, conversion.gross) for conversion in cell.unattributed_conversions])
            adjusted = sum((adjustment.applied for adjustment in cell.unattributed_adjustments), Decimal("0.00"))
            row["conversions_unattributed"] = len(cell.unattributed_conversions)
            row["revenue_gross_unattributed"] = gross
            row["revenue_adjusted_unattributed"] = adjusted
            row["revenue_net_unattributed"] = None if gross is None else gross - adjusted
        for what, campaigns in (("created", cell.created), ("launched", cell.launched)):
            for prefix, kinds in EACH_LAUNCH.items():
                row[f"{prefix}campaigns_{what}"] = (
                    sum(kinds is None or campaign["campaign_kind"] in kinds for campaign in campaigns)
                    if is_known(self.world.tables, "campaigns")
                    else None
                )
        return row

    # --- the cells ----------------------------------------------------------------------------------

    def cells(self, of_message, of_event, once=False, totals_of_campaign=True):
        """Put every event where it belongs. The two functions give the cell's key, or None for nowhere."""
        cells = defaultdict(lambda: Cell(is_below_campaign=once))

        def put(items, key_of, heap):
            for item in items:
                key = key_of(item)
                if key is not None:
                    getattr(cells[key], heap).append(item)

        put(self.messages, of_message, "messages")
        put(self.auto_replies, of_message, "auto_replies")
        all_sent = self.messages + self.auto_replies if totals_of_campaign else self.all_sent
        put(all_sent, of_message, "all_sent")
        put(self.attributed, of_event, "inbound")
        put(self.clicks, of_event, "clicks")
        put(self.leads, of_event, "leads")
        put(self.credits, of_event, "credits")
        put(self.adjustment_credits, of_event, "adjustment_credits")
        pick = first_per_pair if once else list
        put(pick(self.replied), of_event, "replied")
        put(pick(self.engaged), of_event, "engaged")
        put(pick(self.world.opt_outs), of_event, "opted_out")
        put(pick(self.world.ai_filters), of_event, "ai_filtered")
        if once:
            for message, seconds in self.samples(self.messages):
                if of_message(message) is not None:
                    cells[of_message(message)].samples.append((message, seconds))
        else:
            for cell in list(cells.values()):
                cell.samples = self.samples(cell.messages)
        return cells

    def add_account_only(self, cells, key_of):
        """What only account rows show: key_of(account, moment) gives the cell's key."""
        for reply in self.unattributed:
            cells[key_of(reply.account, reply.time)].unattributed.append(reply)
        for conversion in self.unattributed_conversions:
            cells[key_of(conversion.account, conversion.time)].unattributed_conversions.append(conversion)
            for adjustment in conversion.adjustments:
                cells[key_of(adjustment.account, adjustment.time)].unattributed_adjustments.append(adjustment)
        self.add_own_dated(cells, key_of)

    def add_unallocated(self, cells, key_of):
        """Costs for whose period nothing was sent, where key_of gives the cell of one."""
        for cost in self.world.costs.unallocated:
            if key_of(cost) is not None:
                cells[key_of(cost)].unallocated.append(cost)

    def add_own_dated(self, cells, key_of):
        for wait in self.world.waits:
            cells[key_of(wait.account, wait.time)].waits.append(wait)
        for campaign in self.world.live_campaigns:
            account = campaign["account_id"]
            cells[key_of(account, campaign["created_at"])].created.append(campaign)
            if campaign["launched_at"] is not None:
                cells[key_of(account, campaign["launched_at"])].launched.append(campaign)

    # --- the marts -----------------------------------------------------------------------------------

    def kpi_campaigns(self):
        cells = self.cells(lambda message: message.campaign, lambda event: event.campaign)
        self.add_unallocated(cells, lambda cost: cost.campaign)
        rows = [
            {"campaign_id": campaign_id, "account_id": account_id} | self.row(cells[campaign_id], at_account=False)
            for campaign_id, account_id in self.world.campaign_accounts.items()
        ]
        return rows

    def kpi_templates(self):
        def place(message):
            found = message and message.campaign is not None and message.template is not None
            return (message.campaign, message.template) if found else None

        cells = self.cells(place, lambda event: place(event.message), once=True)
        for template in self.world.live_templates:
            if template["campaign_id"] is not None:
                cells[template["campaign_id"], template["template_id"]]
        return [
            {"campaign_id": campaign_id, "template_id": template_id} | self.row(cell, at_account=False)
            for (campaign_id, template_id), cell in cells.items()
        ]

    def kpi_steps(self):
        def place(message):
            found = message and message.campaign is not None and message.step is not None
            return (message.campaign, message.step) if found else None

        cells = self.cells(place, lambda event: place(event.message), once=True)
        return [
            {"campaign_id": campaign_id, "step_number": step} | self.row(cell, at_account=False)
            for (campaign_id, step), cell in cells.items()
        ]

    def kpi_accounts(self):
        cells = self.cells(lambda message: message.account, lambda event: event.account, totals_of_campaign=False)
        self.add_account_only(cells, lambda account, moment: account)
        self.add_unallocated(cells, lambda cost: cost.account)
        return [
            {"account_id": account_id} | self.row(cells[account_id], at_account=True)
            for account_id in self.world.account_ids
        ]

    def dated_cells(self, unit_of, account_rows, start_of=lambda date: date):
        """The cells of both bases by unit and date; unit_of gives the campaign or the account of a message or an event, start_of the
        first day of the period of a day."""
        own_day = self.world.calendar.day

        def day(account, moment):
            return start_of(own_day(account, moment))

        for basis in ("activity", "send"):

            def of_message(message):
                unit = unit_of(message)
                return None if unit is None else (unit, day(message.account, message.sent_at))

            def of_event(event, basis=basis):
                unit, message = unit_of(event), event.message
                if unit is None or (basis == "send" and message is None):
                    return None
                if basis == "send":
                    return unit, day(message.account, message.sent_at)
                return unit, day(event.account, event.time)

            cells = self.cells(of_message, of_event, totals_of_campaign=not account_rows)
            if account_rows:
                add = self.add_account_only if basis == "activity" else self.add_own_dated
                add(cells, lambda account, moment: (account, day(account, moment)))
            self.add_unallocated(
                cells, lambda cost: None if unit_of(cost) is None else (unit_of(cost), start_of(cost.day))
            )
            yield basis, cells

    def _daily(self, unit_of, account_rows):
        for basis, cells in self.dated_cells(unit_of, account_rows):
            for (unit, date), cell in cells.items():
                row = self.row(cell, at_account=account_rows)
                yield unit, date, {"basis": basis, "activity_date": date} | row

    def maturity(self, account_id, date, campaign_ids):
        """Whether nothing can join the day any more: replies and responses, or conversions."""
        waited = self.world.as_of - self.world.calendar.end_of(account_id, date)
        return {
            "is_mature": waited >= self.world.longest_window(campaign_ids),
            "is_conversion_mature": waited >= self.world.longest_attribution_window(campaign_ids),
        }

    def kpi_campaigns_daily(self):
        result = []
        for campaign_id, date, row in self._daily(lambda item: item.campaign, account_rows=False):
            if campaign_id in self.world.campaign_accounts:
                account_id = self.world.campaign_accounts[campaign_id]
                key = {"campaign_id": campaign_id, "account_id": account_id}
                result.append(key | row | self.maturity(account_id, date, [campaign_id]))
        return result

    def kpi_accounts_daily(self):
        result = []
        for account_id, date, row in self._daily(lambda item: item.account, account_rows=True):
            campaigns = [
                campaign_id for campaign_id, account in self.world.campaign_accounts.items() if account == account_id
            ]
            result.append({"account_id": account_id} | row | self.maturity(account_id, date, campaigns))
        return result

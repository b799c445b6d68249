"""Where to look when a figure is bad: what messages were sent from, through and to, their links, and the inbox by hour of the week."""

import math
from collections import defaultdict
from datetime import UTC
from decimal import Decimal
from statistics import median

from .clicks import destination
from .kpis import contacts_of, known_sum, rate, revenue, total_segments
from .raw import is_known, kept
from .team import is_from_a_person

UNKNOWN = "unknown"


class Diagnostics:
    def __init__(self, world, marts):
        self.world = world
        self.marts = marts
        self.phones = defaultdict(list)
        for row in kept(world.tables, "contact_phones"):
            self.phones[row["phone_e164"]].append(row)

    # --- deliverability -------------------------------------------------------------------------------------

    def _phone(self, message):
        """The row of whoever had the number when the message was sent."""
        moment = message.sent_at
        rows = [
            row
            for row in self.phones[message.phone]
            if row["valid_from"] <= moment and (row["valid_to"] is None or moment < row["valid_to"])
        ]
        return max(rows, key=lambda row: (row["valid_from"], row["contact_id"]), default={})

    def _values(self, message):
        """Where a message stands in each dimension."""
        phone = self._phone(message)
        campaign = self.world.campaign_rows.get(message.campaign) or {}
        failed = message.failure_class is not None
        values = {
            "sender": message.sender and self.world.contacts.hashed(message.sender),
            "carrier": phone.get("carrier_name"),
            "line_type": phone.get("line_type"),
            "country": self.world.attributes.value(message.contact, "country", message.sent_at),
            "template": message.template,
            "error_code": message.error_code if failed else "none",
            "message_type": campaign.get("message_type"),
        }
        return {dimension: value or UNKNOWN for dimension, value in values.items()}

    def kpi_deliverability(self, daily=False):
        world = self.world
        cells = defaultdict(list)
        for message in world.outbound:
            if message.is_sent:
                day = (world.calendar.day(message.account, message.sent_at),) if daily else ()
                for dimension, value in self._values(message).items():
                    cells[(message.account, dimension, value, *day)].append(message)
        return [self._deliverability_row(key, messages) for key, messages in cells.items()]

    def _deliverability_row(self, key, messages):
        world, costs = self.world, self.world.costs
        account, dimension, value, *day = key
        sent = [message for message in messages if message.is_campaign]
        shares = [share for message in sent for share in costs.shares.get(message.id, ())]
        of_messages = known_sum([costs.prices.get(message.id) for message in messages])
        without = [message for message in messages if not costs.is_known(message) or None in costs.shares.get(message.id, ())]
        counts = {
            "messages_delivered": sum(message.arrived for message in sent),
            "messages_carrier_blocked": sum(message.failure_class == "carrier_blocked" for message in sent),
            "messages_failed": sum(message.failure_class not in (None, "carrier_blocked") for message in sent),
            "messages_unknown": sum(message.final_status == "sent" for message in sent),
        }
        rates = {
            "delivery_rate_all_messages": "messages_delivered",
            "carrier_block_rate": "messages_carrier_blocked",
            "failure_rate": "messages_failed",
            "unknown_rate": "messages_unknown",
        }
        return {
            "account_id": account,
            "account_name": world.account_name(account),
            "reporting_currency": world.reporting_currency(account),
            "dimension": dimension,
            "value": value,
            **({"activity_date": day[0]} if day else {}),
            "messages_sent": len(sent),
            "messages_sent_total": len(messages),
            "segments_sent": total_segments(sent),
            "segments_sent_total": total_segments(messages),
            **counts,
            "cost_of_messages": of_messages,
            "cost_allocated": known_sum(shares),
            "cost_total": known_sum([of_messages, known_sum(shares)]),
            "messages_without_cost": len(without),
            "cost_is_complete": not without,
            **{name: rate(counts[count], len(sent)) for name, count in rates.items()},
        }

    # --- links ----------------------------------------------------------------------------------------------

    def _links_of_messages(self):
        """{campaign message: destinations}"""
        named, of_templates, of_campaigns = defaultdict(set), defaultdict(set), defaultdict(set)
        for row in kept(self.world.tables, "links"):
            page = destination(row["destination_url"]) or UNKNOWN
            if row["message_id"] is not None:
                named[row["message_id"]].add(page)
            elif row["template_id"] is not None:
                of_templates[row["template_id"]].add(page)
            elif row["campaign_id"] is not None:
                of_campaigns[row["campaign_id"]].add(page)
        found = {}
        for message in self.marts.messages:
            pages = named[message.id] | of_templates[message.template] | of_campaigns[message.campaign]
            pages |= {page or UNKNOWN for page in message.clicked_links}
            found[message.id] = pages or ({UNKNOWN} if message.has_link else set())
        return found

    def kpi_links(self):
        world = self.world
        cells = defaultdict(lambda: defaultdict(list))
        pages = self._links_of_messages()
        for message in self.marts.messages:
            for page in pages[message.id]:
                cells[message.campaign, page]["messages"].append(message)
        for click in world.clicks:
            if click.message is not None and click.message.is_campaign:
                kind = "clicks" if click.is_human else "bot_clicks"
                cells[click.campaign, click.link_destination or UNKNOWN][kind].append(click)
        page_of = {click.id: click.link_destination or UNKNOWN for click in world.clicks}
        if self._credits_are_of_clicks:
            for credit in self.marts.credits:
                cells[credit.campaign, page_of[credit.touch.id]]["credits"].append(credit)
            for part in self.marts.adjustment_credits:
                cells[part.campaign, page_of[part.credit.touch.id]]["parts"].append(part)
        return [self._link_row(*key, cell) for key, cell in cells.items()]

    @property
    def _credits_are_of_clicks(self):
        return self.world.settings.default_attribution_basis == "click"

    def _link_row(self, campaign, page, cell):
        world = self.world
        account = world.campaign_accounts[campaign]
        row = {
            "campaign_id": campaign,
            "link_destination": page,
            "account_id": account,
            "account_name": world.account_name(account),
            "reporting_currency": world.reporting_currency(account),
        } | dict.fromkeys(
            ("messages_delivered_with_link", "contacts_delivered_with_link", "clicks", "bot_clicks", "contacts_clicked", "conversions",
             "contacts_converted", "revenue_gross", "revenue_adjusted", "revenue_net")
        )  # fmt: skip
        if is_known(world.tables, "click_events"):
            row["clicks"] = sum(click.count for click in cell["clicks"])
            row["bot_clicks"] = sum(click.count for click in cell["bot_clicks"])
            row["contacts_clicked"] = contacts_of([click for click in cell["clicks"] if click.message.counts_as_delivered])
            if "links" in world.tables or all(message.account in self.marts.readable_accounts for message in cell["messages"]):
                row["messages_delivered_with_link"] = sum(message.arrived for message in cell["messages"])
                row["contacts_delivered_with_link"] = contacts_of([one for one in cell["messages"] if one.counts_as_delivered])
            if is_known(world.tables, "conversions") and self._credits_are_of_clicks:
                gross = revenue([(credit.conversion, credit.revenue) for credit in cell["credits"]])
                adjusted = sum((part.amount for part in cell["parts"]), Decimal("0.00"))
                row |= {
                    "conversions": math.fsum(credit.share for credit in cell["credits"]),
                    "contacts_converted": contacts_of(cell["credits"]),
                    "revenue_gross": gross,
                    "revenue_adjusted": adjusted,
                    "revenue_net": None if gross is None else gross - adjusted,
                }
        return row | {"click_through_rate": rate(row["contacts_clicked"], row["contacts_delivered_with_link"])}

    # --- the inbox ------------------------------------------------------------------------------------------

    def _hour_of_week(self, account, moment):
        local = moment.replace(tzinfo=UTC).astimezone(self.world.calendar.zone(account))
        return account, local.isoweekday(), local.hour

    def kpi_inbox(self):
        world = self.world
        cells = defaultdict(lambda: {"questions": 0, "waits": [], "answers": 0, "messages": 0})
        for reply in world.inbound:
            if reply.kind in ("reply", "help"):
                cells[self._hour_of_week(reply.account, reply.time)]["questions"] += 1
        for wait in world.waits:
            cells[self._hour_of_week(wait.account, wait.time)]["waits"].append(wait.seconds)
            if wait.closed_at is not None:
                cells[self._hour_of_week(wait.account, wait.closed_at)]["answers"] += 1
        for message in world.outbound:
            left = not message.did_not_arrive and message.final_status not in ("scheduled", "canceled")
            if left and is_from_a_person(message):
                cells[self._hour_of_week(message.account, message.sent_at)]["messages"] += 1
        rows = []
        for (account, weekday, hour), cell in cells.items():
            ended = [seconds for seconds in cell["waits"] if seconds is not None]
            rows.append(
                {
                    "account_id": account,
                    "account_name": world.account_name(account),
                    "weekday": weekday,
                    "hour": hour,
                    "inbound_received": cell["questions"],
                    "inbound_answered": len(ended),
                    "unanswered_inbound": len(cell["waits"]) - len(ended),
                    "median_team_response_seconds": median(ended) if ended else None,
                    "answers_sent": cell["answers"],
                    "messages_sent_by_people": cell["messages"],
                }
            )
        return rows


def diagnostics_answers(world, marts):
    """{mart: rows}"""
    found = Diagnostics(world, marts)
    return {
        "kpi_deliverability": found.kpi_deliverability(),
        "kpi_deliverability_daily": found.kpi_deliverability(daily=True),
        "kpi_links": found.kpi_links(),
        "kpi_inbox": found.kpi_inbox(),
    }

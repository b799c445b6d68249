"""Fatigue, and who is on the list."""

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction

from .kpis import rate
from .raw import is_known


class Lists:
    def __init__(self, world, governance):
        self.world, self.settings, self.tables = world, world.settings, world.tables
        self.governance = governance
        self.changes = self.read_changes()

    # --- fatigue -------------------------------------------------------------------------------------

    def fatigue_rows(self):
        world = self.world
        sent = defaultdict(list)
        for message in world.outbound:
            if message.is_campaign:
                sent[message.account, message.contact].append(message)
        cells = defaultdict(list)
        for messages in sent.values():
            for message in messages:
                number = sum(
                    (other.sent_at, other.id) <= (message.sent_at, message.id)
                    and message.sent_at < other.sent_at + self.settings.fatigue_window
                    for other in messages
                )
                number = min(number, self.settings.fatigue_top)
                for campaign in (message.campaign, "all"):
                    cells[message.account, campaign, number].append(message)
        opted_out = {event.message.id for event in world.opt_outs if event.message}
        engaged = {reply.message.id for reply in world.inbound if reply.is_engaged and reply.message}
        clicked = {click.message.id for click in world.clicks if click.counts and click.message.counts_as_delivered}
        counted = {
            cell: {
                "sent": len(messages),
                "out": sum(message.id in opted_out for message in messages),
                "engaged": sum(message.id in engaged for message in messages),
                "linked": sum(message.has_link and message.counts_as_delivered for message in messages),
                "clicked": sum(message.id in clicked for message in messages),
            }
            for cell, messages in cells.items()
        }
        for (account, campaign, number), row in counted.items():
            knows = self.knows_clicks(account)
            same = [(n, other) for (a, c, n), other in counted.items() if (a, c) == (account, campaign)]
            yield {
                "account_id": account,
                "campaign_id": campaign,
                "message_number": number,
                "messages_sent": row["sent"],
                "messages_opted_out": row["out"],
                "opt_out_rate": rate(row["out"], row["sent"]),
                "opt_out_rate_trend": slope([(n, other["out"], other["sent"]) for n, other in same]),
                "messages_engaged": row["engaged"],
                "engaged_reply_rate": rate(row["engaged"], row["sent"]),
                "engaged_reply_rate_trend": slope([(n, other["engaged"], other["sent"]) for n, other in same]),
                "messages_delivered_with_link": row["linked"] if knows else None,
                "messages_clicked": row["clicked"] if knows else None,
                "click_through_rate": rate(row["clicked"], row["linked"]) if knows else None,
                "click_through_rate_trend": slope([(n, other["clicked"], other["linked"]) for n, other in same]) if knows else None,
            }

    def knows_clicks(self, account):
        """Somebody clicked or nobody did, and which messages had a link is known."""
        if not is_known(self.tables, "click_events"):
            return False
        own = (message for message in self.world.outbound if message.account == account and message.is_campaign)
        bodies = any(message.has_readable_body for message in own)
        return is_known(self.tables, "links") or bodies

    # --- subscribers ---------------------------------------------------------------------------------

    def read_changes(self):
        """(account, contact) -> [(time, whether it is subscribed from then on)]."""
        said = defaultdict(list)  # (account, contact, phone) -> [(time, 0 in / 1 out, id, whether it takes back an opt-out)]
        for reply in self.world.inbound:
            who = (reply.account, reply.contact, reply.own.phone)
            if reply.kind in ("opt_in", "keyword_entry"):
                said[who].append((reply.time, 0, reply.id, reply.kind == "opt_in"))
            elif reply.kind == "opt_out":
                said[who].append((reply.time, 1, reply.id, True))
        for row in self.world.live_consents:
            if row["consent_action"] in ("opt_in", "opt_in_confirmed", "opt_out"):
                account, phone, moment = row["account_id"], row["contact_phone_e164"], row["occurred_at"]
                contact = self.world.contacts.resolve(row["contact_id"], phone, account, moment)
                out = int(row["consent_action"] == "opt_out")
                said[account, contact, phone].append((moment, out, row["consent_event_id"], True))
        states = defaultdict(dict)  # (account, contact) -> {time: {phone: is subscribed}}
        for (account, contact, phone), words in said.items():
            state = None
            for moment, out, _, decides in sorted(words):
                if decides or state is None:
                    state = not out
                states[account, contact].setdefault(moment, {})[phone] = state
        changes = {}
        for who, moments in states.items():
            phones, subscribed, found = {}, False, []
            for moment in sorted(moments):
                phones |= moments[moment]
                if any(phones.values()) != subscribed:
                    subscribed = not subscribed
                    found.append((moment, subscribed))
            changes[who] = found
        return changes

    def days(self):
        """account -> {day: [subscribed for the first time, again, not any more]} of every day up to as_of."""
        calendar, counts = self.world.calendar, defaultdict(dict)
        if not is_known(self.tables, "consent_events"):
            return {}
        for (account, _), found in self.changes.items():
            for number, (moment, subscribed) in enumerate(found):
                day = counts[account].setdefault(calendar.day(account, moment), [0, 0, 0])
                day[2 if not subscribed else 0 if number == 0 else 1] += 1
        result = {}
        for account, by_day in counts.items():
            day, last = min(by_day), max(*by_day, calendar.day(account, self.world.as_of))
            result[account] = {}
            while day <= last:
                result[account][day] = by_day.get(day, [0, 0, 0])
                day += timedelta(days=1)
        return result

    def growth_rows(self):
        for account, by_day in self.days().items():
            subscribers = 0
            for day, (new, again, gone) in by_day.items():
                subscribers += new + again - gone
                yield {"account_id": account, "activity_date": day, **flows(new, again, gone), "subscribers": subscribers}

    def health_rows(self):
        for account, by_day in self.days().items():
            months = defaultdict(list)
            for day in by_day:
                months[day.replace(day=1)].append(day)
            for month, days in months.items():
                end = min(self.world.calendar.end_of(account, max(days)), self.world.as_of)
                states = [self.state(who, found, end) for who, found in self.changes.items() if who[0] == account]
                counts = {name: states.count(name) for name in ("active", "inactive", "invalid", "opted_out")}
                sums = [sum(by_day[day][kind] for day in days) for kind in range(3)]
                yield {
                    "account_id": account,
                    "month_start_date": month,
                    "subscribers": counts["active"] + counts["inactive"] + counts["invalid"],
                    **{f"contacts_{name}": count for name, count in counts.items()},
                    **flows(*sums),
                }

    def state(self, who, found, end):
        before = [change for change in found if change[0] < end]
        if not before:
            return None
        if not before[-1][1]:
            return "opted_out"
        messages = [message for message in self.governance.by_contact[who] if message.sent_at <= end]
        if messages and messages[-1].failure_class in ("invalid_number", "landline"):
            return "invalid"
        moments = [moment for moment, subscribed in found if subscribed]
        moments += [
            reply.time
            for reply in self.world.inbound
            if (reply.account, reply.contact) == who and reply.kind not in ("opt_out", "auto_reply")
        ]
        moments += [click.time for click in self.world.clicks if click.counts and (click.account, click.contact) == who]
        return "active" if any(moment <= end < moment + self.settings.inactive_after for moment in moments) else "inactive"


def flows(new, again, gone):
    return {"new_subscribers": new, "resubscribed": again, "unsubscribed": gone, "net_growth": new + again - gone}


def slope(points):
    """Of the least-squares line through the rates (x, above, below), each as heavy as what is below."""
    weight = sum(below for _, _, below in points)
    if not weight:
        return None
    middle = Fraction(sum(x * below for x, _, below in points), weight)
    spread = sum(below * (x - middle) ** 2 for x, _, below in points)
    height = Fraction(sum(above for _, above, _ in points), weight)
    rise = sum((x - middle) * (above - height * below) for x, above, below in points)
    return float(rise / spread) if spread else None

"""Who a contact was when it was texted, and the KPIs of everybody who was the same."""

import math
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from .kpis import contacts_of, median, rate, ratio, revenue
from .raw import is_known, kept

OF_CONTACTS = ("lifecycle_stage", "persona", "region", "country", "time_zone", "intent_tier", "customer_segment")
OF_VERSIONS = (*OF_CONTACTS, "owner_id")
OF_CAMPAIGNS = ("message_type", "play_id", "play_version")
UNKNOWN = "unknown"
BEGINNING = datetime(1900, 1, 1)
MIXED = ("reply_rate", "engaged_reply_rate", "response_rate", "click_through_rate", "conversion_rate", "opt_out_rate")
# Columns of a campaign's row that cohorts do not have.
NOT_OF_COHORTS = (
    "auto_replies_sent", "messages_sent_total", "segments_sent_total", "keyword_entries", "cost_unallocated", "unallocated_costs_without_rate",
)  # fmt: skip


class Attributes:
    """Every attribute of every contact at any time."""

    def __init__(self, tables, contacts, calendar):
        self.contacts = contacts
        self.calendar = calendar
        self.changes = defaultdict(dict)  # (contact, attribute) -> {instant: the row that counts}
        for row in kept(tables, "contact_attribute_history"):
            survivor = contacts.survivor(row["contact_id"])
            key = (survivor, row["attribute_name"].strip().lower())
            rival = self.changes[key].get(row["changed_at"])
            if rival is None or self._weight(row, survivor) > self._weight(rival, survivor):
                self.changes[key][row["changed_at"]] = row
        self.signed_up = {}
        for contact_id, row in contacts.rows.items():
            survivor = contacts.survivor(contact_id)
            if row["created_at"] is not None:
                self.signed_up[survivor] = min(row["created_at"], self.signed_up.get(survivor, row["created_at"]))

    @staticmethod
    def _weight(row, survivor):
        return row["contact_id"] == survivor, row["contact_id"], row["loaded_at"], row["attribute_name"]

    def value(self, contact, attribute, moment):
        changes = self.changes.get((contact, attribute))
        if changes is None:
            return (self.contacts.rows.get(contact) or {}).get(attribute if attribute in OF_VERSIONS else None) or UNKNOWN
        earlier = [instant for instant in changes if instant <= moment]
        return (changes[max(earlier)]["attribute_value"] if earlier else None) or UNKNOWN

    def signup_month(self, contact, account):
        moment = self.signed_up.get(contact)
        return UNKNOWN if moment is None else self.calendar.day(account, moment).strftime("%Y-%m")

    def periods(self, contact, attributes):
        """[(from, to, values)]: the stretches in which none of the attributes changes."""
        changes = (instant for name in attributes for instant in self.changes.get((contact, name), ()))
        instants = {BEGINNING, *(instant for instant in changes if instant > BEGINNING)}
        periods = []
        for instant in sorted(instants):
            values = tuple(self.value(contact, name, instant) for name in attributes)
            if not periods or periods[-1][1] != values:
                periods.append((instant, values))
        ends = [instant for instant, _ in periods[1:]] + [None]
        return [(start, end, values) for (start, values), end in zip(periods, ends, strict=True)]


class Cohorts:
    def __init__(self, world, marts, pipeline):
        self.world = world
        self.pipeline = pipeline
        self.marts = marts
        self.attributes = world.attributes
        self.dimensions = [name.strip().lower() for name in world.settings.cohort_dimensions]

    def cohort(self, message, dimension, account):
        if dimension in OF_CAMPAIGNS:
            return (self.world.campaign_rows.get(message.campaign) or {}).get(dimension) or UNKNOWN
        if dimension == "signup_month":
            return self.attributes.signup_month(message.contact, account)
        return self.attributes.value(message.contact, dimension, message.sent_at)

    def samples(self, messages):
        """Per contact the message of the cell that was responded to first, with the seconds it took."""
        best = {}
        for message in messages:
            for own, seconds in self.marts.samples([message]):
                sample = (self.world.first_responses[own.id], own.id, seconds)
                best[own.contact] = min(best.get(own.contact, sample), sample)
        return [(None, seconds) for _, _, seconds in best.values()]

    def rows(self, unit_of, account_of):
        reached = defaultdict(set)
        for message in self.marts.messages:
            reached[unit_of(message)].add(message.contact)
        for dimension in self.dimensions:

            def place(message, dimension=dimension):
                if message is None or not message.is_campaign:
                    return None
                return unit_of(message), self.cohort(message, dimension, account_of(message))

            cells = self.marts.cells(place, lambda event, place=place: place(event.message))
            for (unit, cohort), cell in cells.items():
                row = self.marts.row(cell, at_account=False)
                row["median_time_to_response_seconds"] = median([seconds for _, seconds in self.samples(cell.messages)])
                row |= self.pipeline.row(cell.messages, account_of(cell.messages[0]))
                row["contacts_share"] = rate(contacts_of(cell.messages), len(reached[unit]))
                key = {"dimension": dimension, "cohort": cohort}
                yield unit, key | {name: value for name, value in row.items() if name not in NOT_OF_COHORTS}

    def with_pipeline(self, rows, key):
        """The rows of a mart of campaigns or accounts with what came of their contacts."""
        messages = defaultdict(list)
        for message in self.marts.messages:
            messages[message.campaign if key == "campaign_id" else message.account].append(message)
        return [row | self.pipeline.row(messages[row[key]], row["account_id"]) for row in rows]

    def dim_contact_attributes(self):
        for contact, attribute in self.attributes.changes:
            if attribute not in (*OF_VERSIONS, "signup_month"):
                for start, end, (value,) in self.attributes.periods(contact, [attribute]):
                    key = {"contact_id": contact, "attribute_name": attribute, "valid_from": start}
                    yield key | {"valid_to": end, "attribute_value": value}

    def kpi_cohorts(self):
        found = self.rows(lambda message: message.account, lambda message: message.account)
        return [{"account_id": account} | row for account, row in found]

    def kpi_campaign_cohorts(self):
        owners = self.world.campaign_accounts
        found = self.rows(lambda message: message.campaign, lambda message: owners[message.campaign])
        return [{"campaign_id": campaign, "account_id": owners[campaign]} | row for campaign, row in found]

    def kpi_campaign_mix(self):
        """The rates of a campaign, and what they were if its contacts were mixed as the account's."""
        cells = self.marts.cells(
            lambda message: message.campaign if message.is_campaign else None,
            lambda event: event.campaign if event.message is not None else None,
        )
        weights, of_campaigns = defaultdict(dict), defaultdict(dict)
        for row in self.kpi_cohorts():
            weights[row["account_id"], row["dimension"]][row["cohort"]] = row["contacts_share"]
        for row in self.kpi_campaign_cohorts():
            of_campaigns[row["campaign_id"], row["account_id"], row["dimension"]][row["cohort"]] = row
        result = []
        for (campaign, account, dimension), cohorts in of_campaigns.items():
            if dimension in OF_CAMPAIGNS:
                continue
            share = weights[account, dimension]
            blended = self.marts.row(cells[campaign], at_account=False)
            mix = {"campaign_id": campaign, "dimension": dimension, "contacts_reached": blended["contacts_reached"]}
            for name in MIXED:
                known = {cohort: row[name] for cohort, row in cohorts.items() if row[name] is not None}
                total = math.fsum(share.get(cohort, 0) for cohort in known)
                mix[name] = blended[name]
                mix[f"{name}_mix_adjusted"] = rate(math.fsum(share.get(cohort, 0) * value for cohort, value in known.items()), total)
            mix["mix_coverage"] = rate(
                math.fsum(share.get(cohort, 0) for cohort in cohorts), math.fsum(share.values())
            )
            result.append(mix)
        return result

    def kpi_retention(self):
        """By account and month of the first text, month by month."""
        marts, calendar, world = self.marts, self.world.calendar, self.world

        def month(account, moment):
            return calendar.day(account, moment).replace(day=1)

        began = {}
        for message in marts.messages:
            key = (message.account, message.contact)
            began[key] = min(month(message.account, message.sent_at), began.get(key, date.max))
        found = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))  # (account, cohort) -> month -> what -> events

        def note(what, event, moment):
            start = began.get((event.account, event.contact))
            if start is not None and month(event.account, moment) >= start:
                found[event.account, start][month(event.account, moment)][what].append(event)

        for message in marts.messages:
            note("reached", message, message.sent_at)
        on_link = [click for click in marts.clicks if click.message.counts_as_delivered and click.message.has_link]
        for what, events in (
            ("replied", marts.replied), ("engaged", marts.engaged), ("clicked", on_link), ("converted", marts.credits),
            ("opted_out", world.opt_outs), ("adjusted", marts.adjustment_credits),
        ):  # fmt: skip
            for event in events:
                note(what, event, event.time)
        has_clicks = is_known(world.tables, "click_events")
        has_revenue = is_known(world.tables, "conversions") and (has_clicks or world.settings.default_attribution_basis != "click")
        result = []
        for (account, cohort), months in found.items():
            size = sum(1 for (owner, _), start in began.items() if (owner, start) == (account, cohort))
            gone, credits, taken = set(), [], []
            this, number = cohort, 0
            while this <= max([*months, month(account, world.as_of)]):
                events = months.get(this, {})
                gone |= {event.contact for event in events.get("opted_out", ())}
                credits += events.get("converted", [])
                taken += events.get("adjusted", [])
                following = (this + timedelta(days=31)).replace(day=1)
                row = {"account_id": account, "cohort_month": cohort, "months_since": number, "contacts": size}
                counts = {what: contacts_of(events.get(what, [])) for what in ("reached", "replied", "engaged", "clicked", "converted", "opted_out")}
                counts["clicked"] = counts["clicked"] if has_clicks else None
                counts["converted"] = counts["converted"] if has_revenue else None
                for what, count in (counts | {"opted_out_ever": len(gone)}).items():
                    row |= {f"contacts_{what}": count, f"contacts_{what}_share": rate(count, size)}
                row["revenue_net"] = self.net(events.get("converted", []), events.get("adjusted", [])) if has_revenue else None
                row["revenue_net_cumulative"] = self.net(credits, taken) if has_revenue else None
                row["revenue_per_contact_cumulative"] = ratio(row["revenue_net_cumulative"], size)
                row["is_complete_period"] = world.as_of >= calendar.end_of(account, following - timedelta(days=1))
                result.append(row)
                this, number = following, number + 1
        return result

    @staticmethod
    def net(credits, parts):
        gross = revenue([(credit.conversion, credit.revenue) for credit in credits])
        return None if gross is None else gross - sum((part.amount for part in parts), Decimal("0.00"))

    def dim_contact_versions(self):
        """Of the contacts that were texted, but for those of no known account."""
        rows = []
        for contact in sorted({message.contact for message in self.world.outbound}):
            account = (self.world.contacts.rows.get(contact) or {}).get("account_id")
            if account is None and contact in self.attributes.signed_up:
                continue
            for start, end, values in self.attributes.periods(contact, OF_VERSIONS):
                version = {"contact_id": contact, "valid_from": start, "valid_to": end, **dict(zip(OF_VERSIONS, values, strict=True))}
                rows.append(version | {"signup_month": self.attributes.signup_month(contact, account)})
        return rows

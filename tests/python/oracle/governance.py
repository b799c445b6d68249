"""Messages that broke a sending rule."""

from collections import defaultdict
from datetime import UTC, datetime

from .cohorts import UNKNOWN
from .messages import AUTO_REPLY_ORIGINS
from .raw import is_known, kept
from .team import is_from_a_person

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
REASONS = {
    "quiet_hours": "quiet_hours",
    "frequency_cap": "frequency_cap",
    "opted_out": "after_opt_out",
    "no_consent": "no_consent",
    "rep_engaged": "collision",
    "overlap": "overlap",
    "landline": "landline_or_invalid",
    "invalid_number": "landline_or_invalid",
}
RULES = tuple(dict.fromkeys(REASONS.values()))


class Governance:
    """What is allowed, and which messages were not."""

    def __init__(self, tables, contacts, outbound, inbound, live_consents, attributes, reference, settings, calendar):
        self.tables, self.contacts, self.attributes = tables, contacts, attributes
        self.reference, self.settings, self.calendar = reference, settings, calendar
        campaigns = {row["campaign_id"]: row for row in kept(tables, "campaigns")}
        self.messages = [
            message for message in outbound if message.is_sent and message.row["send_origin"] not in AUTO_REPLY_ORIGINS
        ]
        self.automated = {message.id for message in self.messages if not is_from_a_person(message)}
        self.exempt = set()
        for message in self.messages:
            campaign = campaigns.get(message.campaign)
            purpose = message.row["message_purpose"] or (campaign["message_type"] if campaign else None)
            if purpose in settings.exempt_purposes:
                self.exempt.add(message.id)
        self.consents = self.read_consents(inbound, live_consents)
        self.engagements = self.read_engagements()
        self.by_contact = defaultdict(list)
        for message in sorted(self.messages, key=lambda message: (message.sent_at, message.id)):
            self.by_contact[message.account, message.contact].append(message)

    def read_consents(self, inbound, live_consents):
        """(account, phone) -> [(time, 0 in / 1 out, whether it consents, whether it takes back an opt-out)]."""
        consents = defaultdict(list)
        for reply in inbound:
            place = (reply.account, reply.own.phone)
            if reply.kind in ("opt_in", "keyword_entry"):
                consents[place].append((reply.time, 0, reply.kind == "opt_in"))
            elif reply.kind == "opt_out":
                consents[place].append((reply.time, 1, True))
        for row in live_consents:
            if row["consent_action"] in ("opt_in", "opt_in_confirmed", "opt_out"):
                place = (row["account_id"], row["contact_phone_e164"])
                consents[place].append((row["occurred_at"], int(row["consent_action"] == "opt_out"), True))
        return consents

    def read_engagements(self):
        engagements = defaultdict(list)
        for row in kept(self.tables, "sales_engagements"):
            contact = self.contacts.survivor(row["contact_id"])
            if not self.contacts.is_test(contact):
                engagements[row["account_id"], contact].append((row["started_at"], row["ended_at"] or datetime.max))
        return engagements

    # --- rules ---------------------------------------------------------------------------------------

    def where_and_when(self, message):
        """(jurisdiction, time on the contact's clock, how the clock is known)."""
        zone_name = self.attributes.value(message.contact, "time_zone", message.sent_at)
        region = self.attributes.value(message.contact, "region", message.sent_at)
        region = None if region == UNKNOWN else region.upper()
        phone = message.phone
        code = self.reference.area_codes.get(phone[2:5]) if phone.startswith("+1") and len(phone) == 12 else None
        if zone_name in self.reference.time_zones:
            name, source = zone_name, "contact"
        elif region in self.reference.region_zones:
            name, source = self.reference.region_zones[region], "region"
        elif code:
            name, source = code["time_zone"], "area_code"
        else:
            name, source = None, "account"
        zone = self.reference.zone(name, "UTC") if name else self.calendar.zone(message.account)
        local = message.sent_at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        return region or (code["region"] if code else "unknown"), local, source

    def quiet_hours(self, message):
        jurisdiction, local, _ = self.where_and_when(message)
        rows = [
            row
            for row in self.reference.quiet_hours
            if row["valid_from"] <= local.date() and (row["valid_to"] is None or local.date() < row["valid_to"])
        ]
        for place in (jurisdiction, "default"):
            for days in (WEEKDAYS[local.weekday()], "all"):
                fitting = [row for row in rows if (row["jurisdiction"], row["days"]) == (place, days)]
                if fitting:
                    row = max(fitting, key=lambda row: row["valid_from"])
                    return message.id not in self.exempt and not self.is_allowed(local.time(), row["opens_at"], row["closes_at"])
        return False

    @staticmethod
    def is_allowed(now, opens, closes):
        if opens is None:
            return False
        return opens <= now < closes if opens < closes else now >= opens or now < closes

    def frequency_cap(self, message):
        if message.id not in self.automated:
            return False
        earlier = [
            other
            for other in self.by_contact[message.account, message.contact]
            if other.id in self.automated and (other.sent_at, other.id) <= (message.sent_at, message.id)
        ]
        return any(
            sum(message.sent_at < other.sent_at + window for other in earlier) > most for most, window in self.settings.frequency_caps
        )

    def after_opt_out(self, message):
        said = [word for word in self.consents[message.account, message.phone] if word[2] and word[0] <= message.sent_at]
        return bool(said) and max(said)[1] == 1

    def no_consent(self, message):
        if message.id not in self.automated or message.id in self.exempt or not is_known(self.tables, "consent_events"):
            return False
        return not any(moment <= message.sent_at and out == 0 for moment, out, _ in self.consents[message.account, message.phone])

    def collision(self, message):
        engagements = self.engagements[message.account, message.contact]
        return message.id in self.automated and any(start <= message.sent_at < end for start, end in engagements)

    def overlap(self, message):
        if not message.is_campaign:
            return False
        return any(
            other.is_campaign
            and other.campaign != message.campaign
            and (other.sent_at, other.id) < (message.sent_at, message.id)
            and message.sent_at < other.sent_at + self.settings.campaign_overlap_gap
            for other in self.by_contact[message.account, message.contact]
        )

    def landline_or_invalid(self, message):
        if message.failure_class in ("landline", "invalid_number"):
            return True
        owners = [row for row in kept(self.tables, "contact_phones") if row["phone_e164"] == message.phone and row["valid_from"] <= message.sent_at]
        if not owners:
            return False
        latest = max(owners, key=lambda row: (row["valid_from"], row["contact_id"]))
        return latest["line_type"] == "landline" and (latest["valid_to"] is None or message.sent_at < latest["valid_to"])

    # --- rows ----------------------------------------------------------------------------------------

    def breaches(self):
        for message in self.messages:
            for rule in RULES:
                if getattr(self, rule)(message):
                    yield message, rule

    def fact_rows(self):
        for message, rule in self.breaches():
            jurisdiction, local, source = self.where_and_when(message)
            yield {
                "message_id": message.id,
                "rule": rule,
                "account_id": message.account,
                "contact_id": message.contact,
                "campaign_id": message.campaign,
                "local_sent_at": local,
                "time_zone_source": source,
                "jurisdiction": jurisdiction,
            }

    def checked(self, account, rule):
        about = {
            "quiet_hours": lambda message: message.id not in self.exempt,
            "frequency_cap": lambda message: message.id in self.automated,
            "no_consent": lambda message: message.id in self.automated and message.id not in self.exempt,
            "collision": lambda message: message.id in self.automated,
            "overlap": lambda message: message.is_campaign,
        }.get(rule, lambda message: True)
        return sum(message.account == account and about(message) for message in self.messages)

    def kpi_rows(self, account_ids):
        broken = defaultdict(list)
        for message, rule in self.breaches():
            broken[message.account, rule].append(message)
        held = defaultdict(lambda: {"skipped": 0, "deferred": 0})
        test_campaigns = {row["campaign_id"] for row in kept(self.tables, "campaigns") if row["is_test"]}
        for row in kept(self.tables, "send_decisions"):
            is_test = self.contacts.is_test(self.contacts.survivor(row["contact_id"])) or row["campaign_id"] in test_campaigns
            if row["decision"] != "sent" and not is_test:
                held[row["account_id"], REASONS.get(row["reason"], row["reason"] or "not given")][row["decision"]] += 1
        needs = {"no_consent": "consent_events", "collision": "sales_engagements"}
        keys = {(account, rule) for account in account_ids for rule in RULES} | set(held)
        has_decisions = is_known(self.tables, "send_decisions")
        for account, rule in keys:
            is_rule = rule in RULES and (rule not in needs or is_known(self.tables, needs[rule]))
            checked, messages = self.checked(account, rule), broken[account, rule]
            yield {
                "account_id": account,
                "rule": rule,
                "messages_checked": checked if is_rule else None,
                "messages_breached": len(messages) if is_rule else None,
                "breach_rate": len(messages) / checked if is_rule and checked else None,
                "contacts_breached": len({message.contact for message in messages}) if is_rule else None,
                "sends_skipped": held[account, rule]["skipped"] if has_decisions else None,
                "sends_deferred": held[account, rule]["deferred"] if has_decisions else None,
            }


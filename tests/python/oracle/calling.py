"""Calls, what came of them, and labels: one row per account, campaign, agent or day, counted from the raw rows."""

from collections import defaultdict
from datetime import timedelta

from .raw import is_known, kept


def rate(part, whole):
    return None if part is None or not whole else float(part) / whole


class Calling:
    def __init__(self, tables, contacts, test_campaigns, settings):
        self.tables, self.contacts = tables, contacts
        self.test_campaigns = test_campaigns
        self.longest_chat = timedelta(seconds=settings.conversation_seconds)
        self.rows = {row["call_id"]: row for row in kept(tables, "calls")}
        self.dialed = {call_id: row for call_id, row in self.rows.items() if self._is_dialed(row)}
        self.leads = self._leads()
        self.deals = self._deals()

    def _is_test(self, row, phone=None):
        contact = self.contacts.resolve(row["contact_id"], phone, row["account_id"], row.get("started_at"))
        return self.contacts.is_test(contact) or row["campaign_id"] in self.test_campaigns

    def _is_dialed(self, row):
        if row["is_test"] or self._is_test(row, row["contact_phone_e164"]):
            return False
        return row["direction"] == "outbound" and row["parent_call_id"] is None and row["status"] != "canceled"

    def _call_of(self, call_id):
        """The dialed call that an id stands for: itself, or for a leg that is no test its parent."""
        row = self.rows.get(call_id)
        if row is None or row["is_test"] or self._is_test(row, row["contact_phone_e164"]):
            return None
        return self.dialed.get(row["parent_call_id"] or call_id)

    def _leads(self):
        found = []
        for row in kept(self.tables, "leads"):
            if row["source_channel"] != "call" or self._is_test(row):
                continue
            call = self._call_of(row["source_call_id"])
            if row["source_call_id"] is not None and call is None:
                continue
            found.append(
                {
                    "id": row["lead_id"],
                    "account": row["account_id"],
                    "contact": self.contacts.survivor(row["contact_id"]),
                    "time": row["created_at"],
                    "campaign": row["campaign_id"] or (call and call["campaign_id"]),
                    "agent": call and call["agent_id"],
                }
            )
        first = {}
        for lead in sorted(found, key=lambda lead: (lead["time"], lead["id"])):
            first.setdefault((lead["contact"], lead["campaign"] or ("of", lead["account"])), lead)
        return list(first.values())

    def _deals(self):
        people = defaultdict(set)
        for row in kept(self.tables, "deal_contacts"):
            people[row["deal_id"]].add(self.contacts.survivor(row["contact_id"]))
        found = []
        for row in kept(self.tables, "deals"):
            if not row["is_won"] or row["closed_at"] is None:
                continue
            who = people[row["deal_id"]]
            if who and all(self.contacts.is_test(contact) for contact in who):
                continue
            call = self._call_of(row["source_call_id"])
            leads = [
                lead
                for lead in self.leads
                if lead["contact"] in who
                and lead["account"] == row["account_id"]
                and lead["time"] <= row["closed_at"]
            ]
            if call is not None:
                campaign, agent = call["campaign_id"], call["agent_id"]
            elif leads:
                lead = max(leads, key=lambda lead: (lead["time"], lead["id"]))
                campaign, agent = lead["campaign"], lead["agent"]
            else:
                continue
            found.append({"account": row["account_id"], "time": row["closed_at"], "campaign": campaign, "agent": agent})
        return found

    # --- the marts ------------------------------------------------------------------------------------------

    def _kpis(self, calls, leads, deals):
        known = {table: is_known(self.tables, table) for table in ("calls", "leads", "deals")}
        answered = []
        for call in calls:
            asked = call["answered_by"] not in (None, "unknown")
            if call["answered_by"] == "human" if asked else call["status"] in ("completed", "in_progress"):
                answered.append(call)
        seconds = [call["duration_seconds"] for call in answered if call["duration_seconds"] is not None]
        talks = [length for length in seconds if timedelta(seconds=float(length)) > self.longest_chat]
        row = dict.fromkeys(
            ("calls_dialed", "calls_answered", "conversations", "calls_answered_with_duration", "average_call_seconds", "leads", "deals_closed")
        )
        if known["calls"]:
            row |= {
                "calls_dialed": len(calls),
                "calls_answered": len(answered),
                "conversations": len(talks),
                "calls_answered_with_duration": len(seconds),
                "average_call_seconds": rate(sum(seconds), len(seconds)),
                "leads": len(leads) if known["leads"] else None,
                "deals_closed": len(deals) if known["deals"] else None,
            }
        return row | {
            "call_answer_rate": rate(row["calls_answered"], row["calls_dialed"]),
            "conversation_rate": rate(row["conversations"], row["calls_answered"]),
            "conversations_per_dial": rate(row["conversations"], row["calls_dialed"]),
            "call_to_lead_rate": rate(row["leads"], row["calls_dialed"]),
            "lead_to_deal_rate": rate(row["deals_closed"], row["leads"]),
        }

    def nothing(self):
        return self._kpis([], [], [])

    def by(self, cell, every=()):
        """Rows by what `cell` makes of (account, campaign, agent, time): a dict of the key, or None."""
        cells = {tuple(key.items()): ([], [], []) for key in every}
        events = [
            [(row["account_id"], row["campaign_id"], row["agent_id"], row["started_at"], row) for row in self.dialed.values()],
            *([(x["account"], x["campaign"], x["agent"], x["time"], x) for x in some] for some in (self.leads, self.deals)),
        ]
        for kind, some in enumerate(events):
            for *about, what in some:
                key = cell(*about)
                if None not in key.values():
                    cells.setdefault(tuple(key.items()), ([], [], []))[kind].append(what)
        return [dict(key) | self._kpis(*what) for key, what in cells.items()]

    def outcomes(self, owner):
        """Rows of (owner, outcome), where a call counts once with an outcome."""
        pairs = set()
        for row in kept(self.tables, "call_outcomes"):
            call = self._call_of(row["call_id"])
            if call is not None and call[owner] is not None:
                pairs.add((call["call_id"], call[owner], row["outcome_name"]))
        counts, totals = defaultdict(int), defaultdict(int)
        for _, whose, name in pairs:
            counts[whose, name] += 1
            totals[whose] += 1
        return [
            {owner: whose, "outcome_name": name, "outcomes_recorded": n, "outcomes_recorded_share": n / totals[whose]}
            for (whose, name), n in counts.items()
        ]

    def labels(self, owner, as_of):
        given = defaultdict(list)
        for row in kept(self.tables, "label_assignments"):
            if not self._is_test(row) and row[owner] is not None:
                given[row[owner], row["label_name"]].append(row)
        totals = defaultdict(int)
        for (whose, _), rows in given.items():
            totals[whose] += len(rows)

        def people(rows):
            return len({self.contacts.survivor(row["contact_id"]) for row in rows})

        return [
            {
                owner: whose,
                "label_name": name,
                "contacts": people(rows),
                "assignments": len(rows),
                "assignments_share": len(rows) / totals[whose],
                "contacts_with_label_now": people(row for row in rows if row["removed_at"] is None or row["removed_at"] > as_of),
            }
            for (whose, name), rows in given.items()
        ]


def calling_answers(world):
    """{mart: rows}"""
    calling, calendar, as_of = world.calling, world.calendar, world.as_of
    return {
        "kpi_calling": calling.by(lambda account, *_: {"account_id": account}, [{"account_id": one} for one in world.account_ids]),
        "kpi_calling_campaigns": calling.by(lambda _, campaign, *__: {"campaign_id": campaign}),
        "kpi_calling_agents": calling.by(lambda account, _, agent, __: {"account_id": account, "agent_id": agent}),
        "kpi_calling_daily": calling.by(
            lambda account, _, __, time: {"account_id": account, "activity_date": calendar.day(account, time)}
        ),
        "kpi_call_outcomes": calling.outcomes("account_id"),
        "kpi_campaign_call_outcomes": calling.outcomes("campaign_id"),
        "kpi_labels": calling.labels("account_id", as_of),
        "kpi_campaign_labels": calling.labels("campaign_id", as_of),
    }

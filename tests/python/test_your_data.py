"""docs/your_data.md, done as it says: from Twilio's export of 300 messages to kpi_campaigns, in an empty database."""

from __future__ import annotations

import csv
import random
import re
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from tests.python.support.compare import connect, relation
from tests.python.support.dbt import ROOT, run_dbt

# The header of the message log that Twilio's console exports.
HEADER = ["From", "To", "Body", "Status", "SentDate", "ApiVersion", "NumSegments", "ErrorCode", "AccountSid", "Sid", "Direction", "Price", "PriceUnit"]
OURS = "+15005550006"
NAMES = ("Ann", "Bob", "Carla", "Dee", "Émile", "O’Neil", "Gus", "Hana")
FIRST = datetime(2026, 9, 7, 15)


def export() -> list[list[str]]:
    """A sale to 100 people, its last day to 80 of them, their replies, an answer of a person, and one-time codes."""
    dice, rows = random.Random(7), []

    def add(sender: str, to: str, body: str, status: str, when: datetime, direction: str, code: str = "", price: str = "-0.0079") -> None:
        sid = "SM" + "".join(dice.choice("0123456789abcdef") for _ in range(32))
        rows.append([sender, to, body, status, f"{when:%Y-%m-%dT%H:%M:%SZ}", "2010-04-01", "1", code, "AC" + "0" * 32, sid, direction, price, "usd"])

    people = [f"+120255501{number:02d}" for number in range(100)]
    for number, person in enumerate(people):
        status, code = ("undelivered", "30007") if number % 10 == 9 else ("delivered", "")
        text = f"Hi {NAMES[number % 8]}, our autumn sale starts today: {20 + number % 2}% off. https://example.com/s?u={number} Reply STOP to opt out"
        add(OURS, person, text, status, FIRST + timedelta(seconds=number), "outbound-api", code)
    for number, text in ((0, "Is it in store, too?"), (1, "STOP"), (2, "who is this?\nI never asked, \"really\"")):
        add(people[number], OURS, text, "received", FIRST + timedelta(hours=1), "inbound", price="-0.0075")
    add(OURS, people[0], "Yes, in all of them", "delivered", FIRST + timedelta(hours=2), "outbound-api")
    add(OURS, people[1], "You have successfully been unsubscribed.", "delivered", FIRST + timedelta(hours=1, seconds=1), "outbound-reply")
    for number, person in enumerate(people[2:82]):
        add(OURS, person, f"Last day, {NAMES[number % 8]}! The sale ends tonight 🍂", "delivered", FIRST + timedelta(days=3, seconds=number), "outbound-api")
    for number in range(300 - len(rows)):
        add(OURS, people[number % 60], f"Your code is {4000 + number}", "delivered", FIRST + timedelta(days=1, minutes=number), "outbound-api")
    return sorted(rows, key=lambda row: row[4], reverse=True)  # as Twilio sorts them


def test_a_twilio_export_becomes_kpi_campaigns(tmp_path: Path) -> None:
    rows = export()
    assert len(rows) == 300
    with (tmp_path / "twilio.csv").open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    (mapping,) = re.findall(r"```sql\n(copy .*?)```", (ROOT / "docs/your_data.md").read_text(), flags=re.DOTALL)
    (tmp_path / "raw").mkdir()
    for name in ("twilio.csv", "raw/messages.csv"):
        mapping = mapping.replace(f"'{name}'", f"'{tmp_path / name}'")
    duckdb.connect().execute(mapping)

    given = {"raw_source": "files", "raw_path": str(tmp_path / "raw")}
    run_dbt(["build", "--selector", "campaigns", "--exclude-resource-type", "unit_test"], work_dir=tmp_path, vars=given).check()
    with connect(tmp_path / "sms_analytics.duckdb") as query:
        marts, _ = relation(query, "kpi_campaigns", None)
        found = query(
            "select contacts_reached, messages_sent, messages_delivered, messages_carrier_blocked, contacts_replied, contacts_opted_out, cost_total"
            f" from {marts} order by messages_sent desc"
        )
    # Three of 100 answered, one of them with STOP; a dollar buys 126 texts.
    assert [tuple(map(float, row)) for row in found] == [(100, 100, 90, 10, 3, 1, 0.79), (80, 80, 80, 0, 0, 0, 0.632)]

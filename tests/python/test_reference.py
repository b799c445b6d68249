"""The shipped reference tables say what the definitions promise. A user may override them, so dbt's own tests do not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

REFERENCE = Path(__file__).resolve().parents[2] / "seeds" / "reference"

FAILURE_CLASSES = {
    "carrier_blocked": ["30007", "30034", "30032", "30033", "30035", "30024", "40002", "40003", "Carrier Violation"],
    "unreachable": ["30003", "Device Unreachable"],
    "invalid_number": ["21211", "21614", "30005", "Device Disconnected"],
    "landline": ["30006", "21635", "Device Incapable"],
    "opted_out": ["21610", "40300"],
    "throttled": ["30001", "30022", "21611", "20429"],
    "expired": ["30036"],
    "blocked_other": ["30004", "Message Blocked"],
    "unknown": ["30008"],
}
OPT_OUTS = (
    "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT OPT-OUT REMOVE ARRET".split() + ["OPT OUT", "REMOVE ME"]
)


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("failure_class", "codes"), FAILURE_CLASSES.items())
def test_failure_classes(failure_class: str, codes: list[str]) -> None:
    shipped = {row["error_code"].casefold(): row["failure_class"] for row in rows("error_codes")}
    assert {code: shipped.get(code.casefold()) for code in codes} == dict.fromkeys(codes, failure_class)


def test_wordings() -> None:
    shipped = {row["wording"].upper(): row["reply_kind"] for row in rows("reply_wordings")}
    expected = dict.fromkeys(OPT_OUTS, "opt_out") | {"START": "opt_in", "UNSTOP": "opt_in"}
    expected |= {"HELP": "help", "INFO": "help", "YES": "opt_in_if_opted_out"}
    assert {wording: shipped.get(wording) for wording in expected} == expected


def test_status_ranks() -> None:
    ranks = {row["status"]: int(row["status_rank"]) for row in rows("status_ranks")}
    assert ranks["delivered"] == ranks["read"] > ranks["undelivered"] == ranks["failed"] > ranks["sent"]
    others = {"accepted", "scheduled", "queued", "sending", "canceled", "received"}
    assert all(ranks["sent"] > ranks[status] for status in others) and len(ranks) == 11

"""A real campaign with figures that are known: 56,083 text messages, all of them delivered.

It comes as Parquet files and lacks most tables, as what a user has often does.
"""

from __future__ import annotations

import shutil
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tests.python.support.compare import connect, relation
from tests.python.support.dbt import ROOT, DbtResult, duckdb_path, run_dbt

FOLDER = "../shared/data/outvote"
SENT = 56_083
CONTACTS = 195_118
# Who voted, and of them who had been texted in the seven days before: the campaign's own attribution window.
VOTED = 139_156
TEXTED_AND_VOTED = 40_695
# All were texted at one instant, and voted at another.
SECONDS_TO_VOTE = 374_400

VARIABLES = {"raw_source": "files", "raw_path": FOLDER}


@pytest.fixture(scope="module")
def outvote(tmp_path_factory: pytest.TempPathFactory) -> DbtResult:
    """Built with all tests of data; unit tests, which bring their own, would say again what they say of the demo."""
    if not (ROOT / FOLDER / "messages.parquet").exists():
        pytest.skip(f"the outvote data is not there: {FOLDER} (beside the project)")
    return run_dbt(["build", "--exclude", "test_type:unit"], work_dir=tmp_path_factory.mktemp("outvote"), vars=VARIABLES).check()


@pytest.fixture(scope="module")
def outvote_by_view(outvote: DbtResult, tmp_path_factory: pytest.TempPathFactory) -> DbtResult:
    """The same, once each text delivered counts as a touch, with the tests of sums. Another basis needs a full refresh."""
    work_dir = tmp_path_factory.mktemp("outvote_by_view")
    shutil.copyfile(outvote.duckdb_path, duckdb_path(work_dir))
    variables = VARIABLES | {"default_attribution_basis": "view"}
    return run_dbt(["build", "--full-refresh", "--exclude", "test_type:unit", "test_type:generic"], work_dir=work_dir, vars=variables).check()


def rows(built: DbtResult, table: str) -> list[dict[str, Any]]:
    with connect(built.duckdb_path) as query:
        name, columns = relation(query, table, None)
        return [dict(zip(columns, row, strict=True)) for row in query(f"select * from {name}")]


KNOWN = {
    "messages_sent": SENT,
    "messages_sent_total": SENT,
    "messages_delivered": SENT,
    "messages_carrier_blocked": 0,
    "messages_failed": 0,
    "messages_unknown": 0,
    "contacts_reached": SENT,
    "contacts_delivered": SENT,
    "first_messages_sent": SENT,
    "delivery_rate": 1,
    "delivery_rate_all_messages": 1,
    "carrier_block_rate": 0,
    "replies_received": 0,
    "contacts_replied": 0,
    "reply_rate": 0,
    "contacts_opted_out": 0,
    "opt_out_rate": 0,
    "opt_out_messages": 0,
    # There are no clicks, consent events and replies to tell of: not known is not zero.
    "clicks": None,
    "contacts_clicked": None,
    "click_through_rate": None,
    "contacts_ai_filtered": None,
    "ai_filter_rate": None,
    # Replies need messages only; the votes are conversions, and so responses, but of none within a day.
    "response_rate": 0,
    "contacts_responded_7d": TEXTED_AND_VOTED,
    "response_rate_7d": TEXTED_AND_VOTED / SENT,
    "median_time_to_response_seconds": SECONDS_TO_VOTE,
    # Nobody can know who clicked before voting, nor what a text cost.
    "leads": None,
    "sms_to_lead_rate": None,
    "conversions": None,
    "contacts_converted": None,
    "conversion_rate": None,
    "revenue_gross": None,
    "revenue_adjusted": None,
    "revenue_net": None,
    "cost_total": None,
    "cost_is_complete": False,
    "messages_without_cost": SENT,
    "cost_per_conversion": None,
    "return_on_spend": None,
}

# By view the votes of those who were texted are the campaign's. Nobody paid anything: that is known.
KNOWN_BY_VIEW = KNOWN | {
    "conversions": TEXTED_AND_VOTED,
    "contacts_converted": TEXTED_AND_VOTED,
    "conversion_rate": TEXTED_AND_VOTED / SENT,
    "revenue_gross": 0,
    "revenue_adjusted": 0,
    "revenue_net": 0,
}


@pytest.mark.parametrize("table", ["kpi_campaigns", "kpi_accounts"])
def test_the_known_figures(outvote: DbtResult, table: str) -> None:
    (row,) = rows(outvote, table)
    assert {column: row[column] for column in KNOWN} == KNOWN


@pytest.mark.parametrize("table", ["kpi_campaigns", "kpi_accounts"])
def test_the_known_figures_by_view(outvote_by_view: DbtResult, table: str) -> None:
    (row,) = rows(outvote_by_view, table)
    assert {column: row[column] for column in KNOWN_BY_VIEW} == KNOWN_BY_VIEW


def test_all_other_votes_are_unattributed(outvote: DbtResult, outvote_by_view: DbtResult) -> None:
    for built, attributed in ((outvote, 0), (outvote_by_view, TEXTED_AND_VOTED)):
        (account,) = rows(built, "kpi_accounts")
        assert account["conversions_unattributed"] == VOTED - attributed
        assert account["revenue_gross_unattributed"] == account["revenue_net_unattributed"] == Decimal(0)


def test_the_votes_are_what_the_files_say(outvote: DbtResult) -> None:
    """Counted from the Parquet files alone."""
    folder = ROOT / FOLDER
    with duckdb.connect() as files:
        counted = files.execute(
            f"""
            select
                (select count(*) from '{folder}/conversions.parquet'),
                count(*),
                count(distinct votes.contact_id),
                min(epoch(votes.occurred_at::timestamp - texts.sent_at::timestamp)),
                max(epoch(votes.occurred_at::timestamp - texts.sent_at::timestamp))
            from '{folder}/conversions.parquet' as votes
            inner join '{folder}/messages.parquet' as texts using (contact_id)
            inner join '{folder}/campaigns.parquet' as campaigns using (campaign_id)
            where texts.current_status = 'delivered'
                and votes.occurred_at::timestamp - texts.sent_at::timestamp >= interval 0 minutes
                and votes.occurred_at::timestamp - texts.sent_at::timestamp
                    < to_minutes(campaigns.attribution_window_minutes::bigint)
            """
        ).fetchall()
    assert counted == [(VOTED, TEXTED_AND_VOTED, TEXTED_AND_VOTED, SECONDS_TO_VOTE, SECONDS_TO_VOTE)]


# As assigned, by statsmodels 0.15 (confint_proportions_2indep with method newcomb, proportions_ztest). The publication has Wald's interval.
TREATED = {"n": 185_179, "with_outcome": 132_105}
HELD_OUT = {"n": 9_939, "with_outcome": 7_051, "contacts_crossed_over": 0, "holdouts_messaged": 1_309}
COMPARED = {
    "rate": 0.7133908, "difference": 0.003963319, "difference_low": -0.005118072, "difference_high": 0.01320040, "z": 0.8510937,
    "p_value": 0.3947173, "p_value_adjusted": 0.3947173, "relative_lift": 0.003963319 / 0.7094275,
}  # fmt: skip


def test_the_holdout(outvote: DbtResult) -> None:
    by_outcome: dict[str, dict[str, Any]] = {}
    for row in rows(outvote, "kpi_holdouts"):
        by_outcome.setdefault(row["outcome"], {})[row["arm"]] = row
    assert set(by_outcome) == {"primary_conversion", "lead", "meeting", "revenue_per_contact"}
    treated, held_out = by_outcome["primary_conversion"]["treatment"], by_outcome["primary_conversion"]["holdout"]
    assert {column: treated[column] for column in TREATED} == TREATED
    assert {column: held_out[column] for column in HELD_OUT} == HELD_OUT
    assert {column: treated[column] for column in COMPARED} == pytest.approx(COMPARED, rel=1e-6)
    assert treated["verdict"] == "no_difference_seen"
    assert treated["is_mature"] is held_out["is_mature"] is True
    # Nothing says how many were to be held out.
    assert treated["sample_ratio_p_value"] is None
    assert {held_out[column] for column in COMPARED if column != "rate"} == {None}
    # There are no leads and meetings to tell of, and nobody paid anything.
    for outcome in ("lead", "meeting"):
        assert {row["with_outcome"] for row in by_outcome[outcome].values()} == {None}
        assert {row["verdict"] for row in by_outcome[outcome].values()} == {None}
    assert {row["rate"] for row in by_outcome["revenue_per_contact"].values()} == {0}


def test_what_was_sent_is_another_question(outvote: DbtResult) -> None:
    """Those texted voted more often than those not texted, by far more than the assignment made them: they were other people."""
    (campaign,) = rows(outvote, "kpi_campaigns")
    texted = campaign["contacts_responded_7d"] / SENT
    not_texted = (VOTED - campaign["contacts_responded_7d"]) / (CONTACTS - SENT)
    assert texted - not_texted > 4 * COMPARED["difference"]


def test_every_contact_has_a_row(outvote: DbtResult) -> None:
    contacts = rows(outvote, "dim_contacts")
    assert len(contacts) == len({row["contact_id"] for row in contacts}) == CONTACTS
    assert not any(row["is_inferred"] or row["is_test"] for row in contacts)


def test_no_row_got_lost(outvote: DbtResult) -> None:
    counts = {row.pop("table_name"): row for row in rows(outvote, "dq_row_counts")}
    for table, count in counts.items():
        given = count["rows_in"]
        assert given == count["rows_rejected"] + count["rows_superseded"] + count["rows_kept"], table
        assert given == count["rows_kept"], f"{table}: a row was rejected or folded"
    expected = {
        "messages": SENT, "contacts": CONTACTS, "campaign_memberships": CONTACTS, "campaigns": 1, "accounts": 1,
        "conversions": VOTED,
    }  # fmt: skip
    assert {table: count["rows_in"] for table, count in counts.items() if count["rows_in"]} == expected

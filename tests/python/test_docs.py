"""Everything that a reader may look up is described, and public models keep what they promise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.python.support.compare import connect
from tests.python.support.dbt import ROOT, DbtResult, run_dbt
from tests.python.support.reports import opened

PACKAGE = "sms_analytics"
Entry = Mapping[str, Any]


@pytest.fixture(scope="module")
def manifest(demo: DbtResult) -> dict[str, Any]:
    return demo.manifest()


def ours(entries: Mapping[str, Entry], resource_type: str | None = None) -> list[Entry]:
    """The project's own entries of a part of the manifest; dbt's own macros are there too."""
    return [
        entry
        for entry in entries.values()
        if entry["package_name"] == PACKAGE and resource_type in (None, entry["resource_type"])
    ]


def undescribed(entries: Iterable[Entry], prefix: str = "") -> list[str]:
    return [prefix + entry["name"] for entry in entries if not entry["description"].strip()]


def public_models(manifest: Mapping[str, Any]) -> list[Entry]:
    return [model for model in ours(manifest["nodes"], "model") if model["config"]["access"] == "public"]


def built_columns(demo: DbtResult) -> dict[str, list[str]]:
    """The columns that the build made, by table."""
    columns: dict[str, list[str]] = {}
    with connect(demo.duckdb_path) as query:
        found = query("select table_name, column_name from information_schema.columns order by table_name, ordinal_position")
    for table, column in found:
        columns.setdefault(table, []).append(column)
    return columns


# --- what is described ---------------------------------------------------------------------------


@pytest.mark.parametrize("resource_type", ["model", "seed"])
def test_models_and_seeds_are_described(manifest: dict[str, Any], resource_type: str) -> None:
    entries = ours(manifest["nodes"], resource_type)
    assert entries
    assert undescribed(entries) == []


@pytest.mark.parametrize("resource_type", ["model", "seed"])
def test_their_columns_are_those_that_the_build_made_each_described(
    demo: DbtResult, manifest: dict[str, Any], resource_type: str
) -> None:
    built = built_columns(demo)
    for entry in ours(manifest["nodes"], resource_type):
        assert set(entry["columns"]) == set(built[entry["alias"]]), entry["name"]
        assert undescribed(entry["columns"].values(), f"{entry['name']}.") == []


def test_sources_and_their_columns_are_described(manifest: dict[str, Any]) -> None:
    sources = ours(manifest["sources"])
    assert sources
    assert undescribed(sources) == []
    for source in sources:
        assert source["columns"], source["name"]
        assert source["source_description"].strip(), source["name"]
        assert undescribed(source["columns"].values(), f"{source['name']}.") == []


def test_macros_and_generic_tests_are_described(manifest: dict[str, Any]) -> None:
    macros = ours(manifest["macros"])
    assert any(macro["name"].startswith("test_") for macro in macros)
    assert undescribed(macros) == []


def test_arguments_of_macros_are_described_and_typed(manifest: dict[str, Any]) -> None:
    """dbt lists the arguments that the macro has, so that none can be forgotten, and warns of others."""
    arguments = [(macro["name"], argument) for macro in ours(manifest["macros"]) for argument in macro["arguments"]]
    assert arguments
    lacking = [
        f"{macro}({argument['name']})"
        for macro, argument in arguments
        if not (argument["description"] or "").strip() or not argument["type"]
    ]
    assert lacking == []


def test_variables_are_described() -> None:
    """Each variable of dbt_project.yml has a comment on the line above it, or above the one before it."""
    text = (ROOT / "dbt_project.yml").read_text()
    section = re.search(r"^vars:\n((?:(?:[ ].*)?\n)+)", text, flags=re.MULTILINE)
    assert section
    lines = section[1].splitlines()
    described, is_described = [], False
    for line in lines:
        if re.match(r"  # (?!---)", line):
            is_described = True
        elif variable := re.match(r"  (\w+):", line):
            described += [variable[1]] if is_described else []
        else:
            is_described = False
    assert described == list(yaml.safe_load(text)["vars"])


# --- what public models promise --------------------------------------------------------------------


def test_public_models_have_an_enforced_contract(manifest: dict[str, Any]) -> None:
    models = public_models(manifest)
    assert models
    assert [model["name"] for model in models if not model["config"]["contract"]["enforced"]] == []
    untyped = [
        f"{model['name']}.{column['name']}"
        for model in models
        for column in model["columns"].values()
        if not column["data_type"]
    ]
    assert untyped == []


def test_marts_are_public_and_nothing_else_is(manifest: dict[str, Any]) -> None:
    marts = {
        m["name"] for m in ours(manifest["nodes"], "model")
        # What dq_reconciliation and the metrics are made of: it reads facts, and nobody else reads it.
        if m["path"].startswith("marts/") and not m["path"].startswith(("marts/quality/reconciliation/", "marts/metrics/"))
    }  # fmt: skip
    assert {model["name"] for model in public_models(manifest)} == marts


def test_an_intermediate_model_reads_no_mart(manifest: dict[str, Any]) -> None:
    layers = {model["unique_id"]: model["path"].split("/")[0] for model in ours(manifest["nodes"], "model")}
    read = {
        (model["name"], parent)
        for model in ours(manifest["nodes"], "model")
        for parent in model["depends_on"]["nodes"]
        if layers[model["unique_id"]] == "intermediate" and layers.get(parent) == "marts"
    }
    assert read == set()


def test_the_schema_of_the_marts_holds_nothing_else_and_its_descriptions_are_comments(demo: DbtResult, manifest: dict[str, Any]) -> None:
    """That is what a BI tool lists and shows."""
    schema = next(model["schema"] for model in public_models(manifest) if model["name"] == "kpi_campaigns")
    with connect(demo.duckdb_path) as query:
        listed = query(f"select table_name from information_schema.tables where table_schema = '{schema}'")
        silent = query(f"select table_name, column_name from duckdb_columns() where schema_name = '{schema}' and comment is null")
        silent += query(f"select table_name, '' from duckdb_tables() where schema_name = '{schema}' and comment is null")
    assert {table for (table,) in listed} == {model["alias"] for model in public_models(manifest)}
    assert silent == []


def test_every_model_has_an_owner(manifest: dict[str, Any]) -> None:
    owners = {group["name"]: group["owner"] for group in ours(manifest["groups"])}
    for model in ours(manifest["nodes"], "model"):
        assert owners.get(model["config"]["group"], {}).get("name"), model["name"]


def keys_under_test(manifest: Mapping[str, Any], model: Entry) -> tuple[list[set[str]], set[str]]:
    """The sets of columns that a test of the whole model holds unique, and the columns held not null.

    A model with one row has no columns to tell its rows apart: the empty set.
    """
    unique, not_null = [], set()
    for test in ours(manifest["nodes"], "test"):
        if test.get("attached_node") != model["unique_id"] or test["config"].get("where"):
            continue
        name, arguments = test["test_metadata"]["name"], test["test_metadata"]["kwargs"]
        if name == "unique":
            unique.append({arguments["column_name"]})
        elif name == "unique_combination":
            unique.append(set(arguments["columns"]))
        elif name == "one_row":
            unique.append(set())
        elif name == "valid_columns":
            not_null.update(arguments.get("not_null", []))
    return unique, not_null


def test_every_model_has_a_tested_primary_key(manifest: dict[str, Any]) -> None:
    """All but base models, which keep every version of a key and rows that have none, and what metrics count: rows of several facts."""
    for model in ours(manifest["nodes"], "model"):
        if model["name"].startswith(("base_", "fct_metric_")):
            assert "primary_key" not in model["config"]["meta"], model["name"]
            continue
        key = set(model["config"]["meta"]["primary_key"])
        unique, not_null = keys_under_test(manifest, model)
        assert key in unique, f"{model['name']}: no test that {sorted(key)} is unique"
        nullable = set(model["config"]["meta"].get("nullable_key_columns", []))
        assert key - not_null == nullable, f"{model['name']}: {sorted(key - not_null)} may be NULL"


def test_model_names_are_unique_enough_to_live_in_another_project(manifest: dict[str, Any]) -> None:
    names = Counter(node["name"] for kind in ("model", "seed") for node in ours(manifest["nodes"], kind))
    assert [name for name, count in names.items() if count > 1] == []
    unprefixed = [
        model["name"]
        for model in ours(manifest["nodes"], "model")
        if not re.match(r"(base|stg|int|fct|dim|kpi|dq|rpt)_\w+$", model["name"])
    ]
    assert unprefixed == []


def test_the_readme_answers_a_marketing_lead(demo: DbtResult) -> None:
    """Its queries run on the demo and give what the comments above them say."""
    section = (ROOT / "README.md").read_text().split("Questions of a marketing lead")[1]
    texts, jobs, retention, mix, meetings = re.findall(r"```sql\n(.*?)```", section, re.DOTALL)[:5]
    with connect(demo.duckdb_path) as query:
        _, text, _, _, revenue, _, earned = query(texts)[0]
        replied = {cohort: rate for cohort, _, rate, _ in query(jobs)}
        months = list(query(retention))
        preview, advice = query(mix)
        ((_, _, show_rate, days, _),) = query(meetings)
    assert f'"{text}", {revenue:.2f} USD net: {earned:.2f} USD for each dollar' in texts
    assert next(iter(replied)) == "finance"
    assert f"Finance: {replied['finance']:.0%}".replace("%", " %") in jobs
    assert f"IT directors {replied['it_director']:.0%}".replace("%", " %") in jobs
    assert f"{months[0][1]:.0%} had opted out".replace("%", " %") in retention
    assert f"and {months[5][1]:.0%} by the end of June, when each had brought {months[5][2]:.2f} USD".replace("%", " %") in retention
    blended = f'"{preview[0]}" was answered by {preview[2]:.0%}, "{advice[0]}" by {advice[2]:.0%}'
    assert blended.replace("%", " %") in mix
    assert f"it is the other way round: {preview[3]:.0%} against {advice[3]:.0%}".replace("%", " %") in mix
    assert preview[2] > advice[2] and preview[3] < advice[3]
    assert f"{show_rate:.0%}, a median of {days:.1f} days".replace("%", " %") in meetings


def test_the_readme_answers_what_a_bad_week_and_a_good_hour_are(demo: DbtResult) -> None:
    found = re.findall(r"```sql\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    (weeks,) = (sql for sql in found if "kpi_accounts_weekly" in sql)
    (hours,) = (sql for sql in found if "kpi_send_times" in sql)
    with connect(demo.duckdb_path) as query:
        last, before = query(weeks)[:2]
        times = query(hours)
    assert f"In the week of {last[0].day} {last[0]:%B %Y} it sent {-last[3]:.0%} less".replace("%", " %") in weeks
    assert (last[1], before[1]) == (False, True) and before[2] > 0
    (evening, morning), others = times[:2], times[2:]
    assert (evening[:2], morning[:2]) == ((4, 17), (2, 11))
    assert f"({evening[3]:.0%} reply), where {evening[4]:.0%} opt out".replace("%", " %") in hours
    assert f"At 11 on Tuesdays {morning[3]:.0%} reply and {morning[4]:.0%} opt out".replace("%", " %") in hours
    assert f"other hours {max(row[3] for row in others):.0%} at most reply".replace("%", " %") in hours


def test_the_readme_finds_the_burnt_number(demo: DbtResult) -> None:
    (sql,) = re.findall(r"```sql\n(-- Which number is burnt.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    with connect(demo.duckdb_path) as query:
        months = list(query(sql))
    assert len({sender for sender, *_ in months}) == 1
    assert [month.strftime("%B") for _, month, *_ in months] == ["May", "June", "July"]
    assert f"{months[0][2]:.0%} of what it sent in May, and {months[1][2]:.0%} in June".replace("%", " %") in sql


def test_the_readme_answers_a_sales_lead_and_a_compliance_officer(demo: DbtResult) -> None:
    found = re.findall(r"```sql\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    queries = [sql for sql in found if "-- A " in sql or "texted too early" in sql]
    assert len(queries) == 3
    replies, rules, nights = queries
    with connect(demo.duckdb_path) as query:
        unanswered = query(replies)
        after_opt_out = {row[0]: row for row in query(rules) if row[1] == "after_opt_out"}["harbor_us"]
        breaches = query(nights)
    in_texas = [row for row in breaches if row[4].startswith("US-TX") and row[1].isoweekday() == 7]
    assert ["none", "one", "two", "three", "four", "five"][len(unanswered)] + ", waiting since" in replies
    assert f"{unanswered[0][4].day} {unanswered[0][4]:%B}" in replies
    assert f"{after_opt_out[3]} times after an opt-out, and skipped {after_opt_out[4]} such sends" in rules
    assert f"{len(breaches)} messages; {len(in_texas)} of them on a Sunday in Texas" in nights


def test_the_readme_finds_who_talks_longer_and_closes_less(demo: DbtResult) -> None:
    (sql,) = re.findall(r"```sql\n(-- Who talks longest.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    with connect(demo.duckdb_path) as query:
        agents = {row[0]: row[1:] for row in query(sql)}
    jordan, riley, sam = agents["u_jordan"], agents["u_riley"], agents["u_sam"]
    # Counts that a reader believes, and differences that nobody overlooks.
    assert min(leads for _, leads, _, _ in agents.values()) >= 30
    assert jordan[0] > 1.5 * max(riley[0], sam[0]) and jordan[3] < 0.5 * min(riley[3], sam[3])
    said = f"Jordan: {jordan[0]:.0f} seconds a call, and {jordan[3]:.0%} of the leads became deals won; of Riley's {riley[3]:.0%}, of -- Sam's {sam[3]:.0%}."
    assert said.replace("%", " %") in sql.replace("\n", " ")


def test_a_label_predicts_deals(demo: DbtResult, tmp_path: Path) -> None:
    """analyses/labels_and_deals.sql, and the README's sentence on it."""
    sql = (ROOT / "analyses" / "labels_and_deals.sql").read_text().split("}}", 1)[1]
    done = run_dbt(["--quiet", "compile", "--inline", sql], work_dir=tmp_path).check()
    with opened(demo.duckdb_path) as query:
        rows = {row["label_name"]: row for row in query(done.stdout) if row["account_id"] == "larkfield"}
    hot, later = rows["Hot lead"], rows["Later"]
    assert min(hot["contacts"], later["contacts"]) >= 30
    assert hot["deal_share"] > 2.5 * later["deal_share"] and hot["contacts_with_won_deal"] > later["contacts_with_won_deal"]
    said = f'of the contacts labelled "Hot lead" {hot["deal_share"]:.0%} got a deal, of those labelled "Later" {later["deal_share"]:.0%}'
    assert said.replace("%", " %") in (ROOT / "README.md").read_text().replace("\n", " ")


def test_the_demo_has_an_attribute_of_its_own(demo: DbtResult) -> None:
    with connect(demo.duckdb_path) as query:
        rows = query(
            "select attribute_name, count(distinct contact_id), count(*) from analytics.dim_contact_attributes where attribute_value is not null group by 1"
        )
    assert [row[0] for row in rows] == ["fleet_size"]
    # Some fleets grew.
    assert rows[0][1] >= 30 and rows[0][2] > rows[0][1]

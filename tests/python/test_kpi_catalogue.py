"""The catalogue of KPIs and the `meta` of the marts' columns follow from the KPI dictionary, and are true of the demo."""

from __future__ import annotations

import re
from functools import cache

import pytest
import yaml

from tests.python.support.compare import connect
from tests.python.support.dbt import ROOT, DbtResult
from tools import generate_yaml, key_diagram, kpi_catalogue

MARTS = sorted((ROOT / "models/marts").glob("*/kpi_*.yml"))


def entry(name: str, **keys) -> dict:
    """An entry as log_kpi_dictionary prints it."""
    nothing = dict.fromkeys(("label", "question", "rate", "expression", "relation", "where", "value", "contacts", "unknown", "switch"))
    nothing |= dict.fromkeys(("rows", "sum", "of_rows", "median", "firsts")) | {"empty": 0, "metric_scope": "event" if keys.get("relation") else None}
    false = dict.fromkeys(("plain_sum", "is_derived", "account_only", "pipeline", "headline", "send_times", "without_cohorts"), False)
    made_of = keys.get("rate") or re.findall(r"[a-z0-9_]+", keys.get("expression") or "")
    return {"name": name, "subject": "sends", "type": "bigint", "description": "Told.", "needs": [], **nothing, **false, "made_of": made_of} | keys


SENT = entry("messages_sent", question="How many?", relation="fct_messages", where="is_sent", value="count(*)", rows="true")
REACHED = entry("contacts_reached", question="How many people?", relation="fct_messages", where="is_sent", contacts="true")
THANKED = entry(
    "contacts_thanked", subject="replies", needs=["replies_table"], relation="fct_replies", where="campaign_id is not null", contacts="is_thanks",
    metric_scope="contact",
    description="Distinct contacts who said thanks. NULL when nobody could.",
)  # fmt: skip
THANKS_RATE = entry(
    "thanks_rate", subject="replies", type="double", rate=["contacts_thanked", "contacts_reached"], question="Who says thanks?", headline=True,
    description="Contacts who said thanks as a share of contacts reached.",
)  # fmt: skip


def files_of(*kpis: dict) -> dict[str, str]:
    """The generated files of a dictionary, without the marts that count figures of their own."""
    return {str(path.relative_to(ROOT)): text for path, text in generate_yaml.kpi_files(list(kpis), {"nodes": {}}).items()}


def columns_of(text: str) -> dict[str, dict]:
    """Of a mart's YAML. Its unit tests would take long to read."""
    return {column["name"]: column for column in yaml.load(text.split("\nunit_tests:")[0], yaml.CSafeLoader)["models"][0]["columns"]}


def test_an_added_kpi_appears_everywhere_by_itself_and_goes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate_yaml, "rate_limits", lambda: {"thanks_rate": "always"})
    before, with_it = files_of(SENT, REACHED), files_of(SENT, REACHED, THANKED, THANKS_RATE)
    marts = [path for path in with_it if path.startswith("models/marts/") and "send_times" not in path and "/metrics/" not in path]
    assert len(marts) == 12
    for path in marts:
        columns = columns_of(with_it[path])
        assert columns["contacts_thanked"]["config"]["meta"] == {"label": "Contacts thanked", "unit": "contacts", "format": "#,##0", "additive": []}
        assert columns["thanks_rate"]["config"]["meta"] == {"label": "Thanks rate", "unit": "fraction", "format": "0.0%", "additive": []}
        assert "thanks" not in before[path].split("unit_tests:")[0]
    weekly = columns_of(with_it["models/marts/periods/kpi_accounts_weekly.yml"])
    assert weekly["change_thanks_rate"]["config"]["meta"]["unit"] == "points"
    assert "{% docs kpi_thanks_rate %}" in with_it["models/docs/kpis.md"]
    page = with_it["docs/kpis.md"]
    assert "[contacts_thanked](#contacts_thanked), [thanks_rate](#thanks_rate)" in page
    assert page.split("### contacts_thanked\n")[1].split("###")[0] == (
        "\n**Contacts thanked** · contacts · does not add up  \n*A part of `thanks_rate`.*\n\nDistinct contacts who said thanks.\n\n"
        "- Formula: distinct contacts of `fct_replies` where `campaign_id is not null and is_thanks`\n- NULL when nobody could.\n"
        "- NULL when the raw table `replies_table` is absent or all its rows are rejected.\n"
        "- In `kpi_campaigns` (`_daily`, `_weekly`, `_monthly`), `kpi_templates`, `kpi_steps`, `kpi_accounts` (`_daily`, `_weekly`, `_monthly`), "
        "`kpi_cohorts`, `kpi_campaign_cohorts`\n- Metric: `contacts_thanked`\n\n"
    )  # fmt: skip
    assert "*Who says thanks?*" in page and "`contacts_thanked` ÷ `contacts_reached`" in page
    counted = yaml.safe_load(with_it["models/marts/metrics/fct_metric_contact_events.yml"])["models"][0]
    (metric,) = counted["metrics"]
    assert (metric["name"], metric["agg"], metric["expr"], metric["label"]) == ("contacts_thanked", "count_distinct", "contacts_thanked", "Contacts thanked")
    assert metric["filter"] == "{{ Dimension('contact_event__has_replies_table') }}"
    assert {"contacts_thanked", "has_replies_table"} < {column["name"] for column in counted["columns"]}
    others = yaml.safe_load(with_it["models/marts/metrics/_metrics.yml"])
    (rate,) = others["metrics"]
    assert (rate["name"], rate["numerator"], rate["denominator"]) == ("thanks_rate", "contacts_thanked", "contacts_reached")
    assert rate["config"]["meta"] == {"unit": "fraction", "format": "0.0%", "additive": []}
    assert {query["name"]: "thanks_rate" in query["query_params"]["metrics"] for query in others["saved_queries"]} == dict.fromkeys(
        ("reporting_page", "campaign_table", "cohort_table"), True
    )
    assert "| `thanks_rate` | Thanks rate | account, campaign, message, cohort | `contacts_thanked`, `contacts_reached` |" in with_it["docs/metrics.md"]
    for path in ("docs/kpis.md", "docs/metrics.md", "models/marts/metrics/_metrics.yml", "models/marts/metrics/fct_metric_contact_events.yml"):
        assert "thanks" not in before[path], path
    assert files_of(SENT, REACHED) == before


def test_what_metricflow_cannot_say_is_no_metric_and_nor_is_what_is_made_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate_yaml, "rate_limits", lambda: {"wait_each": "never"})
    wait = entry("wait", question="How long?", relation="f", where="true", median="x", value="median(x)", type="double", firsts=["is_first"], metric_scope=None)
    files = files_of(SENT, wait, entry("wait_each", rate=["wait", "messages_sent"], question="?", type="double"))
    assert "| `wait` | Which event is a contact's first depends on the requested range" in files["docs/metrics.md"]
    assert "| `wait_each` | It is made of `wait`. |" in files["docs/metrics.md"]
    assert "- No metric. It is made of `wait`." in files["docs/kpis.md"]
    assert not [path for path, text in files.items() if path.startswith("models/marts/metrics/") and "wait" in text]


def test_sums_that_may_be_unknown_and_amounts_are_made_of_parts() -> None:
    paid = entry("paid", question="?", relation="f", where="true", sum="price", value="sum(price)", type="money")
    seen = entry("contacts_seen", question="?", relation="f", where="true", contacts="is_seen", unknown="is_dark")
    others = yaml.safe_load(files_of(SENT, paid, seen)["models/marts/metrics/_metrics.yml"])["metrics"]
    assert {metric["name"]: metric["expr"] for metric in others} == {
        "paid": "case when part_reporting_currencies = 1 then case when part_paid_rows = 0 then 0 else part_paid_sum end end",
        "contacts_seen": "case when part_contacts_seen_unknown = 0 then part_contacts_seen_counted end",
    }


def test_a_kpi_that_answers_no_question_and_is_part_of_nothing_is_refused() -> None:
    with pytest.raises(SystemExit, match="Which question does contacts_thanked answer"):
        files_of(SENT, REACHED, THANKED)


def test_a_number_of_a_mart_that_nobody_described_is_refused() -> None:
    mart = {"description": "A mart.", "key": ["campaign_id"], "columns": {"happiness": {"data_type": "double", "description": "?"}}}
    with pytest.raises(SystemExit, match="What is kpi_moods.happiness"):
        kpi_catalogue.Catalogue({}, {"kpi_moods": mart})


@pytest.mark.parametrize(
    ("kpi", "additive"),
    [
        (SENT, ["days", "campaigns", "accounts"]),
        (REACHED, []),
        (entry("waits", relation="f", where="true", value="count(*)", account_only=True), ["days", "accounts"]),
        (entry("deals", relation="f", where="true", value="count(*)", pipeline=True), ["accounts"]),
        (entry("median_wait", relation="f", where="true", value="median(x)", type="double"), []),
        (entry("sum_of_both", expression="messages_sent - waits"), ["days", "accounts"]),
        (entry("product", expression="messages_sent * messages_sent"), []),
        (entry("is_sent", expression="messages_sent > 0", type="boolean"), []),
    ],
)
def test_what_adds_up_follows_from_how_it_is_counted(kpi: dict, additive: list[str]) -> None:
    kpis = {"messages_sent": SENT, "waits": entry("waits", relation="f", where="true", value="count(*)", account_only=True)}
    assert kpi_catalogue.additive_of(kpi, kpis) == additive


def test_formulas_are_said_in_words() -> None:
    window = "counts and (\n first_at >= sent_at\n and first_at < (sent_at + to_seconds(3600))\n )"
    assert kpi_catalogue.conditions("is_sent", window) == " where `is_sent and counts and first_at in [sent_at, sent_at + 3600 s)`"
    value = "case\n when count(case when a then 1 end) = 0 then 0\n else sum(case when a then b end)\n end"
    assert kpi_catalogue.formula_of(entry("x", relation="f", where="true", value=value)) == "sum of `b` of `f` where `a`"


def test_the_same_heading_again_has_a_link_of_its_own() -> None:
    headings = ["Leads, conversions", "leads", "Leads", "year_ago_\\*"]
    assert kpi_catalogue.anchors(headings) == ["leads-conversions", "leads", "leads-1", "year_ago_"]


def test_links_of_the_catalogue_lead_to_its_headings() -> None:
    page = kpi_catalogue.CATALOGUE.read_text()
    links = re.findall(r"\]\(#([^)]+)\)", page)
    assert len(links) > 200
    assert set(links) <= set(kpi_catalogue.anchors(re.findall(r"^#+ (.+)$", page, re.MULTILINE)))


def test_metas_in_a_file_written_by_hand_leave_the_rest_alone() -> None:
    text = "models:\n  - name: kpi_x\n    columns:\n      - name: key\n        data_type: text\n      - name: calls\n        data_type: bigint\n"
    text += "\nunit_tests:\n      - name: calls\n"
    meta = {"label": "Calls", "unit": "count", "additive": ["days"]}
    written = kpi_catalogue.with_metas(text, {"calls": meta})
    assert yaml.safe_load(written.split("\nunit_tests")[0])["models"][0]["columns"][1]["config"]["meta"] == meta
    assert written.count("config") == 1
    assert kpi_catalogue.with_metas(written, {"calls": meta}) == written
    assert kpi_catalogue.with_metas(written, {}) == text


# --- of the demo -----------------------------------------------------------------------------------------


@cache
def metas(mart: str) -> dict[str, dict]:
    (path,) = (path for path in MARTS if path.stem == mart)
    return {name: column["config"]["meta"] for name, column in columns_of(path.read_text()).items() if "config" in column}


def test_every_kpi_mart_tells_bi_tools_of_its_figures() -> None:
    assert len(MARTS) > 35
    for path in MARTS:
        found = metas(path.stem)
        assert found, path.stem
        assert {key for meta in found.values() for key in ("label", "unit", "additive") if key not in meta} == set(), path.stem
        assert [name for name, meta in found.items() if name.startswith("contacts_") and {"days", "campaigns"} & set(meta["additive"])] == []


# A mart by day or month, the same over all time, a condition on rows of the former, and the key of the latter.
FINER = [
    ("kpi_campaigns_daily", "kpi_campaigns", "basis = 'activity'", ["campaign_id"]),
    ("kpi_accounts_daily", "kpi_accounts", "basis = 'activity'", ["account_id"]),
    ("kpi_deliverability_daily", "kpi_deliverability", "true", ["account_id", "dimension", "value"]),
    ("kpi_calling_daily", "kpi_calling", "true", ["account_id"]),
    ("kpi_attribution_monthly", "kpi_attribution", "true",
     ["account_id", "attribution_model", "attribution_basis", "channel_scope", "channel", "campaign_id", "touch_campaign"]),
]  # fmt: skip


def test_what_is_said_to_add_up_does(demo: DbtResult) -> None:
    """Over days and months; over campaigns and over weeks see tests/singular/."""
    with connect(demo.duckdb_path) as query:
        for fine, coarse, condition, key in FINER:
            figures = [name for name, meta in metas(coarse).items() if name in metas(fine) and {"days", "months"} & set(meta["additive"])]
            assert len(figures) > 4, (fine, figures)
            sums = ", ".join(f"coalesce(sum({figure}), 0) as {figure}" for figure in figures)
            differ = " or ".join(f"abs(coalesce(total.{figure}, 0) - coalesce(parts.{figure}, 0)) > 0.000001 * (1 + abs(coalesce(total.{figure}, 0)))" for figure in figures)
            same = " and ".join(f"total.{column} is not distinct from parts.{column}" for column in key)
            rows = list(query(
                f"select total.* from analytics.{coarse} as total left join (select {', '.join(key)}, {sums} from analytics.{fine} where {condition} "
                f"group by {', '.join(key)}) as parts on {same} where {differ}"
            ))  # fmt: skip
            assert rows == [], (fine, figures)


def test_what_the_tests_of_the_build_add_up_is_said_to_add_up() -> None:
    text = (ROOT / "tests/singular/kpi_campaigns_add_up_to_kpi_accounts.sql").read_text()
    figures = re.findall(r"'(\w+)'", text.split("%}")[0])
    of_accounts = metas("kpi_accounts")
    assert len(figures) > 10
    assert [figure for figure in figures if "campaigns" not in of_accounts[figure]["additive"]] == []


def test_the_page_for_bi_tools_says_what_may_be_summed() -> None:
    """Every figure of the two marts once, in the row of what its `meta` says."""
    section = (ROOT / "docs/bi.md").read_text().split("## What must not be summed")[1].split("<!-- end of the table -->")[0]
    rows = re.findall(r"^\| ([^`|]+) \| (`.+`) \|$", section, re.MULTILINE)
    said = [(name, [] if over.startswith("nothing: ") else over.split(", ")) for over, names in rows for name in re.findall(r"\w+", names)]
    expected = {name: meta["additive"] for mart in ("kpi_accounts", "kpi_campaigns") for name, meta in metas(mart).items()}
    assert len(expected) > 70
    assert sorted(said) == sorted(expected.items())


def test_the_diagram_has_what_the_marts_test() -> None:
    column = {"config": {"meta": {"primary_key": ["click_id"]}}, "resource_type": "model", "unique_id": "m.fct_clicks", "name": "fct_clicks"}
    other = {"config": {"meta": {"primary_key": ["message_id"]}}, "resource_type": "model", "unique_id": "m.fct_messages", "name": "fct_messages"}

    def test_of(name: str, **arguments) -> dict:
        return {"resource_type": "test", "attached_node": "m.fct_clicks", "config": {}, "name": name, "test_metadata": {"name": name, "kwargs": arguments}}

    nodes = [column, other, test_of("relationships", column_name="sent_id", to="ref('fct_messages')", field="message_id")]
    line = "    fct_messages {}--o{{ fct_clicks : sent_id"
    page = key_diagram.page({"nodes": dict(enumerate(nodes))})
    assert line.format("|o") in page
    assert "| `fct_clicks` | `click_id` | `sent_id` → `fct_messages`.`message_id` |" in page
    nodes.append(test_of("valid_columns", not_null=["sent_id"]))
    assert line.format("||") in key_diagram.page({"nodes": dict(enumerate(nodes))})

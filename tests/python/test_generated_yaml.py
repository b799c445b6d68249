"""The generated YAML is what its sources would give now, and holds what only data can prove."""

from __future__ import annotations

import subprocess
import sys

import yaml

from tests.python.support.dbt import ROOT
from tools import generate_yaml

DATED = {f"kpi_{owners}_{every}" for owners in ("campaigns", "accounts") for every in ("daily", "weekly", "monthly")}


def test_no_generated_file_is_stale() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.generate_yaml", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_kpi_mart_is_held_to_what_its_figures_promise() -> None:
    """The generator could drop the tests of a mart, and the build would only be greener."""
    files = sorted(path for folder in ("campaigns", "periods") for path in (ROOT / "models/marts" / folder).glob("kpi_*.yml"))
    assert DATED < {path.stem for path in files}
    for model in (yaml.safe_load(path.read_text())["models"][0] for path in files):
        tests = [(name, test) for entry in model["data_tests"] for name, test in entry.items()]
        limited = {
            rate: test.get("config", {}).get("where")
            for name, test in tests
            if name in ("between_zero_and_one", "valid_columns")
            for rate in test["arguments"].get("columns", test["arguments"].get("between_zero_and_one", []))
        }
        assert "adds_up_to" in {name for name, _ in tests}, model["name"]
        assert {"delivery_rate", "response_rate", "response_rate_24h"} <= limited.keys(), model["name"]
        # On the basis activity a reply may fall on a day on which its contact was sent nothing.
        assert limited["reply_rate"] == ("basis = 'send'" if model["name"] in DATED else None), model["name"]
        assert not {"opt_out_rate", "opt_out_message_rate", "ai_filter_rate"} & limited.keys(), model["name"]


def test_a_rate_of_which_nobody_said_whether_it_can_exceed_one_is_refused() -> None:
    try:
        generate_yaml.limit_of("happiness_rate", generate_yaml.rate_limits())
    except SystemExit as problem:
        assert "happiness_rate" in str(problem) and "kpi_marts.yml" in str(problem)
    else:
        raise AssertionError("a rate that nobody classified was taken")

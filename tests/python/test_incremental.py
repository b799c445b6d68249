"""Built in steps as events arrive, every table is what a full refresh makes of the same events, row for row.

Events arrive in random batches (tests/python/support/histories.py): out of order, repeated, corrected, deleted and moved
long after they were built. Before some steps, the build is killed at a random moment. The full refresh reads the same raw
rows in another order. SMS_ANALYTICS_HISTORIES says how many histories (default 200), SMS_ANALYTICS_HISTORY_SEED which
ones (default 0), SMS_ANALYTICS_KILLS how many builds are killed (default 3; `make test-all` has 10, as each takes 12 seconds).
"""

from __future__ import annotations

import os
import random
import re
import signal
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.python.oracle.settings import read_reference
from tests.python.support import histories as of_histories
from tests.python.support.dbt import ROOT, DbtResult, duckdb_path, run_dbt, start_dbt
from tests.python.support.histories import CORRECTED, DELETED, History, random_histories, rows_until, shuffled, write_raw_folder
from tests.python.support.row_for_row import BUT_PERIODS, STORED, differing, duckdb_builds, explain, stored, tables_to_compare

HISTORIES = int(os.environ.get("SMS_ANALYTICS_HISTORIES", "200"))
SEED = int(os.environ.get("SMS_ANALYTICS_HISTORY_SEED", "0"))
BUILDS = 6
# Before these steps a run builds the campaigns' figures and what those need, as somebody may every hour.
STEPS_OF_CAMPAIGNS = (2, 3)
KILLS = int(os.environ.get("SMS_ANALYTICS_KILLS", "3"))
# The steps and the full refresh run side by side, on one thread each.
ENVIRONMENT = {"SMS_ANALYTICS_THREADS": "1"}
SEED_REFERENCE = ["seed", "--select", "path:seeds/reference"]


@pytest.fixture(scope="module")
def histories() -> list[History]:
    wordings = [wording for wording, _ in read_reference(ROOT / "seeds" / "reference").wordings]
    return random_histories(HISTORIES, BUILDS, SEED, wordings)


# --- builds ------------------------------------------------------------------------------------------------


def variables(home: Path) -> dict[str, Any]:
    return {"raw_source": "files", "raw_path": str(home / "raw")}


def run(home: Path, *args: str) -> DbtResult:
    return run_dbt(args, work_dir=home, vars=variables(home), env=ENVIRONMENT).check()


@dataclass(frozen=True)
class Killed:
    """How far a build was."""

    started: int
    ended: int
    last_line: str


PROGRESS = re.compile(r"\b\d+ of (\d+) (START|OK)\b")


def kill_at(home: Path, line: int, wait: float) -> Killed | None:
    """Start a build and kill it `wait` seconds after that line of its progress; None where it came to its end before."""
    process = start_dbt(["run", *STORED], work_dir=home, vars=variables(home), env=ENVIRONMENT)
    seen: list[str] = []
    total = None
    assert process.stdout is not None
    try:
        for text in process.stdout:
            if found := PROGRESS.search(text):
                total = int(found[1])
                seen.append(found[2])
                last_line = text.strip()
                if len(seen) == line:
                    time.sleep(wait)
                    os.killpg(process.pid, signal.SIGKILL)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    killed = Killed(seen.count("START"), seen.count("OK"), last_line) if seen else None
    was_running = process.returncode == -signal.SIGKILL and killed is not None and killed.started and killed.ended != total
    return killed if was_running else None


def kill_some(home: Path, count: int, nodes: int, dice: random.Random) -> list[Killed]:
    """Each model has two lines of progress, its start and its end: one kill soon after a start, the next after any line.
    A model that is made anew in each run has no state that a kill could leave behind."""
    killed: list[Killed] = []
    while len(killed) < count:
        line = dice.randrange(1, 2 * nodes)
        soon = len(killed) % 2 == 0
        wait = dice.uniform(0, 0.04) if soon else dice.choice((0, 0, dice.uniform(0, 0.15)))
        one = kill_at(home, line | 1 if soon else line, wait)
        killed += [one] if one else []
    return killed


def kills_before(build: int) -> int:
    """As many before each build, or one more before the first ones."""
    return (KILLS + BUILDS - 1 - build) // BUILDS


def test_steps_and_kills_end_where_a_full_refresh_does(histories: Sequence[History], tmp_path: Path) -> None:
    steps, full = tmp_path / "steps", tmp_path / "full_refresh"
    killed: list[Killed] = []
    last = BUILDS - 1

    def selected(build: int) -> Sequence[str]:
        return BUT_PERIODS if build == last else STORED

    def step(build: int) -> None:
        if build == 0:
            run(steps, *SEED_REFERENCE)
        killed.extend(kill_some(steps, kills_before(build), nodes, random.Random(f"kill {SEED}/{build}")))
        if build in STEPS_OF_CAMPAIGNS:
            run(steps, "run", "--select", "+kpi_campaigns")
        run(steps, "run", *selected(build))

    with ThreadPoolExecutor(max_workers=2) as pool:
        for build in range(BUILDS):
            rows = rows_until(histories, build)
            write_raw_folder(rows, steps / "raw")
            write_raw_folder(shuffled(rows, random.Random(build)), full / "raw")
            if build == 0:
                manifest = run(full, *SEED_REFERENCE).manifest()
                nodes = len(stored(manifest["nodes"]))
            for done in [pool.submit(step, build), pool.submit(run, full, "run", "--full-refresh", *selected(build))]:
                done.result()
            models = tables_to_compare(manifest, stored_only=build != last)
            with duckdb_builds(duckdb_path(steps), duckdb_path(full)) as builds:
                differences = differing(builds, models)
                assert builds.rows(f"select count(*) from {builds.right['fct_campaign_contacts']}") > [(0,)]
            assert not differences, explain(differences, histories, build)

    assert len(killed) == KILLS
    within = [one for one in killed if one.started > one.ended]
    between = [one for one in killed if one.started == one.ended]
    print(f"killed: {len(within)} within a model, {len(between)} between two")
    assert within, killed


# --- the histories themselves --------------------------------------------------------------------------------


def test_histories_hit_what_they_are_made_for(histories: Sequence[History]) -> None:
    """Histories in which nothing happens would agree with anything."""
    if HISTORIES < 100:
        pytest.skip("too few histories to hit everything")
    kinds = of_histories.kinds(histories)
    corrected = {kind.split()[2].split(".")[0] for kind in kinds if kind.startswith("correction of")}
    assert corrected == set(CORRECTED)
    assert {kind for kind in kinds if kind.startswith("deletion of")} == {f"deletion of {table}" for table in DELETED}
    for expected in (
        *("duplicate", "old version", "tie", "broken version", "same content, loaded anew"),
        *("late merge", "change of a merge", "late phone", "late rate"),
        *("correction of messages.campaign_id", "correction of messages.contact_id", "correction of messages.template_id"),
        *("correction of messages.is_test", "correction of messages.price_amount", "correction of messages.body"),
        *("correction of accounts.time_zone", "correction of accounts.reporting_currency", "correction of fx_rates.rate"),
        *(f"undeletion of {table}" for table in ("messages", "click_events", "contacts", "campaigns", "links")),
    ):
        assert kinds[expected] > 0, f"no {expected}"

    # Rows that come after others that name them, and events that turn out to be of another day.
    assert of_histories.late_references(histories).keys() >= {"campaigns", "templates", "contacts", "links", "messages"}
    moved = of_histories.moved_days(histories)
    for table in ("messages", "message_status_events", "click_events", "consent_events", "conversions", "touchpoints"):
        assert moved[table] > 0, f"no day of {table} moves"


def test_rows_are_loaded_at_all_times(histories: Sequence[History]) -> None:
    if HISTORIES < 100:
        pytest.skip("too few histories to hit everything")
    loaded = [[(build, of_histories.loaded_time(arrival.row)) for build, arrival in history.arrivals()] for history in histories]
    everything = [pair for of_one in loaded for pair in of_one]
    assert sum(moment is None for _, moment in everything) > 10
    assert sum(moment is not None and moment.year == 1999 for _, moment in everything) > 100
    assert sum(moment is not None and moment.year == 2099 for _, moment in everything) > 100
    # Whole histories of one moment but for a few rows, and later batches that were loaded before earlier ones.
    one_moment = [{moment for _, moment in of_one} for of_one in loaded]
    assert sum(of_histories.ONE_MOMENT in moments for moments in one_moment) > 10
    latest = [max(moment for at, moment in everything if moment and at <= build) for build in range(BUILDS)]
    late = [build for build, moment in everything if moment and build and moment < latest[build - 1]]
    assert len(late) > 1000
    # As time passes, more is mature.
    assert len(set(latest)) >= 3


def test_histories_share_neither_ids_nor_days(histories: Sequence[History]) -> None:
    for history in histories:
        for _, arrival in history.arrivals():
            # Stages have the same names everywhere; the deal beside them is the history's own.
            ids = (of_histories.key_columns(arrival.table) & arrival.row.keys()) - {"account_id", "stage_id"}
            for name in (name for name in ids if name.endswith("_id") and arrival.row[name]):
                assert arrival.row[name].startswith(history.prefix), (history.number, arrival)
            if arrival.table in of_histories.HAPPENED and HISTORIES <= of_histories.SLOTS:
                moment = of_histories.parsed(arrival.row[of_histories.HAPPENED[arrival.table]], of_histories.LOADED_AT)
                assert moment is None or history.owns(moment.date()), (history.number, arrival)

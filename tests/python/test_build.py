"""What `make build` prints: a line a stage, and a failure once, with its reason."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.python.support.dbt import ROOT
from tools.build import Progress


def test_a_stage_is_shown_when_its_last_node_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress({"seed.a": "demo events", "seed.b": "demo events", "model.c": "staging"})
    progress.finished("seed.a")
    progress.finished("operation.unknown")
    assert capsys.readouterr().out == ""
    progress.finished("seed.b")
    progress.finished("model.c")
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["demo", "events", "..................", "2"],
        ["staging", "......................", "1"],
    ]


def test_a_failure_is_shown_once_with_its_reason(tmp_path) -> None:
    command = [sys.executable, "-m", "tools.build", "--target", "duckdb", "--vars", "{raw_source: sheets}"]
    command += ["--profiles-dir", str(ROOT / "profiles"), "--target-path", str(tmp_path), "--project-dir", str(ROOT)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout
    assert done.stdout.count("Variable raw_source is 'sheets'; allowed: one of seeds, files, tables") == 1
    assert "build/logs/dbt.log" in done.stdout

"""The repository holds nothing of one machine, and its parts agree with each other."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.python.support.dbt import READ_BY_PARSING, ROOT

# Places where people and machines keep their files: nobody else has them. A path may only start
# where no longer path or web address goes on.
MACHINE_PATH = re.compile(r"(?<![\w.~$})/-])/(?:home|root|work|Users|private|mnt)/[\w.-]")
# Where packages are fetched from is up to the machine that installs them.
REGISTRY_HOST = re.compile(r"py[p]i\.org|python[h]osted\.org|--(?:extra-)?index-url|--find[-]links")


def project_files() -> list[Path]:
    """Everything that is in git, or would be with the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout: which files belong to the project is not known")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in project_files()
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]


def pinned() -> dict[str, str]:
    """Package and version of every entry of the lock."""
    lock = (ROOT / "requirements.lock").read_text()
    return dict(re.findall(r"^([\w.-]+)==([\w.!+-]+)", lock, flags=re.MULTILINE))


def asked_for() -> list[tuple[str, str]]:
    """Package, without its extras, and version (empty: any) of every line of requirements.in."""
    lines = [line.split("#")[0].strip() for line in (ROOT / "requirements.in").read_text().splitlines()]
    return [(name.split("[")[0], version) for name, _, version in (line.partition("==") for line in lines) if name]


def test_no_path_of_one_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


def test_no_package_registry() -> None:
    assert lines_with(REGISTRY_HOST) == []


@pytest.mark.parametrize(("name", "version"), asked_for())
def test_the_lock_has_what_is_asked_for(name: str, version: str) -> None:
    assert name in pinned(), f"{name} is not in requirements.lock: run `make lock`"
    assert version in ("", pinned()[name]), "requirements.lock is stale: run `make lock`"


def test_every_package_of_the_lock_has_a_hash() -> None:
    entries = re.split(r"^(?=\w)", (ROOT / "requirements.lock").read_text(), flags=re.MULTILINE)
    assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)
    listed = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )
    assert [line.split()[0] for line in listed.stdout.splitlines()] == targets


def test_continuous_integration_can_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_actions_are_pinned_by_commit() -> None:
    """A tag can be moved to other code; a commit cannot."""
    workflows = [path for path in project_files() if path.parent.name == "workflows"]
    used = [line.strip() for path in workflows for line in path.read_text().splitlines() if "uses:" in line]
    assert used
    assert [line for line in used if not re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)] == []


# --- sizes ---------------------------------------------------------------------------------------

MACRO = re.compile(r"\{%-?\s*macro (\w+).*?\{%-?\s*endmacro", re.DOTALL)


def lines_in(text: str) -> int:
    return len(text.splitlines())


def models() -> dict[str, str]:
    return {path.stem: path.read_text() for path in (ROOT / "models").rglob("*.sql")}


def test_no_model_is_longer_than_120_lines() -> None:
    long = {name for name, text in models().items() if lines_in(text) > 120}
    assert long == set(), "a model of more than 120 lines is two models"


def test_no_macro_is_longer_than_100_lines() -> None:
    long = {
        macro[1]
        for path in (ROOT / "macros").rglob("*.sql")
        for macro in MACRO.finditer(path.read_text())
        if lines_in(macro[0]) > 100
    }
    assert long == set(), "a macro of more than 100 lines is two macros"


def test_what_is_long_is_found() -> None:
    text = "{% macro short() %}\n{% endmacro %}\n{%- macro long() -%}\n" + "x\n" * 99 + "{%- endmacro -%}\n"
    assert {macro[1]: lines_in(macro[0]) for macro in MACRO.finditer(text)} == {"short": 2, "long": 101}


def test_runs_that_share_what_was_parsed_know_what_parsing_reads() -> None:
    configs = [
        config
        for path in [*ROOT.glob("models/**/*.sql"), *ROOT.glob("tests/**/*.sql"), *ROOT.glob("analyses/*.sql")]
        for config in re.findall(r"config\(.*?\)\s*\}\}", path.read_text(), re.DOTALL)
    ]
    texts = [path.read_text() for path in [ROOT / "dbt_project.yml", *ROOT.glob("models/**/*.yml"), *ROOT.glob("tests/**/*.yml"), *ROOT.glob("seeds/**/*.yml")]]
    read = {name for text in [*configs, *texts] for name in re.findall(r"var\('(\w+)'\)", text)}
    assert {"raw_source", "check_usual_days", "sms_analytics_using_metrics"} <= read
    assert [name for name in sorted(read) if not name.startswith(READ_BY_PARSING)] == []

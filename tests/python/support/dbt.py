"""Run dbt the way a user does, as a command, but in a folder of its own.

Nothing is shared with the developer's own builds: not `target/`, not the logs, not the database,
and none of the variables that are set in their shell.

Each run is a process of its own. Its modules are read once for all runs, by a server that forks them: that takes dbt three
seconds, and it is started a hundred times. The project is parsed once for all runs with the same sources and switches: that takes 20.
"""

from __future__ import annotations

import atexit
import gc
import hashlib
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parents[3]
# Of a failed run, so much of its output: dbt names every error at the end.
TAIL_CHARACTERS = 6000

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["dbt.cli.main", "dbt.adapters.duckdb", "dbt.adapters.postgres", "tests.python.support.warm"])
# Starting a process looks after all others, and takes the exit code of one that another thread waits for.
FORKING = threading.Lock()
# The variables that parsing reads: switches and sources, in the configs of nodes (test_repository.py). Runs that differ in others share what
# was parsed. A model that needs one that parsing did not see stops dbt. Of the environment, parsing reads all but these.
READ_BY_PARSING = ("sms_analytics_using_", "raw_source", "raw_database", "raw_schema", "response_windows", "check_usual_days")
NOT_READ_BY_PARSING = ("SMS_ANALYTICS_THREADS", "SMS_ANALYTICS_POSTGRES_HOST", "SMS_ANALYTICS_POSTGRES_PORT")
# What dbt says, at the level debug, of each statement and node.
OFTEN_SAID = {
    *("BeginExecutingNode", "CacheAction", "ConnectionReused", "ConnectionUsed", "NewConnection", "NodeCompiling", "NodeExecuting"),
    *("NodeFinished", "NodeStart", "SchemaCreation", "SQLCommit", "SQLQuery", "SQLQueryStatus", "WritingInjectedSQLForNode"),
}
# The folder for it, of all the processes of one pytest (conftest.py). Without one, each run parses.
PARSED = "SMS_ANALYTICS_TEST_PARSED"


@dataclass(frozen=True)
class DbtResult:
    """How a run ended, and where it left its files."""

    args: tuple[str, ...]
    returncode: int
    stdout: str
    stderr: str
    work_dir: Path

    @property
    def duckdb_path(self) -> Path:
        return duckdb_path(self.work_dir)

    @property
    def target_path(self) -> Path:
        return self.work_dir / "target"

    def manifest(self) -> dict[str, Any]:
        return json.loads((self.target_path / "manifest.json").read_text())

    def run_results(self) -> dict[str, Any]:
        return json.loads((self.target_path / "run_results.json").read_text())

    def check(self) -> DbtResult:
        """Fail with the end of dbt's output, unless the run went well."""
        if self.returncode != 0:
            output = (self.stdout + self.stderr).strip()[-TAIL_CHARACTERS:]
            raise AssertionError(f"`dbt {' '.join(self.args)}` ended with {self.returncode}; its files are in {self.work_dir}\n{output}")
        return self


def duckdb_path(work_dir: Path) -> Path:
    """The DuckDB file that runs in this folder build."""
    return work_dir / "sms_analytics.duckdb"


def run_dbt(
    args: Sequence[str],
    *,
    work_dir: Path | None = None,
    project_dir: Path = ROOT,
    target: str = "duckdb",
    vars: Mapping[str, Any] | None = None,
    env: Mapping[str, str] | None = None,
) -> DbtResult:
    """Run `dbt <args>` and return how it went; `.check()` the result where it has to go well.

    Runs with the same `work_dir` share a database: give it to build twice, or in steps. Without
    one, each run starts from nothing.
    """
    work_dir = work_dir or Path(tempfile.mkdtemp(prefix="sms_analytics_dbt_"))
    with tempfile.TemporaryDirectory() as said:
        outputs = [Path(said) / name for name in ("stdout", "stderr")]
        command = _command(args, project_dir, target, vars or {})
        parsed = _parsed(project_dir, target, vars or {}, env or {})
        process = FORKS.Process(target=_dbt, args=(command, project_dir, environment(work_dir, env or {}), outputs, parsed))
        with FORKING:
            process.start()
        wait([process.sentinel])
        with FORKING:
            process.join()
        stdout, stderr = (output.read_text() for output in outputs)
    return DbtResult(tuple(args), process.exitcode, stdout, stderr, work_dir)


def _parsed(project_dir: Path, target: str, vars: Mapping[str, Any], env: Mapping[str, str]) -> Path | None:
    """Where the runs of this project keep what they parsed, if they are alike. Other projects change between their runs."""
    if project_dir != ROOT or PARSED not in os.environ:
        return None
    given = {name: value for name, value in vars.items() if name.startswith(READ_BY_PARSING)}
    places = {name: value for name, value in env.items() if name not in NOT_READ_BY_PARSING}
    key = json.dumps([target, given, places], sort_keys=True, default=str)
    return Path(os.environ[PARSED]) / hashlib.sha256(key.encode()).hexdigest()[:16]


def _dbt(
    command: Sequence[str], project_dir: Path, env: Mapping[str, str], outputs: Sequence[Path], parsed: Path | None
) -> None:
    """Be the command, in a process that was forked."""
    for descriptor, output in enumerate(outputs, start=1):
        os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT), descriptor)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(project_dir)
    sys.argv = list(command)
    # It ends before there is much to collect: looking for it takes a tenth of the time.
    gc.disable()
    from dbt.cli.main import cli, dbtRunner
    from dbt.contracts.graph.manifest import Manifest

    target, started = Path(env["DBT_TARGET_PATH"]), time.time()
    try:
        if parsed and parsed.exists():
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(parsed / "manifest.json", target / "manifest.json")
            manifest = Manifest.from_msgpack((parsed / "partial_parse.msgpack").read_bytes())
            with known_manifest(), no_debug_messages():
                outcome = dbtRunner(manifest).invoke(list(command[1:]))
            sys.exit(2 if outcome.exception else 0 if outcome.success else 1)
        with no_debug_messages():
            cli()
    finally:
        if parsed and not parsed.exists():
            _keep(target, parsed, since=started)
        # A forked process ends without; dbt-duckdb closes its database there.
        atexit._run_exitfuncs()


@contextmanager
def known_manifest() -> Iterator[None]:
    """dbt neither looks for cycles nor writes manifest and graph: it did so when it parsed, and it takes longer than the rest of a short run."""
    from dbt.compilation import Compiler, Linker
    from dbt.contracts.graph.manifest import Manifest

    never = ((Linker, "find_cycles"), (Compiler, "write_graph_file"), (Manifest, "write"))
    with ExitStack() as patches:
        for owner, name in never:
            patches.enter_context(mock.patch.object(owner, name, return_value=None))
        yield


@contextmanager
def no_debug_messages() -> Iterator[None]:
    """dbt does not compose the debug messages that it has most of, which go nowhere: a tenth of a long run."""
    from dbt_common.events.base_types import BaseEvent, EventLevel
    from dbt_common.events.event_manager import EventManager

    compose, fire = BaseEvent.__init__, EventManager.fire_event

    def compose_unless_debug(event: BaseEvent, *args: Any, **values: Any) -> None:
        # Others, such as results of freshness, are debug messages by name and said aloud.
        if type(event).__name__ in OFTEN_SAID:
            event.pb_msg = getattr(event.PROTO_TYPES_MODULE, type(event).__name__)()
        else:
            compose(event, *args, **values)

    def fire_unless_debug(manager: EventManager, event: BaseEvent, level: EventLevel | None = None, *more: Any, **options: Any) -> None:
        if (level or event.level_tag()) != EventLevel.DEBUG:
            fire(manager, event, level, *more, **options)

    with mock.patch.object(BaseEvent, "__init__", compose_unless_debug), mock.patch.object(EventManager, "fire_event", fire_unless_debug):
        yield


def _keep(target: Path, parsed: Path, since: float) -> None:
    """Keep what dbt parsed in this run, whole or not at all: others may be parsing the same."""
    files = [target / name for name in ("manifest.json", "partial_parse.msgpack")]
    if not all(file.exists() and file.stat().st_mtime >= since for file in files):
        return
    parsed.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parsed.parent) as folder:
        whole = Path(folder) / "whole"
        whole.mkdir()
        for file in files:
            shutil.copyfile(file, whole / file.name)
        try:
            whole.rename(parsed)
        except OSError:
            pass


def start_dbt(
    args: Sequence[str],
    *,
    work_dir: Path,
    project_dir: Path = ROOT,
    target: str = "duckdb",
    vars: Mapping[str, Any] | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[str]:
    """Start `dbt <args>` in a process group of its own, to be watched (all it says is in stdout) and killed."""
    return subprocess.Popen(
        _command(args, project_dir, target, vars or {}),
        cwd=project_dir,
        env=environment(work_dir, env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _command(args: Sequence[str], project_dir: Path, target: str, vars: Mapping[str, Any]) -> list[str]:
    profiles_dir = project_dir / "profiles"
    return [
        *(str(Path(sys.executable).parent / "dbt"), "--no-use-colors", *args),
        *("--project-dir", str(project_dir)),
        *("--profiles-dir", str(profiles_dir if profiles_dir.exists() else ROOT / "profiles")),
        *("--target", target),
        *("--vars", json.dumps(vars)),
    ]


@contextmanager
def parsed_manifest(result: DbtResult) -> Iterator[Any]:
    """What dbt parsed for a run, for dbt within this process, with a place of its own for what it compiles."""
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest

    with tempfile.TemporaryDirectory() as work, ExitStack() as stack:
        given = environment(Path(work), {"DBT_PROFILES_DIR": str(ROOT / "profiles")})
        stack.enter_context(mock.patch.dict(os.environ, given))
        stack.enter_context(chdir(ROOT))
        kept = result.target_path / "partial_parse.msgpack"
        yield Manifest.from_msgpack(kept.read_bytes()) if kept.exists() else dbtRunner().invoke(["--quiet", "parse"]).result


def environment(work_dir: Path, extra: Mapping[str, str]) -> dict[str, str]:
    work_dir.mkdir(parents=True, exist_ok=True)
    own = ("DBT_", "SMS_ANALYTICS_", "PG")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {
        **inherited,
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_TARGET_PATH": str(work_dir / "target"),
        "DBT_LOG_PATH": str(work_dir / "logs"),
        # What dbt says at the end is enough: a log of all its SQL takes a tenth of the time.
        "DBT_LOG_LEVEL_FILE": "none",
        "SMS_ANALYTICS_DUCKDB_PATH": str(duckdb_path(work_dir)),
        **extra,
    }

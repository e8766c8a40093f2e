"""``make test``: every check, then every test, as CI does.

The tests run on the embedded server. Where a PostgreSQL of the machine answers on its usual
port, what touches a server's own behaviour runs there once more, in databases of its own, so
that we stay compatible with it: every test that uses a database, but for those about pages and
hostile files, which come out the same. ``tests/kinds.py`` has the rule and its reason.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from tests import template
from tools import check

ROOT = Path(__file__).resolve().parent.parent
SYSTEM_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
OLDEST_VERSION = 150000
MOST_PROCESSES = 4
# In the order of tests/conftest.py: by number of tests the longest files would come last.
BY_FILE = ("--dist", "loadscope", "--no-loadscope-reorder")
# Two journeys take as long as all others, so that each process takes what another has left.
BY_TEST = ("--dist", "worksteal")
# Nobody kills that server: a commit there may reach the disk a moment later.
UNHURRIED = "-c synchronous_commit=off"


def main() -> int:
    """Run all, and answer with 1 when anything failed."""
    began = time.monotonic()
    failed = check.main()
    failed += _pytest("tests", {}, *BY_FILE, "-m", "not journey")
    # A browser's event loop stays in its process, where forks and other loops would stumble.
    failed += _pytest("tests/journeys", {}, *BY_TEST, "-m", "journey")
    system = "" if os.environ.get("DATABASE_URL") else _system_server()
    if system:
        print(f"\nOnce more on the machine's own server: {system}", flush=True)
        name = f"rifada_ci_{os.getpid()}"
        address = SYSTEM_SERVER.rpartition("/")[0] + f"/{name}"
        there = {"DATABASE_URL": address, "PGOPTIONS": UNHURRIED}
        failed += _pytest("tests", there, *BY_FILE, "-m", "database and not one_server")
        template.forget(address)
    print(f"\n{'FAILED' if failed else 'All is well'} after {time.monotonic() - began:.0f} s")
    return min(failed, 1)


def _pytest(folder: str, environment: dict[str, str], *words: str) -> int:
    processes = str(min(os.cpu_count() or 1, MOST_PROCESSES))
    command = (sys.executable, "-m", "pytest", "-q", "-n", processes)
    done = subprocess.run([*command, *words, folder], cwd=ROOT, env=os.environ | environment)
    return done.returncode


def _system_server() -> str:
    """Answer what answers on the usual port, if it lets us in and is new enough."""
    try:
        with psycopg.connect(SYSTEM_SERVER, connect_timeout=3) as connection:
            version = connection.info.server_version
    except psycopg.OperationalError:
        print("\nNo PostgreSQL of the machine lets us in; the embedded one was used alone.")
        return ""
    return f"PostgreSQL {version // 10000}" if version >= OLDEST_VERSION else ""


if __name__ == "__main__":
    sys.exit(main())

"""A migrated database that every test process copies, instead of migrating its own.

It is named after what it was made from and kept on the server, so most runs find it ready.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from foundation.embedded.places import program

ROOT = Path(__file__).resolve().parent.parent
ROOTS = ("config", "demo", "foundation", "mission")
PREFIX = "rifada_template_"
# Any number will do, as long as all processes ask for the same.
LOCK = 1_448_001


def ready(url: str) -> str:
    """Answer the name of the template on the server at ``url``, made when it was missing."""
    name = PREFIX + _fingerprint()
    with psycopg.connect(_at(url, "postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        found = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
        if name not in found:
            for old in (one for one in found if one.startswith(PREFIX)):
                with suppress(psycopg.Error):  # another run is copying it
                    _drop(server, old)
            _make(server, url, name)
    return name


def _fingerprint() -> str:
    total = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted(
        path for root in ROOTS for path in ROOT.glob(f"{root}/**/migrations/*.py")
    ):
        total.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return total.hexdigest()[:16]


def _make(server: psycopg.Connection, url: str, name: str) -> None:
    draft = f"{PREFIX}draft_{os.getpid()}"
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
    try:
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": _at(url, draft)},
            check=True,
        )
    except BaseException:
        _drop(server, draft)
        raise
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    server.execute(rename.format(sql.Identifier(draft), sql.Identifier(name)))


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _at(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def copy(url: str, target: str) -> None:
    """Give the empty database at ``target``, of another server, the template's tables."""
    source = _at(url, ready(url))
    dump = [str(program("pg_dump")), "--no-owner", source]
    fill = [str(program("psql")), "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", target]
    with subprocess.Popen(dump, stdout=subprocess.PIPE) as made:
        subprocess.run(fill, stdin=made.stdout, stdout=subprocess.DEVNULL, check=True)
    if made.returncode:
        raise subprocess.CalledProcessError(made.returncode, dump)


def forget(url: str) -> None:
    """Leave nothing of ours on the server at ``url``."""
    with psycopg.connect(_at(url, "postgres"), autocommit=True) as server:
        names = [row[0] for row in server.execute("SELECT datname FROM pg_database")]
        for name in names:
            if name.startswith(PREFIX):
                _drop(server, name)

"""A fresh database, with nothing in it, for one run; it is gone afterwards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from foundation import embedded


@contextmanager
def place(name: str) -> Iterator[dict[str, str]]:
    """Give the environment of an empty ``RIFADA_VAR`` with an empty database.

    On the server that DATABASE_URL names, if it names one; else on an embedded one.
    """
    outer = Path(os.environ.get("RIFADA_VAR") or "var").resolve()
    var = outer / f"{name}-{os.getpid()}"
    var.mkdir(parents=True)
    try:
        with _database(var, f"rifada_{name}_{os.getpid()}") as url:
            yield {"RIFADA_VAR": str(var), "DATABASE_URL": url, "DEMO": "true"}
    finally:
        shutil.rmtree(var, ignore_errors=True)


@contextmanager
def _database(var: Path, name: str) -> Iterator[str]:
    given = os.environ.get("DATABASE_URL")
    if not given:
        with embedded.lease(var) as url:
            yield url
        return
    here = sql.Identifier(name)
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(here))
    try:
        yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(given, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(here))

"""What a test is about, as far as it decides on which servers it runs.

``make test`` runs everything on the embedded server, and what touches a server's own behaviour
once more on the oldest PostgreSQL that we promise: statements, constraints, triggers, locks,
copies, migrations, and all that several do at once. How a page words and lays out what it was
given is the same on both, and what it was given is asked for by the tests of queries and
services; and what becomes of a hostile file is decided before a row is written. Such tests stay
out of the second run, unless they commit (then locks and constraints at the end of a
transaction may matter) or say that they belong to every server: one asks for each page there,
so that no page has a statement of its own that was never run.
"""

from __future__ import annotations

import re

import pytest

# The folders of tests about pages, and the names of files about pages or hostile files.
FOLDERS = {"access", "components"}
NAMES = re.compile(r"_(views|pages?|words|cleaning|scanning)(_|$)")


def uses_database(item: pytest.Item) -> bool:
    """Answer whether a test asks for the database; journeys are counted apart."""
    if item.get_closest_marker("journey"):
        return False
    return bool(item.get_closest_marker("django_db")) or "db" in _fixtures(item)


def needs_one_server(item: pytest.Item) -> bool:
    """Answer whether a test comes out the same whichever server keeps the rows."""
    if item.get_closest_marker("every_server") or _commits(item):
        return False
    folder = item.path.parent.name
    return folder in FOLDERS or NAMES.search(item.path.stem) is not None


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    told = bool(marker and marker.kwargs.get("transaction"))
    return told or bool({"transactional_db", "live_server"} & _fixtures(item))


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))

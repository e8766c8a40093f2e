"""What a test is about, as far as it decides on which servers it runs.

``make test`` runs everything on the embedded server, and what touches a server's own behaviour
once more on the oldest PostgreSQL that we promise: statements, constraints, triggers, locks,
copies, migrations, and all that several do at once. How a page words and lays out what it was
given is the same on both, and what it was given is asked for by the tests of queries and
services. So a test of pages stays out of the second run, unless it commits (then locks and
constraints at the end of a transaction may matter) or says that it belongs to every server:
one asks for each page there, so that no page has a statement of its own that was never run.
"""

from __future__ import annotations

import re

import pytest

# The folders of tests about pages, and the names of such files elsewhere.
FOLDERS = {"access", "components"}
NAMES = re.compile(r"_(views|pages?|words)(_|$)")


def uses_database(item: pytest.Item) -> bool:
    """Answer whether a test asks for the database; journeys are counted apart."""
    if item.get_closest_marker("journey"):
        return False
    return bool(item.get_closest_marker("django_db")) or "db" in _fixtures(item)


def is_about_pages(item: pytest.Item) -> bool:
    """Answer whether a test looks at pages and leaves nothing to the server that differs."""
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

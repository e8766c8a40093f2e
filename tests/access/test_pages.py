"""Every page is guarded: who is not signed in signs in, who may not is told so."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from config.roles import ROLES

SAMPLES = {
    "uuid": str(uuid.UUID(int=7)),
    "int": "1",
    "slug": "mina-1-a",
    "str": "7K3P-9QXM",
}


def pages():
    """Answer every page of our own: name, path with sample values, view."""
    return sorted(_walk(get_resolver().url_patterns, "", ""), key=lambda page: page[0])


def _walk(patterns, prefix, space):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern.url_patterns, route, space + inner)
        elif isinstance(pattern, URLPattern) and is_ours(pattern.callback):
            yield f"{space}{pattern.name}", "/" + _filled(route), pattern.callback


def is_ours(view):
    module = view.__module__
    return module.startswith(("mission.", "foundation.")) and ".api" not in module


def _filled(route):
    return re.sub(r"<(?:(\w+):)?\w+>", lambda kind: SAMPLES[kind[1] or "str"], route)


NOT_ALLOWED = 405


def ask(client, path):
    """Ask for a page, by POST where it takes nothing else."""
    answer = client.get(path)
    return client.post(path) if answer.status_code == NOT_ALLOWED else answer


PAGES = pages()
GUARDED = [(name, path, view) for name, path, view in PAGES if hasattr(view, "page_permission")]


def test_every_page_is_guarded_or_says_why_it_is_open():
    neither = [
        name
        for name, _, view in PAGES
        if not hasattr(view, "page_permission")
        and not hasattr(view, "for_applicants")
        and not getattr(view, "open_because", "")
    ]
    assert neither == []


@pytest.mark.parametrize(("name", "path", "view"), GUARDED, ids=[page[0] for page in GUARDED])
def test_a_visitor_is_sent_to_the_sign_in(client, db, name, path, view):
    answer = ask(client, path)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


@pytest.fixture(scope="module")
def nobody_signed_in(django_db_setup, django_db_blocker):
    """A browser of somebody who works for the mission and holds no role."""
    from datetime import UTC, datetime

    from django.db import transaction
    from django.test import Client

    from foundation.scoping import Actor
    from mission.staff.services import hire_member

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        member = hire_member(
            email="dawud@mission.example",
            names=("داود", "Dawud"),
            roles=[],
            by=Actor.system("tests"),
            at=datetime(2027, 3, 1, tzinfo=UTC),
        )
        client = Client()
        client.force_login(member)
        yield client
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.mark.parametrize(("name", "path", "view"), GUARDED, ids=[page[0] for page in GUARDED])
def test_dawud_who_may_not_is_told_so(nobody_signed_in, name, path, view):
    assert ask(nobody_signed_in, path).status_code == 403
    assert nobody_signed_in.post(path).status_code in (403, NOT_ALLOWED)


def test_every_guard_asks_for_a_permission_that_some_role_holds():
    held = set().union(*ROLES.values())
    assert {view.page_permission for _, _, view in GUARDED} - held == set()


def pages_by_permission():
    """Answer the guarded paths under the permission that each asks for."""
    pages = {}
    for _, path, view in GUARDED:
        pages.setdefault(view.page_permission, []).append(path)
    return pages


def breadth(role):
    return len(ROLES[role])


# It asks for every page, so that each page's own statements are run on every server.
@pytest.mark.every_server
@pytest.mark.parametrize(("permission", "paths"), sorted(pages_by_permission().items()))
def test_amina_who_may_is_let_in_with_the_smallest_role_that_may(signed_in, permission, paths):
    role = min((role for role in ROLES if permission in ROLES[role]), key=breadth)
    client = signed_in(role)
    assert {path for path in paths if ask(client, path).status_code == 403} == set()

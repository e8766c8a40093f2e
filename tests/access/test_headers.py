"""What every answer carries, and what no address may hold."""

from __future__ import annotations

import re

import pytest

from mission.staff.rules import Role
from tests.access.test_pages import PAGES, ask

GUARDS = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self)",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Nothing in them is anybody's.
KEPT = {"brand-colours", "selection:public", "selection:verify"}


def lacking(answer):
    return {name for name, word in GUARDS.items() if word not in answer.headers.get(name, "")}


def test_every_page_is_guarded_by_headers_and_stays_on_no_shared_machine(signed_in):
    client = signed_in(*Role)
    lacks, stays = {}, []
    for name, path, _ in PAGES:
        if name == "end_session":
            continue  # it would end this very session
        answer = ask(client, path)
        lacks[name] = lacking(answer)
        kept = not {"no-store", "no-cache"} & set(answer.headers["Cache-Control"].split(", "))
        stays += [name] if kept else []
    assert {name: words for name, words in lacks.items() if words} == {}
    assert set(stays) <= KEPT


@pytest.mark.parametrize("path", ["/nowhere/", "/accounts/login/", "/api/docs", "/api/nowhere"])
def test_so_are_pages_that_nobody_owns(client, db, path):
    assert lacking(client.get(path)) == set()


@pytest.mark.parametrize("path", ["/staff/?q=%00", "/staff/?q=a&page=%00", "/gates/%00/"])
def test_a_character_that_no_database_holds_is_a_bad_request(signed_in, path):
    assert signed_in(Role.SYSTEMS).get(path).status_code == 400


def test_the_description_of_the_interface_takes_no_script_from_elsewhere(client, db):
    page = client.get("/api/docs").content.decode()
    sources = re.findall(r"(?:src|href)=\"([^\"]*)\"", page)
    assert any(source.endswith(".js") for source in sources)
    assert all(source.startswith("/static/") for source in sources)
    assert "<script>" not in page

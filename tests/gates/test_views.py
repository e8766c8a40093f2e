"""The gates' pages: what guards, the systems unit and others see and may do."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.clock import now
from foundation.journal.models import Entry
from mission.gates import services
from mission.gates.models import ReaderDevice, Scan
from tests.gates.conftest import deliver, scan, world_of_today


@pytest.fixture
def today(db, amina):
    """The camp and its gates with bracelets that count today."""
    return world_of_today(amina)


@pytest.fixture
def busy(today):
    """A gate with one admitted and two refused scans of today."""
    (worn,) = today.wear()
    deliver(today, scan(worn.credential, at=now()), at=now())
    deliver(today, scan(worn.credential, at=now()), scan("nonsense", at=now()), at=now())
    return today


def text_of(response):
    assert response.status_code == 200
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


PAGES = ["/gates/", "/gates/mina-1-north/", "/gates/mina-1-north/refused/"]


@pytest.mark.parametrize("page", [*PAGES, "/gates/mina-1-north/now/"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_pages_open_for_a_guard_in_both_languages(busy, signed_in, page, language):
    assert signed_in("GATE_GUARD", language=language).get(page).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, "/gates/mina-1-north/readers/"])
def test_pages_are_closed_for_who_may_not(busy, signed_in, page):
    assert signed_in("CONTACT_AGENT").get(page).status_code == 403


def test_a_guard_does_not_manage_readers(busy, signed_in):
    assert signed_in("GATE_GUARD").get("/gates/mina-1-north/readers/").status_code == 403


def test_the_list_counts_who_is_inside_and_who_was_refused(busy, signed_in):
    response = signed_in("GATE_GUARD").get("/gates/")

    assert response.context["inside"] == 1
    assert response.context["total"] == {"entered": 1, "left": 0, "refused": 2}
    assert "North gate" in text_of(response)


def test_a_gate_shows_reasons_and_names(busy, signed_in):
    shown = text_of(signed_in("GATE_GUARD").get("/gates/mina-1-north/"))

    assert "Fatima Al-Marri" in shown
    assert "Already inside through North gate, just now" in shown
    assert "This is not a bracelet of a mission" in shown


def test_the_refused_list_leaves_the_admitted_out(busy, signed_in):
    lines = signed_in("GATE_GUARD").get("/gates/mina-1-north/refused/").context["lines"]

    assert sorted(line.scan.code for line in lines) == ["already_inside", "malformed"]


def test_a_gate_costs_the_same_whether_few_or_many_were_scanned(busy, signed_in):
    guard = signed_in("GATE_GUARD")
    guard.get("/gates/mina-1-north/now/")

    def statements():
        with CaptureQueriesContext(connection) as captured:
            guard.get("/gates/mina-1-north/now/")
        return len(captured)

    before = statements()
    deliver(busy, *(scan(one.credential, at=now()) for one in busy.wear(9)), at=now())

    assert statements() == before


def test_empty_places_say_what_to_do(world, signed_in):
    guard = signed_in("GATE_GUARD")

    assert "Nobody was scanned here yet" in text_of(guard.get("/gates/mina-1-north/"))
    assert "Nobody was refused here" in text_of(guard.get("/gates/mina-1-north/refused/"))


def test_without_a_season_the_list_is_empty_and_a_gate_is_not_found(db, signed_in):
    guard = signed_in("GATE_GUARD")

    assert "No gate is open yet" in text_of(guard.get("/gates/"))
    assert guard.get("/gates/mina-1-north/").status_code == 404


def test_a_prepared_reader_shows_its_code_once(world, signed_in):
    page = "/gates/mina-1-north/readers/"
    unit = signed_in("SYSTEMS")
    response = unit.post(page, {"name": "Phone 7", "language": "ar", "shows_names": "on"})

    code = response.context["enrolment"]["code"]
    assert code in text_of(response)
    assert code not in text_of(unit.get(page))
    assert ReaderDevice.objects.get().name == "Phone 7"
    enrolled = services.enrol_reader(code=code, by=world.by, at=now())
    assert enrolled.post.gate_code == "mina-1-north"


def test_a_reader_without_a_name_is_not_prepared(world, signed_in):
    response = signed_in("SYSTEMS").post("/gates/mina-1-north/readers/", {"language": "ar"})

    assert response.context["form"].errors.keys() == {"name"}
    assert not ReaderDevice.objects.exists()


def test_a_reader_is_revoked_with_a_reason(world, signed_in):
    world.reader()
    device = ReaderDevice.objects.get()
    unit = signed_in("SYSTEMS")
    address = f"/gates/mina-1-north/readers/{device.id}/revoke/"

    unit.post(address, {"reason": ""})
    assert not hasattr(ReaderDevice.objects.get(), "revocation")
    unit.post(address, {"reason": "lost in the crowd"})

    assert ReaderDevice.objects.get().revocation.reason == "lost in the crowd"
    assert Entry.objects.filter(event="gates.ReaderRevoked").count() == 1


def test_a_guard_turns_the_own_phone_into_a_reader(world, signed_in):
    response = signed_in("GATE_GUARD").post("/gates/mina-1-north/readers/mine/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/reader/#enrol=")
    assert ReaderDevice.objects.get().gate == world.north


def test_only_who_scans_turns_a_phone_into_a_reader(world, signed_in):
    assert signed_in("OPERATIONS").post("/gates/mina-1-north/readers/mine/").status_code == 403
    assert signed_in("GATE_GUARD").get("/gates/mina-1-north/readers/mine/").status_code == 405


def test_the_home_of_a_guard_shows_the_gates_of_today(busy, signed_in):
    shown = text_of(signed_in("GATE_GUARD").get("/"))

    assert "Choose a gate" in shown
    assert "Refused today by reason:" in shown
    assert "Already inside 1" in shown
    assert "refused at the gates today" in shown


@pytest.mark.parametrize(("language", "word"), [("ar", "ltr"), ("en", "Gate reader")])
def test_the_reader_opens_for_everybody_and_carries_its_words(client, db, language, word):
    client.cookies["language"] = language
    response = client.get("/reader/")

    assert response.status_code == 200
    assert 'id="reader-words"' in response.content.decode()
    assert not Scan.objects.exists()

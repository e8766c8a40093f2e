"""The waiting room in a browser: readable for everybody, and it leads through the door."""

from __future__ import annotations

import pytest

from foundation.waiting import guard, services
from foundation.waiting.models import Opening
from tests.foundation.conftest import database_url, environment  # noqa: F401  (fixtures)
from tests.journeys import looking
from tests.live.conftest import running
from tests.live.waiting_visits import SYSTEM, prepare, seen, until_keeping, visitor

pytestmark = [
    pytest.mark.urls("tests.foundation.waiting_site"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def room(environment, settings, live_server, built):  # noqa: F811
    """A live program that keeps the room before the site of the test."""
    here = {"SITE_URL": live_server.url}
    with running(environment | here) as (address, _program):
        until_keeping(address)
        # Cookies belong to a host, and the site of the tests is at this one.
        address = address.replace("127.0.0.1", "localhost")
        settings.LIVE_URL, settings.LIVE_URL_GIVEN = address, True
        guard.forget()
        yield address
    guard.forget()


def crowd(room, **how):
    """Prepare a slow door with a few people before it."""
    opening = prepare(pace=0.2, **how)
    seen(room, opening)
    for _ in range(4):
        visitor(room).get("/wait")
    return opening


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_state_is_accessible_and_fits_a_phone(visit, room, language, theme):
    with visit(language=language, theme=theme) as page:
        prepare(opens_in=7_200, lobby_in=3_600)
        seen(room, Opening.objects.get())
        found = looking.faults(page, f"{room}/wait?next=/apply/")
        Opening.objects.all().delete()
        crowd(room, opens_in=3_600)
        found += looking.faults(page, f"{room}/wait?next=/apply/")
        Opening.objects.all().delete()
        crowd(room)
        found += looking.faults(page, f"{room}/wait?next=/apply/")
        assert found == []


def test_the_script_leads_through_the_door_when_it_is_time(visit, room, live_server):
    opening = crowd(room)
    with visit(language="en") as page:
        page.goto(f"{live_server.url}/apply/?step=1")
        page.get_by_role("heading", name="You are in line").wait_for()
        assert page.url.startswith(f"{room}/wait")
        services.pace_opening(most_pace=1_000, by=SYSTEM, at=opening.opens_at)
        page.wait_for_url(f"{live_server.url}/apply/?step=1", timeout=90_000)
        assert page.locator("body").inner_text() == "inside"
        assert page.faults == []


def test_without_a_script_the_page_does_the_same(visit, room, live_server):
    opening = crowd(room)
    with visit(language="ar", script=False) as page:
        page.goto(f"{live_server.url}/apply/")
        page.get_by_role("heading", name="أنتم في الانتظار").or_(
            page.get_by_role("heading", name="You are in line")
        ).wait_for()
        services.pace_opening(most_pace=1_000, by=SYSTEM, at=opening.opens_at)
        page.wait_for_url(f"{live_server.url}/apply/", timeout=90_000)
        assert page.locator("body").inner_text() == "inside"

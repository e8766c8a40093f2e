"""A page that keeps itself up to date, with the live program beside it and without."""

from __future__ import annotations

import copy

import pytest

from mission.staff.rules import Role
from tests.foundation.conftest import database_url, environment  # noqa: F401  (fixtures)
from tests.live.conftest import running

GUIDE = "/styleguide/"


@pytest.fixture
def live_program(transactional_db, environment, settings):  # noqa: F811
    """The live program on the tests' database, allowed by the pages' security policy."""
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    with running(environment) as (address, _program):
        policy["DIRECTIVES"]["connect-src"] = ["'self'", address]
        settings.CONTENT_SECURITY_POLICY = policy
        settings.LIVE_URL = address
        yield address


def is_refresh(answer):
    return answer.request.headers.get("hx-request") == "true"


def test_part_is_fetched_again_when_its_event_happens(live_program, visit, member_with):
    noora = member_with(Role.SYSTEMS)
    with visit(language="en", member=noora) as page:
        with page.expect_response(lambda answer: "/events?" in answer.url) as stream:
            page.goto(GUIDE)
        assert stream.value.status == 200
        with page.expect_response(is_refresh):
            member_with(Role.GATE_GUARD)
        assert page.faults == []


def test_page_goes_on_when_the_live_program_is_away(visit, member_with, settings):
    settings.LIVE_URL = "http://127.0.0.1:9"
    with visit(language="en", member=member_with(Role.SYSTEMS)) as page:
        page.goto(GUIDE)
        page.wait_for_load_state("networkidle")
        assert page.locator("#live_en p").is_visible()

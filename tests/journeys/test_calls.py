"""An agent helps who calls, after the application was sent: objects, then withdraws."""

from __future__ import annotations

import pytest

from benchmarks.seasons import open_window
from foundation.clock import now
from foundation.scoping import Actor
from mission.accounts.models import Account
from mission.registration import services
from mission.registration.models import Application, Objection
from tests.journeys.looking import axe
from tests.registration import drafts


@pytest.fixture
def owner(transactional_db):
    """A lead whose application was found not eligible."""
    season = open_window()
    account = Account.objects.create(
        national_id="27063400001", mobile="+97455123456", opened_at=now()
    )
    drafts.submitted(account, at=now(), hajj_before="yes", last_hajj_year="1446")
    services.check_eligibility(season=season, by=Actor.system("tests"), at=now())
    return account


@pytest.mark.parametrize("script", [True, False])
def test_an_agent_objects_and_withdraws_for_who_calls(visit, owner, member_with, script):
    agent = member_with("CONTACT_AGENT")
    with visit(language="en", width=390, member=agent, script=script) as page:
        page.goto("/calls/")
        page.get_by_label("National id").fill(owner.national_id)
        page.get_by_label("Mobile number").fill("55123456")
        page.get_by_role("button", name="Open the application").click()
        page.get_by_role("heading", name="Application of a caller").wait_for()
        assert not script or axe(page) == []

        page.get_by_role("link", name="Object for the caller").click()
        assert not script or axe(page) == []
        page.get_by_label("Why is the finding wrong?").fill("It was my brother.")
        page.get_by_role("button", name="Send the objection").click()
        page.get_by_text("The objection is with the committee.").wait_for()
        assert Objection.objects.get().raised_by == agent.email

        page.locator("summary", has_text="Withdraw for the caller").click()
        page.get_by_role("button", name="Yes, withdraw it").click()
        page.get_by_text("The application was withdrawn.").wait_for()
        file = Application.objects.get()
        assert file.statuses.get(status="WITHDRAWN").by == agent.email
        assert page.faults == []

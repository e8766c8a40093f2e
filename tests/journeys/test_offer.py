"""A selected lead accepts the offer on a phone, in Arabic, without a script, and chooses."""

from __future__ import annotations

import pytest

from benchmarks.seasons import open_season
from foundation.clock import now
from mission.campaigns.models import Placement
from mission.campaigns.services import CampaignPlan, license_campaign
from mission.registration.services import check_eligibility
from mission.selection import queries
from mission.selection.rules.secrets_file import read_secrets
from mission.selection.services import Plan, run_round
from tests.journeys.looking import axe
from tests.journeys.test_apply import PHONE_WIDTH, sign_in
from tests.leads import account_of_lead
from tests.selection.conftest import Applications

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def selected(system):
    """The application that a draw of a moment ago selected, and a campaign with seats."""
    season, at = open_season(), now()
    file = Applications(season, at).add(size=2)
    check_eligibility(season=season, by=system, at=at)
    secrets = read_secrets(b'[{"member": "Noora", "secret": "a secret of Noora"}]')
    plan = Plan(season=season, secrets=secrets, public_randomness="5 3 6")
    run_round(plan=plan, by=system, at=at)
    campaign = CampaignPlan("HC-001", "حملة النور", "Noor", 20)
    license_campaign(season=season, plan=campaign, camps=[], by=system, at=at)
    return file


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_a_lead_accepts_the_offer_and_chooses_a_campaign(visit, selected, script):
    owner = account_of_lead(selected.pk, language="ar")
    with visit(width=PHONE_WIDTH, script=script) as page:
        sign_in(page, owner)
        page.get_by_text("ننتظر ردك").wait_for()
        if script:
            assert axe(page) == []
        page.get_by_role("button", name="قبول المقاعد").click()
        page.get_by_text("تم القبول، والمقاعد محفوظة لطلبك.").wait_for()
        assert queries.offer_for(selected.pk).state == "ACCEPTED"
        page.get_by_role("link", name="عرض الحملات").click()
        page.get_by_role("button", name="حملة النور").click()
        page.get_by_text("تم اختيار حملتك").wait_for()
        assert Placement.objects.get().seats == 2
        page.get_by_text("لا شيء مطلوب منك الآن").wait_for()
        if script:
            assert axe(page) == []
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= PHONE_WIDTH
        assert page.faults == []


def test_a_lead_gives_the_seats_back(visit, selected):
    owner = account_of_lead(selected.pk, language="ar")
    with visit(width=PHONE_WIDTH) as page:
        sign_in(page, owner)
        page.get_by_text("إعادة المقاعد", exact=True).click()
        page.get_by_label("السبب، إن شئت").fill("سفر للعمل")
        assert axe(page) == []
        page.get_by_role("button", name="نعم، أعدها").click()
        page.get_by_text("أعدت المقاعد").wait_for()
        assert queries.offer_for(selected.pk).state == "WITHDRAWN"
        assert not queries.is_selected(selected.pk)

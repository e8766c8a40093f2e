"""The public signs in on a telephone: by a code, without a script, by a passkey."""

from __future__ import annotations

import re

import pytest

from foundation import jobs
from mission.notifications.rules import Answer, End
from mission.notifications.services import sending
from tests.journeys.looking import faults

JABER, MOBILE = "29063400003", "66611122"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def texts(transactional_db, monkeypatch):
    """The texts that the gateway took."""
    taken = []

    def hand_over(*, to, text, report_url):
        taken.append(text)
        return Answer(End.ACCEPTED)

    monkeypatch.setattr(sending, "hand_over", hand_over)
    return taken


def code_of(texts):
    jobs.run_until_idle(queues=["messages"])
    return re.search(r"\d{6}", texts[-1])[0]


def sign_in(page, texts):
    page.goto("/apply/sign-in/")
    page.locator("input[name=national_id]").fill(JABER)
    page.locator("input[name=mobile]").fill(f"+974{MOBILE}")
    page.locator("form.form button[type=submit]").click()
    page.wait_for_url("**/code/")
    page.locator("input[name=code]").fill(code_of(texts))
    with page.expect_navigation():
        page.locator("form.digits button[type=submit]").click()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_code_leads_in_and_every_page_is_sound(visit, texts, language):
    with visit(language=language, width=390) as page:
        assert faults(page, "/apply/sign-in/") == []
        sign_in(page, texts)
        assert faults(page, "/apply/sign-in/passkey/") == []
        assert faults(page, "/apply/sign-in/account/") == []


def test_the_page_of_the_code_is_sound_and_counts_down(visit, texts):
    with visit(language="en", width=390) as page:
        page.goto("/apply/sign-in/")
        page.locator("input[name=national_id]").fill(JABER)
        page.locator("input[name=mobile]").fill(f"+974{MOBILE}")
        page.locator("form.form button[type=submit]").click()
        page.wait_for_url("**/code/")
        assert page.get_by_role("button", name="Send another code").is_disabled()
        assert page.get_by_text("Possible in 0").is_visible()
        assert faults(page, "/apply/sign-in/code/") == []


def test_a_code_leads_in_without_a_script(visit, texts):
    with visit(language="en", width=390, script=False) as page:
        sign_in(page, texts)
        assert page.get_by_text("This browser cannot remember you.").is_visible()
        page.get_by_role("link", name="Go on without it").click()
        page.wait_for_url("**/apply/")


def test_a_passkey_leads_in_the_next_time(visit, texts):
    with visit(language="en", width=390) as page:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        sign_in(page, texts)
        page.get_by_role("button", name="Remember this device").click()
        page.wait_for_url("**/apply/")
        page.goto("/apply/sign-in/account/")
        page.get_by_role("button", name="Sign out").click()
        page.goto("/apply/sign-in/")
        page.get_by_role("button", name="Sign in with this device").click()
        page.wait_for_url("**/apply/")
        page.goto("/apply/sign-in/account/")
        assert page.locator("h1").inner_text() == "Your account"
        assert page.faults == []

"""Signing in with a browser: password, authenticator app, passkey, recovery, other sessions."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from mission.staff import services
from mission.staff.rules import Role

PASSWORD = "seven palm trees by the sea"


@pytest.fixture
def noora(transactional_db, member_with, system, at):
    member = member_with(Role.SYSTEMS, email="noora@mission.example")
    services.set_password(member=member, password=PASSWORD, by=system, at=at)
    return member


def sign_in(page, email, password=PASSWORD):
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("form.form button[type=submit]").click()


def open_protected(page, address):
    """Open a page that changes how the account is protected: the password is asked again."""
    page.goto(address)
    page.locator("input[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("form.form button[type=submit]").click()


def code_for(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_wrong_password_says_so_keeps_the_address_and_focuses_the_summary(
    visit, noora, language
):
    with visit(language=language) as page:
        sign_in(page, noora.email, "wrong")
        assert page.locator("[role=alert]").is_visible()
        assert page.locator("input[name=login]").input_value() == noora.email
        assert page.evaluate("document.activeElement.classList.contains('error-summary')")


def test_password_alone_works_without_a_script(visit, noora):
    with visit(language="en", script=False) as page:
        sign_in(page, noora.email)
        assert page.locator("h1").inner_text() == "The season today"


def test_authenticator_app_is_turned_on_and_asked_for_at_the_next_sign_in(visit, noora):
    with visit(language="en") as page:
        sign_in(page, noora.email)
        open_protected(page, "/accounts/2fa/totp/activate/")
        secret = page.locator(".copy code").inner_text()
        page.locator("input[name=code]").fill(code_for(secret))
        page.get_by_role("button", name="Turn on").click()
        codes = page.locator(".recovery-codes code").all_inner_texts()
        assert len(codes) == 10
    with visit(language="en") as page:
        sign_in(page, noora.email)
        page.locator("input[name=code]").fill(codes[0])
        page.get_by_role("button", name="Sign in", exact=True).click()
        assert page.locator("h1").inner_text() == "The season today"


def test_passkey_is_added_and_signs_in_without_a_password(visit, noora):
    with visit(language="ar") as page:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        device = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
        sign_in(page, noora.email)
        open_protected(page, "/accounts/2fa/webauthn/add/")
        page.locator("input[name=name]").fill("حاسوب المكتب")
        page.locator("input[name=passwordless]").check()
        page.locator("#mfa_webauthn_add").click()
        page.wait_for_url(re.compile("/accounts/2fa/(?!webauthn/add)"))
        page.context.clear_cookies()
        page.goto("/accounts/login/")
        page.locator("#passkey_login").click()
        page.wait_for_url(re.compile(r"localhost:\d+/$"))
        assert page.locator("nav.thread").is_visible()


def test_all_other_sessions_end_at_one_press(visit, noora):
    elsewhere = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari")
    elsewhere.post("/accounts/login/", {"login": noora.email, "password": PASSWORD})
    assert elsewhere.get("/").status_code == 200
    with visit(language="en") as page:
        sign_in(page, noora.email)
        page.goto("/accounts/sessions/")
        assert page.locator("th", has_text="Safari · iPhone").is_visible()
        page.locator("details.confirm summary").click()
        page.locator("details.confirm button[type=submit]").click()
        assert page.locator("th", has_text="Safari · iPhone").count() == 0
    assert elsewhere.get("/accounts/sessions/").status_code == 302


def test_one_other_device_is_signed_out_alone(visit, noora):
    there, elsewhere = (
        Client(HTTP_USER_AGENT=f"Mozilla/5.0 ({name})") for name in ("iPad", "Windows")
    )
    for client in (there, elsewhere):
        client.post("/accounts/login/", {"login": noora.email, "password": PASSWORD})
    with visit(language="en") as page:
        sign_in(page, noora.email)
        page.goto("/accounts/sessions/")
        page.get_by_role("button", name="Sign out iPad").click()
        assert page.get_by_text("That device is signed out.").is_visible()
    assert there.get("/accounts/sessions/").status_code == 302
    assert elsewhere.get("/").status_code == 200


def test_sign_out_leaves_nothing_open(visit, noora):
    with visit(language="en") as page:
        sign_in(page, noora.email)
        page.locator("details.person summary").click()
        page.get_by_role("button", name="Sign out").click()
        page.goto("/staff/")
        assert "/accounts/login/" in page.url


def test_phone_menu_opens_and_closes_without_a_script(visit, noora):
    with visit(language="ar", width=360, script=False) as page:
        sign_in(page, noora.email)
        assert page.locator("#thread").is_hidden()
        page.locator(".bar-menu").click()
        assert page.locator("#thread").is_visible()
        page.locator(".thread-close").click()
        assert page.locator("#thread").is_hidden()

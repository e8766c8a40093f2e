"""The sign-in as a browser sees it: it tells nothing, and keeps sessions apart."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.seasons import open_season
from foundation.clock import now, standing_at
from foundation.waiting import guard
from mission.accounts import queries
from mission.accounts.models import Account, SignIn
from mission.accounts.rules import RESEND_AFTER, SESSION_LIFE
from mission.staff.rules import Role
from tests.accounts.conftest import (
    CODE,
    HESSA,
    HESSAS,
    JABER,
    JABERS,
    SIGN_IN,
    STRANGERS,
    ask,
)

ACCOUNT = "/apply/sign-in/account/"
OFFER = "/apply/sign-in/passkey/"


def sign_in(client, sent, national_id=JABER, mobile=JABERS):
    ask(client, national_id, mobile)
    return client.post(CODE, {"code": sent.code()})


def plain(answer):
    """Answer a page without what differs in every answer: the tokens and the mobile."""
    text = re.sub(
        r'("X-CSRFToken": |csrfmiddlewaretoken" value=)"[^"]*"', "", answer.content.decode()
    )
    return text.replace(answer.context["mobile"], "")


def test_the_whole_way_in_and_out(phone, sent):
    client = phone()
    assert client.get(ACCOUNT).url == f"{SIGN_IN}?next={ACCOUNT}"
    answer = ask(client, "٢٩٠٦٣٤٠٠٠٠٣", "+974 6661 1122")
    assert answer.url == CODE
    assert "6661 1122" in client.get(CODE).content.decode()
    answer = client.post(CODE, {"code": sent.code()})
    assert answer.url == OFFER
    page = client.get(ACCOUNT).content.decode()
    assert JABER not in page
    assert JABER[-3:] in page
    client.post("/apply/sign-out/")
    assert client.get(ACCOUNT).status_code == 302


def test_the_message_names_the_mission_and_warns(phone, sent):
    ask(phone(), JABER, JABERS)
    sent.code()
    ((_, text),) = sent.messages
    assert "Qatar Hajj Mission" in text
    assert "nobody" in text


def test_the_fields_help_phones_to_fill_them(phone, sent):
    client = phone()
    assert 'inputmode="numeric"' in client.get(SIGN_IN).content.decode()
    ask(client, JABER, JABERS)
    page = client.get(CODE).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


def test_the_help_line_of_the_season_stands_on_every_page(phone, sent):
    open_season()
    client = phone()
    pages = [client.get(SIGN_IN)]
    ask(client, JABER, JABERS)
    pages.append(client.get(CODE))
    client.post(CODE, {"code": sent.code()})
    pages += [client.get(OFFER), client.get(ACCOUNT)]
    assert all('href="tel:132"' in page.content.decode() for page in pages)


# Six guesses: the last one is one too many. That one of them is right has odds of 1 to 10⁵.
GUESSES = ["000001", "000002", "000003", "000004", "000005", "000006"]
ALIKE = [(HESSA, STRANGERS), (JABER, JABERS), (HESSA, HESSAS)]


def test_known_and_unknown_ids_see_the_same_pages(known, phone, sent):
    seen = []
    with standing_at(now()):
        for national_id, mobile in ALIKE:
            client = phone()
            asked = ask(client, national_id, mobile)
            sent.mobiles()  # codes go out, if any do
            pages = [client.get(CODE)]
            pages += [client.post(CODE, {"code": guess}) for guess in GUESSES]
            pages += [client.post("/apply/sign-in/code/again/", follow=True)]
            seen.append((asked.status_code, asked.url, *map(plain, pages)))
    assert len(sent.messages) == 2
    assert seen[0] == seen[1] == seen[2]


def test_known_and_unknown_ids_cost_the_same_work(known, phone, sent):
    """What a stopwatch could tell: the statements of each answer are the same."""
    asked, typed = [], []
    for national_id, mobile in ALIKE:
        client = phone()
        client.get(SIGN_IN)
        guard.forget()  # each process keeps the waiting room's opening for seconds
        with CaptureQueriesContext(connection) as statements:
            ask(client, national_id, mobile)
        asked.append(shapes(statements))
        sent.mobiles()
        guard.forget()
        with CaptureQueriesContext(connection) as statements:
            client.post(CODE, {"code": GUESSES[0]})
        typed.append(shapes(statements))
    assert len(sent.messages) == 2
    assert asked[0] == asked[1] == asked[2]
    assert typed[0] == typed[1] == typed[2]


def shapes(statements):
    """Answer the kinds of statements, but for the waiting room's opening: each process reads it
    anew every few seconds, whoever asks."""
    kinds = (" ".join(each["sql"].split()[:6]) for each in statements)
    return [re.sub(r"_x?[0-9]+", "", kind) for kind in kinds if "waiting_opening" not in kind]


def test_no_mistake_tells_more_than_the_field(phone):
    page = ask(phone(), "123", "abc").content.decode()
    assert "11 digits" in page
    assert "country code" in page
    assert not SignIn.objects.exists()


def test_the_next_address_is_kept_to_the_end(phone, sent):
    client = phone()
    client.cookies["passkey_offered"] = "1"
    client.get(f"{SIGN_IN}?next={ACCOUNT}%3Ftab%3D1")
    assert sign_in(client, sent).url == f"{ACCOUNT}?tab=1"


@pytest.mark.parametrize(
    "evil",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_no_address_of_others_is_followed(phone, sent, evil):
    client = phone()
    client.cookies["passkey_offered"] = "1"
    client.get(SIGN_IN, {"next": evil})
    assert "evil" not in sign_in(client, sent).url
    assert "javascript" not in client.get(OFFER).content.decode().split("<main")[1]


def test_the_key_of_the_session_is_another_one_afterwards(phone, sent):
    client = phone()
    ask(client, JABER, JABERS)
    planted = client.session.session_key
    client.post(CODE, {"code": sent.code()})
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()
    thief = phone()
    thief.cookies["sessionid"] = planted
    assert thief.get(ACCOUNT).status_code == 302


def test_a_form_from_another_site_is_refused(phone):
    client = phone(enforce_csrf_checks=True)
    assert ask(client, JABER, JABERS).status_code == 403
    assert client.post(CODE, {"code": "000000"}).status_code == 403
    assert client.post("/apply/sign-in/passkey/used/", {}).status_code == 403
    assert not SignIn.objects.exists()


def test_another_browser_cannot_use_the_code(phone, sent):
    ask(phone(), JABER, JABERS)
    stranger = phone()
    assert stranger.post(CODE, {"code": sent.code()}).url == SIGN_IN
    assert not Account.objects.exists()


def test_another_code_waits_a_minute_and_ends_the_former(phone, sent):
    client = phone()
    ask(client, JABER, JABERS)
    first = sent.code()
    page = client.post("/apply/sign-in/code/again/", follow=True).content.decode()
    assert "another code in" in page
    assert len(sent.mobiles()) == 1
    with standing_at(now() + RESEND_AFTER):
        client.post("/apply/sign-in/code/again/")
        second = sent.code()
        assert len(sent.messages) == 2
        if first != second:
            assert client.post(CODE, {"code": first}).status_code == 200
        assert client.post(CODE, {"code": second}).status_code == 302


def test_too_many_codes_are_told_with_the_wait(phone):
    client = phone()
    for _ in range(5):
        assert ask(client, JABER, JABERS).status_code == 302
    page = ask(client, JABER, JABERS).content.decode()
    assert "Try again in 15 minutes" in page


def test_a_session_ends_after_twelve_hours(phone, sent):
    client = phone()
    sign_in(client, sent)
    with standing_at(now() + SESSION_LIFE - timedelta(minutes=1)):
        assert client.get(ACCOUNT).status_code == 200
    with standing_at(now() + SESSION_LIFE):
        assert client.get(ACCOUNT).status_code == 302


def test_an_applicant_opens_no_page_of_the_staff_and_staff_none_of_theirs(
    phone, sent, signed_in
):
    client = phone()
    sign_in(client, sent)
    assert client.get("/messages/").url.startswith("/accounts/login/")
    assert client.get("/apply/mobiles/").url.startswith("/accounts/login/")
    assert signed_in(Role.SYSTEMS).get(ACCOUNT).url.startswith(SIGN_IN)


def test_leaving_keeps_a_member_of_staff_signed_in(signed_in, sent):
    client = signed_in(Role.SYSTEMS)
    sign_in(client, sent)
    client.post("/apply/sign-out/")
    assert client.get("/messages/").status_code == 200
    assert client.get(ACCOUNT).status_code == 302


def test_whoever_is_signed_in_goes_straight_on(phone, sent):
    client = phone()
    sign_in(client, sent)
    assert client.get(f"{SIGN_IN}?next={ACCOUNT}").url == ACCOUNT


def test_an_account_that_is_gone_is_nobody(phone, sent):
    client = phone()
    sign_in(client, sent)
    Account.objects.all().delete()
    assert client.get(ACCOUNT).status_code == 302


def test_the_actor_of_an_applicant_holds_no_permission(phone, sent):
    sign_in(phone(), sent)
    actor = queries.actor_for(Account.objects.get())
    assert actor.kind == "applicant"
    assert not actor.permissions
    assert JABER not in actor.label

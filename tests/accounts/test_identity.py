"""Sign-in by a national identity service, against a provider over HTTP that may lie."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from foundation.supervisor.ports import free_port
from mission.accounts.models import Account
from mission.accounts.rules import Proof
from tests.accounts.conftest import HESSA, HESSAS, IBRAHIM, IBRAHIMS, JABER, SIGN_IN
from tests.accounts.provider import CLIENT, SECRET, Provider

START, BACK = "/apply/sign-in/identity/", "/apply/sign-in/identity/back/"
ACCOUNT = "/apply/sign-in/account/"
HOME = "/apply/"


@pytest.fixture(scope="module")
def service():
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture
def identity(service, settings):
    service.lie, service.asked = "", []
    service.says = {"national_id": JABER, "phone_number": "+97466611122"}
    settings.OIDC_ISSUER = service.issuer
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
    return service


def go(client, identity):
    """Go the whole way: our page, the service, and back; answer our answer."""
    assert client.get(SIGN_IN).url == START
    back = urlsplit(identity.consent(client.get(START).url))
    return client.get(f"{back.path}?{back.query}")


def test_whom_the_service_knows_comes_in(identity, phone):
    client = phone()
    assert go(client, identity).url == HOME
    account = Account.objects.get()
    assert (account.national_id, account.mobile) == (JABER, "+97466611122")
    assert account.proof == Proof.IDENTITY
    assert client.get(ACCOUNT).status_code == 200


def test_what_we_ask_is_bound_to_this_browser(identity, phone):
    go(phone(), identity)
    go(phone(), identity)
    first, second = identity.asked
    assert first["code_challenge_method"] == "S256"
    assert "openid" in first["scope"].split()
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]


def test_the_visitor_goes_on_to_where_they_wanted(identity, phone):
    client = phone()
    client.get(SIGN_IN, {"next": ACCOUNT + "?tab=1"})
    assert go(client, identity).url == ACCOUNT + "?tab=1"


def test_an_account_keeps_its_mobile_and_a_person_the_one_of_the_register(
    identity, phone, known
):
    identity.says = {"national_id": IBRAHIM, "phone_number": "+97433300099"}
    go(phone(), identity)
    known.refresh_from_db()
    assert known.mobile == IBRAHIMS
    identity.says = {"national_id": HESSA}
    go(phone(), identity)
    assert Account.objects.get(national_id=HESSA).mobile == HESSAS


LIES = ["nonce", "no nonce", "audience", "two audiences", "party", "expired", "no expiry"]
LIES += ["issuer", "other key", "unknown key", "unsigned", "our secret", "no token", "rubbish"]


@pytest.mark.parametrize("lie", LIES)
def test_what_cannot_be_believed_lets_nobody_in(identity, phone, lie):
    identity.lie = lie
    client = phone()
    answer = go(client, identity)
    assert answer.status_code == 422
    assert "did not confirm" in answer.content.decode()
    assert client.get(ACCOUNT).status_code == 302
    assert not Account.objects.exists()


@pytest.mark.parametrize("said", [{}, {"national_id": "7"}, {"national_id": None}])
def test_without_a_national_id_nobody_comes_in(identity, phone, said):
    identity.says = said
    assert go(phone(), identity).status_code == 422
    assert not Account.objects.exists()


def test_a_service_that_says_to_be_another_one_is_refused(identity, phone):
    identity.lie = "configuration"
    assert phone().get(START).status_code == 422


def test_a_service_that_is_down_is_told(phone, settings):
    settings.OIDC_ISSUER = f"http://127.0.0.1:{free_port()}"
    assert phone().get(START).status_code == 422


def test_an_answer_counts_once_and_only_in_its_own_browser(identity, phone):
    mine, theirs = phone(), phone()
    back = urlsplit(identity.consent(mine.get(START).url))
    theirs.get(START)
    assert theirs.get(f"{back.path}?{back.query}").status_code == 422
    assert phone().get(f"{back.path}?{back.query}").url == SIGN_IN
    assert mine.get(f"{back.path}?{back.query}").url == HOME
    mine.post("/apply/sign-out/")
    assert mine.get(f"{back.path}?{back.query}").url == SIGN_IN


@pytest.mark.parametrize("query", ["", "?state=x", "?code=x", "?error=access_denied&state=x"])
def test_a_no_of_the_service_lets_nobody_in(identity, phone, query):
    client = phone()
    client.get(START)
    assert client.get(BACK + query).status_code == 422


def test_a_wrong_secret_of_ours_lets_nobody_in(identity, phone, settings):
    settings.OIDC_CLIENT_SECRET = "another"
    assert go(phone(), identity).status_code == 422


def test_leaving_does_not_lead_straight_back_in(identity, phone):
    client = phone()
    go(client, identity)
    assert client.post("/apply/sign-out/").status_code == 200
    assert client.get(ACCOUNT).status_code == 302


def test_without_a_service_its_pages_are_not_there(phone):
    assert phone().get(START).status_code == 404
    assert phone().get(BACK).status_code == 404

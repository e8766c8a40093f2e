"""Passkeys: added after a sign-in, then a way in; whatever is not exactly right is refused."""

from __future__ import annotations

import pytest

from foundation.clock import now
from mission.accounts import services
from mission.accounts.models import Account, Passkey
from mission.accounts.services.passkeys import PASSKEYS_MOST
from tests.accounts.authenticator import PRESENT, Authenticator
from tests.accounts.conftest import CODE, HESSA, HESSAS, JABER, JABERS, STRANGERS, ask

BASE = "/apply/sign-in/passkey/"
ACCOUNT = "/apply/sign-in/account/"
HOME = "/apply/"


def sign_in(client, sent, national_id=JABER, mobile=JABERS):
    ask(client, national_id, mobile)
    client.post(CODE, {"code": sent.code()})
    return client


def send(client, part, body):
    return client.post(f"{BASE}{part}/", body, content_type="application/json")


def add(client, device):
    return send(client, "added", device.make(send(client, "new", {}).json()))


def use(client, device):
    return send(client, "used", device.use(send(client, "asked", {}).json()))


@pytest.fixture
def device():
    return Authenticator()


@pytest.fixture
def holder(phone, sent, device):
    """Jaber's browser, in which a passkey was added."""
    client = sign_in(phone(), sent)
    assert add(client, device).status_code == 200
    return client


def test_a_passkey_is_a_way_in_by_itself(holder, phone, device):
    client = phone()
    answer = use(client, device)
    assert answer.json() == {"next": HOME}
    assert JABER[-3:] in client.get(ACCOUNT).content.decode()
    assert Passkey.objects.get().used_at is not None


def test_the_passkey_goes_on_to_where_the_visitor_wanted(holder, phone, device):
    client = phone()
    client.get("/apply/sign-in/", {"next": ACCOUNT + "?tab=1"})
    assert use(client, device).json() == {"next": ACCOUNT + "?tab=1"}


def test_the_key_of_the_session_changes(holder, phone, device):
    client = phone()
    send(client, "asked", {})
    planted = client.session.session_key
    use(client, device)
    assert client.session.session_key != planted


def test_the_device_names_it_without_the_whole_national_id(phone, sent):
    options = send(sign_in(phone(), sent), "new", {}).json()["publicKey"]
    assert JABER not in str(options)
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"


def test_nobody_adds_a_passkey_without_signing_in(phone):
    assert send(phone(), "new", {}).status_code == 302
    assert send(phone(), "added", {}).status_code == 302


BENT = {
    "other site": {"origin": "https://evil.example"},
    "other port": {"origin": "http://testserver:81"},
    "not verified": {"flags": PRESENT},
    "nobody there": {"flags": 0},
    "other key": {"key": Authenticator().key},
    "other holder": {"holder": bytes(16)},
    "unknown": {"credential_id": bytes(32)},
    "other relying party": {"host": "evil.example"},
}


def bent(device, how):
    """Let a device be wrong in one way."""
    for name, value in BENT[how].items():
        setattr(device, name, value)
    return device


@pytest.mark.parametrize("how", BENT)
def test_a_use_that_is_not_right_is_refused(holder, phone, device, how):
    client = phone()
    answer = use(client, bent(device, how))
    assert answer.status_code == 422
    assert "not accepted" in answer.json()["sentence"]
    assert client.get(ACCOUNT).status_code == 302


@pytest.mark.parametrize("how", ["other site", "other port", "not verified", "nobody there"])
def test_a_passkey_that_is_not_made_right_is_refused(phone, sent, device, how):
    assert add(sign_in(phone(), sent), bent(device, how)).status_code == 422
    assert not Passkey.objects.exists()


def test_an_answer_counts_once(holder, phone, device):
    client = phone()
    answer = device.use(send(client, "asked", {}).json())
    assert send(client, "used", answer).status_code == 200
    client.post("/apply/sign-out/")
    assert send(client, "used", answer).status_code == 422


def test_an_answer_to_another_browser_is_refused(holder, phone, device):
    mine, theirs = phone(), phone()
    answer = device.use(send(theirs, "asked", {}).json())
    send(mine, "asked", {})
    assert send(mine, "used", answer).status_code == 422


def test_a_copied_passkey_is_noticed(holder, phone, device):
    use(phone(), device)
    device.uses = 0
    assert use(phone(), device).status_code == 422


def test_a_passkey_that_never_counts_works(phone, sent):
    device = Authenticator()
    device.counts = False
    add(sign_in(phone(), sent), device)
    assert use(phone(), device).status_code == 200
    assert use(phone(), device).status_code == 200


@pytest.mark.parametrize(
    "body", ["", "[]", "{", "null", '{"id": 1}', '{"rawId": "x", "id": "x"}']
)
def test_nonsense_is_refused(holder, phone, body):
    client = phone()
    send(client, "asked", {})
    assert send(client, "used", body).status_code == 422


def test_a_device_is_added_once_and_so_many_at_most(holder, device):
    assert add(holder, device).status_code == 422
    for _ in range(PASSKEYS_MOST - 1):
        assert add(holder, Authenticator()).status_code == 200
    assert send(holder, "new", {}).status_code == 409


def test_a_removed_passkey_opens_nothing(holder, phone, device):
    passkey = Passkey.objects.get()
    assert "Remove" in holder.get(ACCOUNT).content.decode()
    holder.post(f"{BASE}{passkey.id}/remove/")
    assert use(phone(), device).status_code == 422


def test_nobody_removes_the_passkey_of_another(holder, known, phone, sent):
    other = sign_in(phone(), sent, HESSA, HESSAS)
    assert other.post(f"{BASE}{Passkey.objects.get().id}/remove/").status_code == 404
    assert Passkey.objects.count() == 1


def test_moving_the_account_ends_its_passkeys(holder, phone, device, amina):
    services.move_mobile(
        national_id=JABER, mobile=STRANGERS, reason="telephone stolen", by=amina, at=now()
    )
    assert use(phone(), device).status_code == 422


def test_it_is_offered_once(phone, sent):
    client = sign_in(phone(), sent)
    page = client.get(BASE).content.decode()
    assert "Remember this device" in page
    assert f'href="{HOME}"' in page
    client.post("/apply/sign-out/")
    ask(client, JABER, JABERS)
    assert client.post(CODE, {"code": sent.code()}).url == HOME
    assert Account.objects.count() == 1


def test_with_an_identity_service_no_passkey_comes_beside_it(holder, phone, settings):
    settings.OIDC_ISSUER = "https://identity.example"
    assert send(phone(), "asked", {}).status_code == 404
    assert send(phone(), "used", {}).status_code == 404

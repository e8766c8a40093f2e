"""Staff help: an account for a caller, and another mobile for one whose mobile has changed."""

from __future__ import annotations

import pytest
from django.db import connection

from foundation.refusals import PermissionRefused
from mission.accounts import services
from mission.accounts.models import Account
from mission.accounts.rules import MobileDiffers, Proof, RecognitionMissing
from mission.people.models import Person
from mission.staff.rules import Role
from tests.accounts.conftest import (
    CODE,
    HESSA,
    HESSAS,
    IBRAHIM,
    IBRAHIMS,
    JABER,
    JABERS,
    STRANGERS,
    ask,
)

FIND, MOVE, ACCOUNT = "/apply/mobiles/", "/apply/mobiles/move/", "/apply/sign-in/account/"


def move(by, at, national_id=IBRAHIM, reason="showed the card at the office"):
    return services.move_mobile(
        national_id=national_id, mobile=STRANGERS, reason=reason, by=by, at=at
    )


def open_for(by, at, national_id, mobile):
    return services.open_for_caller(national_id=national_id, mobile=mobile, by=by, at=at)


def test_only_who_may_moves_and_never_without_a_reason(known, amina, dawud, at):
    with pytest.raises(PermissionRefused):
        move(dawud, at)
    with pytest.raises(RecognitionMissing):
        move(amina, at, reason="  ")
    assert move(amina, at).mobile == STRANGERS


def test_an_applicant_may_not_move(known, at):
    from mission.accounts.queries import actor_for

    with pytest.raises(PermissionRefused):
        move(actor_for(known), at)


def test_moving_ends_the_sessions_and_leaves_its_reason(phone, sent, amina, at):
    client = phone()
    ask(client, JABER, JABERS)
    client.post(CODE, {"code": sent.code()})
    assert client.get(ACCOUNT).status_code == 200
    move(amina, at, national_id=JABER)
    assert client.get(ACCOUNT).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payload::text, by_label FROM journal_entry"
            " WHERE event = 'accounts.MobileMoved'"
        )
        payload, by = cursor.fetchone()
    assert "showed the card" in payload
    assert by == amina.label
    assert JABER not in payload


def test_a_person_without_account_gets_one_with_the_new_mobile(known, amina, at):
    account = move(amina, at, national_id=HESSA)
    assert (account.mobile, account.proof) == (STRANGERS, Proof.STAFF)


def test_an_account_is_opened_for_a_caller_and_found_again(known, amina, dawud, at):
    with pytest.raises(PermissionRefused):
        open_for(dawud, at, JABER, JABERS)
    account = open_for(amina, at, JABER, JABERS)
    assert account.proof == Proof.STAFF
    assert open_for(amina, at, JABER, JABERS) == account
    assert open_for(amina, at, HESSA, HESSAS).proof == Proof.REGISTER
    assert open_for(amina, at, IBRAHIM, IBRAHIMS) == known


@pytest.mark.parametrize("national_id", [HESSA, IBRAHIM])
def test_a_caller_with_another_mobile_is_not_waved_through(known, amina, at, national_id):
    before = Account.objects.count()
    with pytest.raises(MobileDiffers):
        open_for(amina, at, national_id, STRANGERS)
    assert Account.objects.count() == before


def test_a_person_without_a_mobile_can_be_helped(known, amina, at):
    Person.objects.filter(national_id=HESSA).update(mobile="")
    assert open_for(amina, at, HESSA, STRANGERS).proof == Proof.STAFF


@pytest.mark.parametrize("role", [Role.SYSTEMS, Role.CONTACT_AGENT])
def test_the_pages_move_an_account(known, signed_in, role):
    client = signed_in(role)
    assert client.post(FIND, {"national_id": IBRAHIM}).url == MOVE
    page = client.get(MOVE).content.decode()
    assert IBRAHIM not in page
    assert IBRAHIMS not in page
    sent = {"mobile": "+97433300099", "reason": ""}
    assert "This field is required" in client.post(MOVE, sent).content.decode()
    assert client.post(MOVE, sent | {"reason": "knows the file by heart"}).url == FIND
    known.refresh_from_db()
    assert known.mobile == STRANGERS


def test_the_page_of_an_unknown_id_says_that_an_account_is_opened(db, signed_in):
    client = signed_in(Role.CONTACT_AGENT)
    client.post(FIND, {"national_id": JABER})
    assert "No account yet" in client.get(MOVE).content.decode()


def test_nobody_chosen_leads_back_to_the_search(db, signed_in):
    assert signed_in(Role.CONTACT_AGENT).get(MOVE).url == FIND

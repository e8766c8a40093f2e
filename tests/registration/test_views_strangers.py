"""Whose eyes and hands reach an application, and for whom there is nothing at its addresses."""

import uuid

import pytest
from django.test import Client

from foundation.clock import standing_at
from mission.registration.models import Application, Draft
from mission.registration.queries import applying
from tests.leads import signed_in_as
from tests.registration.drafts import OPEN_AT, account, filled, submitted, wife_id
from tests.registration.test_views_applying import place


@pytest.fixture(autouse=True)
def _while_the_window_is_open(season):
    with standing_at(OPEN_AT):
        yield


def pages_of(draft, file):
    lead, wife = applying.people_of(draft)
    return [
        place("screen", lead.pk, "you"),
        place("screen", wife.pk, "who"),
        place("consent", wife.pk),
        place("companions", draft.pk),
        place("declarations", draft.pk),
        place("review", draft.pk),
        place("status", file.reference),
        place("receipt", file.reference),
        place("receipt_pdf", file.reference),
        place("object", file.reference),
    ]


def writes_of(draft, file):
    lead, wife = applying.people_of(draft)
    return [
        place("save", lead.pk, "you"),
        place("remove_companion", wife.pk),
        place("invite", wife.pk),
        place("revoke", wife.pk),
        place("add_companion", draft.pk),
        place("submit", draft.pk),
        place("withdraw", file.reference),
    ]


def test_another_account_finds_nothing_at_any_address():
    file = submitted(account(1), wife_id(1))
    draft = Draft.objects.get()
    stranger = signed_in_as(account(2))
    found = {url: stranger.get(url).status_code for url in pages_of(draft, file)}
    key = {"idempotency_key": str(uuid.uuid4())}
    found |= {url: stranger.post(url, key).status_code for url in writes_of(draft, file)}
    assert set(found.values()) == {404}, found


def test_nobody_who_is_not_signed_in_reaches_anything():
    file = submitted(account(1), wife_id(1))
    draft = Draft.objects.get()
    visitor = Client()
    for url in pages_of(draft, file):
        assert visitor.get(url).url.startswith("/apply/sign-in/")


def test_staff_see_only_what_their_permission_opens(signed_in):
    draft = filled(account(1))
    assert signed_in("CONTACT_AGENT").get(place("call_review", draft.pk)).status_code == 200
    assert signed_in("OPERATIONS").get(place("call_review", draft.pk)).status_code == 403
    assert signed_in("CONTACT_AGENT").get(place("review", draft.pk)).status_code == 302


def test_an_account_proved_by_a_mobile_alone_reaches_no_imported_file(season, import_rows):
    from tests.registration.sheets import lead

    owner = account(1)
    import_rows([lead(1, national_id=owner.national_id)])
    file = Application.objects.get()
    client = signed_in_as(owner)
    assert client.get(place("status", file.reference)).status_code == 404
    owner.proof = "REGISTER"
    owner.save()
    assert client.get(place("status", file.reference)).status_code == 200

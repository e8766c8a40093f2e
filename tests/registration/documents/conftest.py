"""Applicants with drafts, and short ways to hand documents in and to look at them."""

import io
import itertools
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from mission.accounts.models import Account
from mission.accounts.queries import actor_for
from mission.registration import services
from mission.registration.models import Draft, DraftPerson
from mission.registration.rules.documents import DocumentKind
from tests import hostile
from tests.leads import signed_in_as

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
MOMENTS = (AT + timedelta(seconds=second) for second in itertools.count())
ANSWERS = {
    "name_en": "Noora Ahmad Al-Kuwari",
    "name_ar": "نورة أحمد الكواري",
    "nationality": "QAT",
    "birth_date": "1961-03-09",
    "sex": "f",
    "passport_no": "K1234567",
    "passport_expiry": "2031-03-08",
}


@pytest.fixture(autouse=True)
def _private(media):
    """Keep what is handed in out of the house."""


@pytest.fixture
def applicant(season):
    """Give a function that opens an account with a draft, and answers its lead."""

    def open_draft(national_id="26163400001", **answers):
        account = Account.objects.create(
            national_id=national_id, mobile="+97455123456", opened_at=AT
        )
        draft = Draft.objects.create(
            season=season, account=account, opened_at=AT, opened_by="test", saved_at=AT
        )
        return DraftPerson.objects.create(
            draft=draft, place=0, role="LEAD", answers=ANSWERS | answers, saved_at=AT
        )

    return open_draft


@pytest.fixture
def person(applicant):
    return applicant()


def owner_of(person):
    return actor_for(person.draft.account)


@pytest.fixture
def hand_in():
    """Give a function that hands a document in as its owner does."""

    def hand(person, kind="PASSPORT", content=None, *, by=None):
        content = content or hostile.picture((400, 400))
        return services.hand_in_document(
            person=person,
            kind=DocumentKind(kind),
            source=io.BytesIO(content),
            name="scan.jpg",
            by=by or owner_of(person),
            at=next(MOMENTS),
        )

    return hand


@pytest.fixture
def as_owner(client):
    """Give a function that signs the owner of a person's draft in."""

    def sign_in(person):
        return signed_in_as(person.draft.account, client)

    return sign_in


@pytest.fixture
def time_machine_at():
    """Give a function that moves the clock on; it is set back afterwards."""
    travellers = []

    def move(span):
        traveller = time_machine.travel(datetime.now(UTC) + span)
        traveller.start()
        travellers.append(traveller)

    yield move
    for traveller in travellers:
        traveller.stop()

"""The staff's queue: one document after the other, every look written down."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from foundation import journal
from mission.registration import services
from mission.registration.queries import documents as reads
from mission.registration.services.checking import Judgement
from tests import hostile
from tests.passports import ZONE
from tests.registration.documents.conftest import AT, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(signed_in):
    return signed_in("REGISTRAR")


def one(document, name="one"):
    return reverse(f"documents:{name}", args=[document.pk])


def text(page):
    return page.content.decode()


def wires(document):
    return [entry.wire.split(".")[1] for entry in journal.history_of(str(document.pk))]


def test_the_queue_says_what_waits(registrar, person, hand_in):
    hand_in(person)
    hand_in(person, "FITNESS")
    page = text(registrar.get(reverse("documents:queue")))
    assert "Noora Ahmad Al-Kuwari" in page
    assert "Begin" in page
    home = text(registrar.get("/"))
    assert "2 documents of applicants wait to be verified" in home


def test_an_empty_queue_and_a_search_without_result(registrar, season):
    assert "No document waits" in text(registrar.get(reverse("documents:queue")))
    assert "Nothing was found" in text(registrar.get(reverse("documents:queue") + "?q=nobody"))
    answer = registrar.post(reverse("documents:next"), follow=True)
    assert "No other document waits." in text(answer)


def test_a_document_is_searched_by_its_person(registrar, applicant, hand_in):
    hand_in(applicant())
    hand_in(applicant("26163400002", name_en="Mariam Salem"))
    page = text(registrar.get(reverse("documents:queue") + "?q=26163400002"))
    assert "Mariam Salem" in page
    assert "Noora" not in page


def test_documents_are_judged_one_after_the_other(registrar, applicant, hand_in):
    first, second = hand_in(applicant()), hand_in(applicant("26163400002"))
    answer = registrar.post(reverse("documents:next"))
    assert answer.url == one(first)
    assert 'data-key="a"' in text(registrar.get(one(first)))
    answer = registrar.post(one(first, "judge"), {"verdict": "ACCEPTED"})
    assert answer.url == one(second)
    asked = {"verdict": "ASK_AGAIN", "reason": "EXPIRED", "note": "Since June"}
    answer = registrar.post(one(second, "judge"), asked, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("documents:queue")
    assert wires(first) == ["DocumentHandedIn", "DocumentAccepted"]
    (again,) = reads.documents_asked_again(second.person)
    assert (again.check.reason, again.check.note) == ("EXPIRED", "Since June")


def test_next_passes_over(registrar, applicant, hand_in):
    first, second = hand_in(applicant()), hand_in(applicant("26163400002"))
    registrar.post(reverse("documents:next"))
    answer = registrar.post(reverse("documents:next"), {"after": str(first.pk)})
    assert answer.url == one(second)
    assert registrar.post(reverse("documents:next"), {"after": "nothing"}).status_code == 302


def test_two_do_not_look_at_the_same(registrar, signed_in, person, hand_in):
    document = hand_in(person)
    registrar.get(one(document))
    other = signed_in("REGISTRAR")
    page = text(other.get(one(document)))
    assert "is looking at this document now" in page
    assert 'data-key="a"' not in page
    answer = other.post(one(document, "judge"), {"verdict": "ACCEPTED"}, follow=True)
    assert "is looking at this document now" in text(answer)


def test_every_look_is_written_down(registrar, person, hand_in):
    document = hand_in(person, "FITNESS", hostile.pdf(pages=2))
    page = text(registrar.get(one(document)))
    assert wires(document) == ["DocumentHandedIn"]
    links = re.findall(r"/registration/documents/file/[^\"]+\.jpg", page)
    assert len(links) == 2
    assert registrar.get(links[0]).content.startswith(b"\xff\xd8\xff")
    saved = re.search(r"/registration/documents/file/[^\"]+/(?=\")", page)[0]
    assert registrar.get(saved).headers["Content-Type"] == "application/pdf"
    assert wires(document) == ["DocumentHandedIn", "DocumentOpened", "DocumentOpened"]


def test_a_link_is_good_for_one_person_only(registrar, signed_in, person, hand_in):
    document = hand_in(person)
    page = text(registrar.get(one(document)))
    link = re.search(r"/registration/documents/file/[^\"]+\.jpg", page)[0]
    assert signed_in("REGISTRAR").get(link).status_code == 404
    assert signed_in("CONTACT_AGENT").get(link).status_code == 403
    theirs = reads.document_token(document, by=owner_of(person))
    assert registrar.get(reverse("documents:picture", args=[theirs, 1])).status_code == 404
    assert wires(document) == ["DocumentHandedIn"]


def test_the_particulars_stand_beside_the_document(registrar, applicant, hand_in):
    person = applicant(passport_no="K7654321")
    document = hand_in(person)
    services.type_passport(document=document, text="\n".join(ZONE), by=owner_of(person), at=AT)
    page = text(registrar.get(one(document)))
    assert "26163400001" in page
    assert "1 field differs from the passport" in page
    assert "K7654321" in page
    assert "K1234567" in page


def test_an_override_goes_through_two_hands(registrar, signed_in, person, hand_in, amina):
    document = hand_in(person)
    services.check_document(
        document=document, judgement=Judgement("ASK_AGAIN", "EXPIRED"), by=amina, at=AT
    )
    assert "Propose another verdict" in text(registrar.get(one(document)))
    registrar.post(one(document, "propose"), {"verdict": "ACCEPTED", "note": "Extended"})
    page = text(registrar.get(one(document)))
    assert "Another person must confirm" in page
    answer = registrar.post(one(document, "answer"), {"answer": "confirm"}, follow=True)
    assert "You proposed this yourself" in text(answer)
    other = signed_in("SYSTEMS")
    assert "1 override of a verdict waits" in text(other.get("/"))
    assert "Proposed to accept it after all" in text(other.get(reverse("documents:queue")))
    assert "Extended" in text(other.get(one(document)))
    other.post(one(document, "answer"), {"answer": "confirm"})
    assert reads.held_documents(person)["PASSPORT"].verdict == "ACCEPTED"
    answer = other.post(one(document, "answer"), {"answer": "decline"}, follow=True)
    assert "was answered already" in text(answer)


def test_a_verdict_without_a_reason_is_told(registrar, person, hand_in):
    document = hand_in(person)
    answer = registrar.post(one(document, "judge"), {"verdict": "ASK_AGAIN"}, follow=True)
    assert "Choose the reason." in text(answer)
    assert reads.held_documents(person)["PASSPORT"].verdict == ""


def test_a_replaced_document_says_so(registrar, person, hand_in):
    former = hand_in(person)
    hand_in(person)
    page = text(registrar.get(one(former)))
    assert "replaced or taken back" in page
    assert 'data-key="a"' not in page


def test_without_a_season_there_is_no_queue(registrar, db):
    page = registrar.get(reverse("documents:queue"))
    assert page.status_code == 200
    assert registrar.post(reverse("documents:next")).status_code == 200

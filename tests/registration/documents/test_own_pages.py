"""The applicant's own pages: only theirs, without a script too, and nothing is served raw."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mission.registration import services
from mission.registration.models import Document, DraftPerson, Invitation
from mission.registration.queries import documents as reads
from mission.registration.rules.applying import WindowClosed
from mission.registration.services.checking import Judgement
from tests import hostile
from tests.passports import ZONE
from tests.registration.documents.conftest import AT, owner_of

pytestmark = pytest.mark.django_db


def address(name, person, *more):
    return reverse(f"documents:{name}", args=[person.pk, *more])


def given(content=None, name="scan.jpg"):
    return SimpleUploadedFile(name, content or hostile.picture((400, 400)))


def text(page):
    return page.content.decode()


def test_the_page_names_what_is_needed(person, as_owner):
    page = text(as_owner(person).get(address("own", person)))
    assert "Documents of Noora Ahmad Al-Kuwari" in page
    assert "3 documents are still needed" in page
    for word in ("Passport page", "Personal photo", "Fitness certificate", "Special needs"):
        assert word in page
    assert "Residence card" not in page
    assert 'capture="environment"' in page


@pytest.mark.parametrize("field", ["camera", "file"])
def test_a_document_is_handed_in_by_camera_or_file(person, as_owner, field):
    client = as_owner(person)
    answer = client.post(address("hand_in", person, "FITNESS"), {field: given()}, follow=True)
    assert "Fitness certificate: received." in text(answer)
    held = reads.held_documents(person)["FITNESS"]
    assert held.document.upload.name == "scan.jpg"
    assert "2 documents are still needed" in text(answer)


def test_a_passport_leads_to_the_comparison(person, as_owner):
    client = as_owner(person)
    answer = client.post(address("hand_in", person, "PASSPORT"), {"file": given()}, follow=True)
    assert answer.redirect_chain[-1][0] == address("passport", person)
    assert "The two lines could not be read" in text(answer)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (hostile.svg(), "not the kind of file"),
        (hostile.heic(), "HEIC"),
        (hostile.active_pdfs()["launch"], "can do more than be looked at (Launch)"),
        (hostile.picture()[:600], "damaged or incomplete"),
    ],
)
def test_a_bad_file_is_refused_in_words(person, as_owner, content, said):
    client = as_owner(person)
    answer = client.post(
        address("hand_in", person, "FITNESS"), {"file": given(content)}, follow=True
    )
    assert said in text(answer)
    assert not Document.objects.exists()


def test_nothing_chosen_and_a_kind_that_is_none(person, as_owner):
    client = as_owner(person)
    answer = client.post(address("hand_in", person, "PASSPORT"), follow=True)
    assert "Choose a file or take a photo first." in text(answer)
    assert (
        client.post(address("hand_in", person, "DIPLOMA"), {"file": given()}).status_code == 404
    )


def test_a_document_is_taken_back(person, as_owner, hand_in):
    hand_in(person, "FITNESS")
    client = as_owner(person)
    client.post(address("remove", person, "FITNESS"))
    assert reads.held_documents(person) == {}
    assert client.post(address("remove", person, "FITNESS")).status_code == 404


def test_what_is_asked_again_says_why(person, as_owner, hand_in, amina):
    services.check_document(
        document=hand_in(person),
        judgement=Judgement("ASK_AGAIN", "CUT_OFF", "The lower corner."),
        by=amina,
        at=AT,
    )
    page = text(as_owner(person).get(address("own", person)))
    assert "all four corners in the picture. The lower corner." in page
    assert "3 documents are still needed" in page


def test_what_was_accepted_is_not_replaced(person, as_owner, hand_in, amina):
    services.check_document(
        document=hand_in(person, "FITNESS"), judgement=Judgement("ACCEPTED"), by=amina, at=AT
    )
    client = as_owner(person)
    assert "It was accepted and stays as it is." in text(client.get(address("own", person)))
    answer = client.post(address("hand_in", person, "FITNESS"), {"file": given()}, follow=True)
    assert "was accepted and stays" in text(answer)
    answer = client.post(address("remove", person, "FITNESS"), follow=True)
    assert "was accepted and stays" in text(answer)


def test_another_account_is_told_that_there_is_nothing(person, applicant, as_owner, hand_in):
    token = reads.document_token(hand_in(person), by=owner_of(person))
    stranger = applicant("26163400002")
    client = as_owner(stranger)
    assert client.get(address("own", person)).status_code == 404
    assert client.get(address("passport", person)).status_code == 404
    for name, more in (("hand_in", ["PASSPORT"]), ("remove", ["PASSPORT"])):
        assert client.post(address(name, person, *more), {"file": given()}).status_code == 404
    assert client.post(address("take_particulars", person)).status_code == 404
    for name, args in (("own_picture", [token, 1]), ("own_file", [token])):
        assert client.get(reverse(f"documents:{name}", args=args)).status_code == 404
    theirs = reads.document_token(hand_in(person), by=owner_of(stranger))
    assert client.get(reverse("documents:own_picture", args=[theirs, 1])).status_code == 404


def test_a_picture_is_served_so_that_nothing_in_it_runs(person, as_owner, hand_in):
    hand_in(person, "FITNESS", hostile.polyglot())
    client = as_owner(person)
    found = re.search(
        r"/apply/documents/[^\"]+/1\.jpg", text(client.get(address("own", person)))
    )
    answer = client.get(found[0])
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert hostile.SECRET not in answer.content


def test_a_pdf_is_looked_at_as_pictures_and_saved_as_a_file(person, as_owner, hand_in):
    document = hand_in(person, "FITNESS", hostile.pdf(pages=2))
    token = reads.document_token(document, by=owner_of(person))
    client = as_owner(person)
    page = client.get(reverse("documents:own_picture", args=[token, 2]))
    assert page.content.startswith(b"\xff\xd8\xff")
    assert client.get(reverse("documents:own_picture", args=[token, 3])).status_code == 404
    saved = client.get(reverse("documents:own_file", args=[token]))
    assert saved.headers["Content-Disposition"] == 'attachment; filename="fitness.pdf"'
    assert saved.content.startswith(b"%PDF-")


def test_a_link_dies_after_minutes(person, as_owner, hand_in, settings, time_machine_at):
    token = reads.document_token(hand_in(person), by=owner_of(person))
    client = as_owner(person)
    link = reverse("documents:own_picture", args=[token, 1])
    assert client.get(link).status_code == 200
    time_machine_at(timedelta(seconds=settings.DOCUMENT_LINK_SECONDS + 1))
    assert client.get(link).status_code == 404
    assert client.get(reverse("documents:own_picture", args=["forged", 1])).status_code == 404


def test_the_passport_is_compared_and_taken_over(applicant, as_owner, hand_in):
    person = applicant(passport_no="K7654321", name_en="Mariam Salem", name_ar="نورة الكواري")
    hand_in(person)
    client = as_owner(person)
    page = client.post(address("passport", person), {"mrz": "\n".join(ZONE)})
    assert "2 answers differ from the passport" in text(page)
    rows = {row["field"]: row for row in page.context["rows"]}
    assert {name for name, row in rows.items() if row["differs"]} == {"passport_no", "name_en"}
    client.post(address("take_particulars", person), {"fields": ["passport_no", "name_en"]})
    person.refresh_from_db()
    assert person.answers["passport_no"] == "K1234567"
    assert person.answers["name_en"] == "Noora Ahmad Al Kuwari"
    assert "Your answers agree with the passport" in text(
        client.get(address("passport", person))
    )


def test_lines_that_prove_nothing_are_said_beside_their_field(person, as_owner, hand_in):
    hand_in(person)
    typed = ZONE[0] + "\n" + ZONE[1].replace("K1234567", "K1234568")
    page = as_owner(person).post(address("passport", person), {"mrz": typed})
    assert page.status_code == 422
    assert "do not agree in themselves" in text(page)
    assert typed.splitlines()[0].replace("<", "&lt;") in text(page)


def test_without_a_passport_there_is_nothing_to_compare(person, as_owner):
    client = as_owner(person)
    assert client.get(address("passport", person)).status_code == 404
    assert client.post(address("take_particulars", person)).status_code == 404


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_pages_speak_both_languages(person, as_owner, hand_in, language):
    hand_in(person)
    client = as_owner(person)
    client.cookies["language"] = language
    for name in ("own", "passport"):
        page = client.get(address(name, person))
        assert f'lang="{language}"' in text(page)


def test_the_application_tells_what_is_still_needed(person, as_owner, hand_in, amina):
    services.check_document(
        document=hand_in(person, "FITNESS"),
        judgement=Judgement("ASK_AGAIN", "EXPIRED"),
        by=amina,
        at=AT,
    )
    client = as_owner(person)
    review = text(client.get(reverse("registration:review", args=[person.draft_id])))
    assert address("own", person) in review
    assert "Hand in again" in review
    back = text(client.get(address("own", person)))
    assert reverse("registration:review", args=[person.draft_id]) in back


def test_an_invited_companion_hands_in_the_own_documents_and_no_others(
    person, applicant, as_owner, hand_in
):
    other = applicant("26163400002")
    companion = DraftPerson.objects.create(
        draft=person.draft, place=1, role="COMPANION", relation="WIFE", saved_at=AT
    )
    Invitation.objects.create(
        person=companion, made_at=AT, made_by="x", expires_at=AT + timedelta(days=9),
        account=other.draft.account, accepted_at=AT,
    )  # fmt: skip
    client = as_owner(other)
    page = client.get(address("own", companion))
    assert page.status_code == 200
    assert reverse("registration:consent", args=[companion.pk]) in text(page)
    assert client.get(address("own", person)).status_code == 404
    assert hand_in(companion, by=owner_of(other)).pk


def test_nothing_is_taken_over_after_the_window_closed(person, as_owner, hand_in, season):
    services.type_passport(
        document=hand_in(person), text="\n".join(ZONE), by=owner_of(person), at=AT
    )
    late = AT + timedelta(days=400)
    with pytest.raises(WindowClosed):
        services.take_particulars(
            document=reads.held_documents(person)["PASSPORT"].document,
            fields=["sex"],
            by=owner_of(person),
            at=late,
        )

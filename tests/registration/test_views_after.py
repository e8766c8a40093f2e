"""What a lead meets after sending: the receipt, the status, a withdrawal, an objection."""

import re
from datetime import timedelta

import pytest

from foundation.clock import standing_at
from mission.registration import services
from mission.registration.models import Draft, Objection
from tests import hostile
from tests.leads import signed_in_as
from tests.registration.drafts import OPEN_AT, account, submitted, wife_id
from tests.registration.test_views_applying import place, text


@pytest.fixture(autouse=True)
def _while_the_window_is_open(season):
    with standing_at(OPEN_AT):
        yield


def key_on(client, page):
    """Answer the number of a form as the page was given."""
    found = re.search(r'name="idempotency_key" value="([^"]+)"', text(client.get(page)))
    return {"idempotency_key": found[1]}


def test_the_receipt_is_a_pdf_with_the_reference():
    owner = account()
    file = submitted(owner, wife_id(1))
    answer = signed_in_as(owner).get(place("receipt_pdf", file.reference))
    assert answer.content.startswith(b"%PDF")
    import io

    from pypdf import PdfReader

    words = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert file.reference in words
    assert owner.national_id not in words


def test_the_status_page_shows_steps_and_the_lead_withdraws(season):
    owner = account()
    file = submitted(owner)
    client = signed_in_as(owner)
    page = text(client.get(place("status", file.reference)))
    assert "Registered" in page
    assert place("review", Draft.objects.get().pk) in page
    key = key_on(client, place("status", file.reference))
    for _twice in range(2):
        answer = client.post(place("withdraw", file.reference), {"reason": "travel"} | key)
        assert answer.headers["Location"] == place("status", file.reference)
    assert file.statuses.filter(status="WITHDRAWN").count() == 1
    page = text(client.get(place("status", file.reference)))
    assert "This application was withdrawn" in page
    assert place("withdraw", file.reference) not in page


def refused_file(owner, amina, season):
    file = submitted(owner, hajj_before="yes", last_hajj_year="1446")
    services.check_eligibility(season=season, by=amina, at=OPEN_AT + timedelta(minutes=1))
    return file


def test_a_refused_lead_objects_with_a_document_and_reads_the_answer(
    season, amina, signed_in, media
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    owner = account()
    file = refused_file(owner, amina, season)
    client = signed_in_as(owner)
    with standing_at(OPEN_AT + timedelta(hours=1)):
        assert "too few seasons ago" in text(client.get(place("status", file.reference)))
        paper = SimpleUploadedFile("proof.jpg", hostile.picture(comment=b"where it was taken"))
        client.post(
            place("object", file.reference),
            {"reason": "It was my brother.", "document": paper}
            | key_on(client, place("object", file.reference)),
        )
        raised = Objection.objects.get()
        committee = signed_in("COMMITTEE_MEMBER")
        assert text(committee.get("/")).count("1 objection waits for an answer") == 1
        assert file.reference in text(committee.get(place("objections")))
        saved = committee.get(place("objection_document", raised.pk))
        kept = b"".join(saved.streaming_content)
        assert kept.startswith(b"\xff\xd8")  # a picture made anew, without what it told
        assert b"where it was taken" not in kept
        assert saved["Content-Disposition"].startswith("attachment")
        committee.post(
            place("objection", raised.pk), {"status": "UPHELD", "reason": "Seen and right."}
        )
        page = text(client.get(place("status", file.reference)))
        assert "Seen and right." in page


def test_a_program_dressed_as_a_document_is_refused(season, amina, media):
    from django.core.files.uploadedfile import SimpleUploadedFile

    owner = account()
    file = refused_file(owner, amina, season)
    with standing_at(OPEN_AT + timedelta(hours=1)):
        client = signed_in_as(owner)
        program = SimpleUploadedFile("a.pdf", b"MZ program")
        key = key_on(client, place("object", file.reference))
        given = {"reason": "Look", "document": program} | key
        assert client.post(place("object", file.reference), given).status_code == 422
    assert not Objection.objects.exists()

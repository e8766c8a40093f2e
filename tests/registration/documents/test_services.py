"""Documents handed in, replaced, taken back, and what a passport says of its holder."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from foundation import journal
from foundation.scoping import Actor
from foundation.uploads import UploadRefused
from foundation.uploads.models import Upload
from mission.people.rules.mrz_lines import MrzRefused
from mission.registration import services
from mission.registration.models import Document
from mission.registration.queries import documents as reads
from mission.registration.rules.documents import (
    DocumentStands,
    NoSuchDocument,
    PhotoTooSmall,
    PhotoWrongShape,
)
from mission.registration.services.checking import Judgement
from tests import hostile
from tests.passports import ZONE
from tests.registration.documents.conftest import AT, owner_of

pytestmark = pytest.mark.django_db


def wires(document):
    return [entry.wire.split(".")[1] for entry in journal.history_of(str(document.pk))]


def accepted(document, amina):
    services.check_document(document=document, judgement=Judgement("ACCEPTED"), by=amina, at=AT)


def test_a_document_is_kept_anew_with_who_and_when(person, hand_in):
    given = hostile.sideways()
    document = hand_in(person, content=given)
    assert document.upload.media_type == "image/jpeg"
    assert document.original_sha256 == hashlib.sha256(given).hexdigest()
    assert document.handed_in_by == owner_of(person).label
    assert document.handed_in_by != person.draft.account.national_id
    assert wires(document) == ["DocumentHandedIn"]


def test_the_newest_of_a_kind_counts_and_the_former_stays(person, hand_in):
    first, second = hand_in(person), hand_in(person)
    other = hand_in(person, "FITNESS", hostile.pdf(pages=2))
    held = reads.held_documents(person)
    assert {kind: each.document for kind, each in held.items()} == {
        "PASSPORT": second,
        "FITNESS": other,
    }
    assert other.pages == 2
    assert Document.objects.filter(pk=first.pk, is_current=False).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=first.pk).update(is_current=True)


def test_what_is_refused_leaves_no_row(person, hand_in):
    with pytest.raises(UploadRefused):
        hand_in(person, content=hostile.svg())
    with pytest.raises(UploadRefused) as refused:
        hand_in(person, "PHOTO", hostile.pdf())
    assert refused.value.code == "upload_wrong_type"
    assert not Document.objects.exists()
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("size", "refusal"),
    [((800, 1000), PhotoWrongShape), ((199, 199), PhotoTooSmall), ((600, 602), None)],
)
def test_a_photo_is_of_the_shape_and_size_of_the_season(person, hand_in, size, refusal):
    if refusal is None:
        assert hand_in(person, "PHOTO", hostile.picture(size)).pk
        return
    with pytest.raises(refusal) as refused:
        hand_in(person, "PHOTO", hostile.picture(size))
    assert refused.value.facts == {"width": 200, "height": 200}
    assert not Upload.objects.exists()


def test_only_the_owner_hands_in_and_takes_back(person, applicant, hand_in, amina):
    document = hand_in(person)
    stranger = owner_of(applicant("26163400002"))
    for by in (stranger, amina):
        with pytest.raises(NoSuchDocument):
            hand_in(person, by=by)
        with pytest.raises(NoSuchDocument):
            services.remove_document(document=document, by=by, at=AT)
        with pytest.raises(NoSuchDocument):
            services.type_passport(document=document, text="\n".join(ZONE), by=by, at=AT)
        with pytest.raises(NoSuchDocument):
            services.take_particulars(document=document, fields=["sex"], by=by, at=AT)
        with pytest.raises(NoSuchDocument):
            services.read_passport(document=document, by=by, at=AT)
    person.removed_at = AT
    with pytest.raises(NoSuchDocument):
        hand_in(person)


def test_a_document_is_taken_back_once(person, hand_in):
    document = hand_in(person)
    by = owner_of(person)
    services.remove_document(document=document, by=by, at=AT)
    assert reads.held_documents(person) == {}
    assert wires(document) == ["DocumentHandedIn", "DocumentRemoved"]
    with pytest.raises(NoSuchDocument):
        services.remove_document(document=document, by=by, at=AT)


def test_an_accepted_document_stands(person, hand_in, amina):
    document = hand_in(person)
    accepted(document, amina)
    with pytest.raises(DocumentStands):
        hand_in(person)
    with pytest.raises(DocumentStands):
        services.remove_document(document=document, by=owner_of(person), at=AT)


def test_what_is_missing_follows_the_class_and_the_verdicts(applicant, hand_in, amina):
    citizen, resident = applicant(), applicant("28881800001", nationality="EG")
    unknown = applicant("28881800002", nationality="??")
    assert reads.missing_documents(citizen) == ["PASSPORT", "PHOTO", "FITNESS"]
    assert reads.missing_documents(resident) == ["PASSPORT", "PHOTO", "RESIDENCE", "FITNESS"]
    assert reads.missing_documents(unknown) == ["PASSPORT", "PHOTO", "FITNESS"]
    passport = hand_in(citizen)
    hand_in(citizen, "SPECIAL_NEEDS")
    assert reads.missing_documents(citizen) == ["PHOTO", "FITNESS"]
    services.check_document(
        document=passport, judgement=Judgement("ASK_AGAIN", "CUT_OFF"), by=amina, at=AT
    )
    assert reads.missing_documents(citizen) == ["PASSPORT", "PHOTO", "FITNESS"]
    (asked,) = reads.documents_asked_again(citizen)
    assert (asked.document, asked.check.reason) == (passport, "CUT_OFF")
    hand_in(citizen)
    assert reads.documents_asked_again(citizen) == []
    assert reads.missing_documents(citizen) == ["PHOTO", "FITNESS"]


def test_a_passport_is_typed_and_its_particulars_are_taken(applicant, hand_in):
    person = applicant(passport_no="K7654321", birth_date="1961-09-03")
    document = hand_in(person)
    by = owner_of(person)
    zone = services.type_passport(document=document, text="\n".join(ZONE), by=by, at=AT)
    assert (zone.number, zone.birth_date) == ("K1234567", date(1961, 3, 9))
    changed = services.take_particulars(
        document=document, fields=["passport_no", "sex", "national_id"], by=by, at=AT
    )
    assert changed == ("passport_no", "sex")
    person.refresh_from_db()
    assert (person.answers["passport_no"], person.answers["sex"]) == ("K1234567", "F")
    assert person.answers["birth_date"] == "1961-09-03"
    again = services.take_particulars(document=document, fields=["sex"], by=by, at=AT)
    assert again == ()
    assert wires(document) == ["DocumentHandedIn", "PassportRead", "PassportParticularsTaken"]


def test_lines_that_prove_nothing_are_refused(person, hand_in):
    document = hand_in(person)
    wrong = "\n".join([ZONE[0], ZONE[1][:-1] + "x"])
    with pytest.raises(MrzRefused):
        services.type_passport(document=document, text=wrong, by=owner_of(person), at=AT)
    with pytest.raises(MrzRefused):
        services.take_particulars(document=document, fields=["sex"], by=owner_of(person), at=AT)
    document.refresh_from_db()
    assert document.mrz == ""


def test_typed_particulars_are_read_as_a_workbook_is(applicant):
    stated = reads.stated_of(applicant(birth_date="٠٩/٠٣/١٩٦١", sex="أنثى", nationality="qa"))
    assert (stated.birth_date, stated.sex, stated.nationality) == (
        date(1961, 3, 9),
        "F",
        "QAT",
    )


def test_nobody_floods_the_store(person, hand_in, monkeypatch):
    monkeypatch.setattr("mission.registration.services.documents.MOST_OF_A_PERSON", 2)
    hand_in(person)
    hand_in(person)
    with pytest.raises(Exception, match="too_many_documents"):
        hand_in(person)


def test_a_stranger_is_told_that_there_is_nothing():
    with pytest.raises(NoSuchDocument):
        reads.document_by_id(uuid.uuid4())
    with pytest.raises(NoSuchDocument):
        reads.person_with_documents(uuid.uuid4())


def test_the_program_itself_may_hand_in(person, hand_in):
    assert hand_in(person, by=Actor.system("demo")).handed_in_by == "demo"

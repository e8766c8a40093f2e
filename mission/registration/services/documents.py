"""Handing documents in, taking them back, and what a passport's own lines say."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from foundation import journal
from foundation.refusals import Refusal
from foundation.scoping import Actor
from foundation.uploads import scanning
from foundation.uploads.cleaning import PDF, PICTURES
from foundation.uploads.services import CleanUpload, store_clean_upload
from mission.people.queries import Mrz, parse_mrz
from mission.registration import access
from mission.registration.events import (
    DocumentHandedIn,
    DocumentRemoved,
    PassportParticularsTaken,
    PassportRead,
)
from mission.registration.models import Document, DraftPerson
from mission.registration.queries import documents as reads
from mission.registration.queries.applying import standing_invitation
from mission.registration.rules import documents as rules
from mission.registration.rules.documents import DocumentKind
from mission.registration.services.drafting import save_answers
from mission.registration.services.passports import READ, TYPED, How, offered, zone_in

MOST_OF_A_PERSON = 60  # a bound against floods: twelve tries of each kind


class TooManyDocuments(Refusal):
    """More documents than anybody needs to hand in."""

    code = "too_many_documents"


@transaction.atomic
def hand_in_document(
    *,
    person: DraftPerson,
    kind: DocumentKind,
    source: Iterable[bytes] | BinaryIO,
    name: str,
    by: Actor,
    at: datetime,
) -> Document:
    """Take a document of a kind for a person; it replaces one that was not accepted.

    The file is opened in a process of its own, made anew, and only that is kept.

    Raises UploadRefused, DocumentStands, PhotoWrongShape, PhotoTooSmall, TooManyDocuments,
    NoSuchDocument (not theirs), RuleValueMissing.
    """
    check_may_hand_in(person, by=by)
    accept = PICTURES if kind == DocumentKind.PHOTO else PICTURES | {PDF}
    kept = store_clean_upload(
        source, name=name, accept=accept, max_bytes=settings.DOCUMENT_MAX_BYTES, by=by, at=at
    )
    if kind == DocumentKind.PHOTO:
        season_rules = reads.document_rules(person.draft.season)
        rules.check_photo(kept.width, kept.height, season_rules)
    document = _replaced(person, kind, kept, by=by, at=at)
    journal.record(DocumentHandedIn(document.pk, person.pk, kind), by=by, at=at)
    return document


def check_may_hand_in(person: DraftPerson, *, by: Actor) -> None:
    """Raise NoSuchDocument unless ``by`` may hand in and see the documents of a person."""
    access.check_may_hand_in(person, standing_invitation(person), by=by)


@transaction.atomic
def remove_document(*, document: Document, by: Actor, at: datetime) -> None:
    """Take a document back that was not accepted; its row and file stay for the record.

    Raises DocumentStands, NoSuchDocument.
    """
    check_may_hand_in(document.person, by=by)
    _lock(document.person)
    held = reads.held_documents(document.person).get(document.kind)
    if held is None or held.document.pk != document.pk:
        raise rules.NoSuchDocument()
    _check_replaceable(held)
    Document.objects.filter(pk=document.pk).update(is_current=False)
    journal.record(
        DocumentRemoved(document.pk, document.person_id, document.kind), by=by, at=at
    )


def read_passport(*, document: Document, by: Actor, at: datetime) -> Mrz | None:
    """Read the machine-readable lines off a passport's picture, when a reader is installed.

    Answers None when there is no reader, it is busy, or the lines could not be read surely:
    then they are typed by hand.
    """
    check_may_hand_in(document.person, by=by)
    if document.kind != DocumentKind.PASSPORT or document.is_pdf:
        return None
    text = zone_in(document.upload.sha256)
    if not text:
        return None
    try:
        return _with_zone(document=document, text=text, how=READ, by=by, at=at)
    except Refusal:
        return None


def type_passport(*, document: Document, text: str, by: Actor, at: datetime) -> Mrz:
    """Take the machine-readable lines of a passport as its holder typed them.

    Raises MrzRefused, NoSuchDocument.
    """
    check_may_hand_in(document.person, by=by)
    if document.kind != DocumentKind.PASSPORT:
        raise rules.NoSuchDocument()
    return _with_zone(document=document, text=text, how=TYPED, by=by, at=at)


@transaction.atomic
def take_particulars(
    *, document: Document, fields: Collection[str], by: Actor, at: datetime
) -> tuple[str, ...]:
    """Put what the passport says in the place of what was typed; answer the fields changed.

    fields  of those that ``passports.offered`` lists; others are passed over

    Raises MrzRefused (no lines were read), NoSuchDocument, WindowClosed, ApplicationIsFrozen.
    """
    check_may_hand_in(document.person, by=by)
    person = _lock(document.person)
    found = offered(parse_mrz(document.mrz, on=at.date()))
    taken = {
        field: text
        for field, text in found.items()
        if field in fields and person.answers.get(field) != text
    }
    if not taken:
        return ()
    save_answers(person=document.person, answers=taken, by=by, at=at)
    changed = tuple(taken)
    journal.record(PassportParticularsTaken(document.pk, person.pk, changed), by=by, at=at)
    return changed


@transaction.atomic
def _with_zone(*, document: Document, text: str, how: How, by: Actor, at: datetime) -> Mrz:
    zone = parse_mrz(text, on=at.date())
    document.mrz = "\n".join(zone.lines)
    document.save(update_fields=["mrz"])
    journal.record(PassportRead(document.pk, document.person_id, how), by=by, at=at)
    return zone


def _replaced(
    person: DraftPerson, kind: DocumentKind, kept: CleanUpload, *, by: Actor, at: datetime
) -> Document:
    _lock(person)
    if Document.objects.filter(person=person).count() >= MOST_OF_A_PERSON:
        raise TooManyDocuments()
    held = reads.held_documents(person).get(kind)
    if held is not None:
        _check_replaceable(held)
        Document.objects.filter(pk=held.document.pk).update(is_current=False)
    return Document.objects.create(
        person=person,
        kind=kind,
        upload=kept.upload,
        original_sha256=kept.original_sha256,
        pages=kept.pages,
        is_scanned=scanning.is_configured(),
        handed_in_at=at,
        handed_in_by=by.label,
    )


def _check_replaceable(held: reads.Held) -> None:
    if held.verdict == rules.Verdict.ACCEPTED:
        raise rules.DocumentStands()


def _lock(person: DraftPerson) -> DraftPerson:
    """Hold the person's row, so that two devices hand in one after the other."""
    return DraftPerson.objects.select_for_update().get(pk=person.pk)

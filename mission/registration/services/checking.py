"""The staff's judgement of documents: claimed, opened, accepted or asked for again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from foundation import journal
from foundation.scoping import Actor
from mission.registration import access
from mission.registration.events import (
    DocumentAccepted,
    DocumentAskedAgain,
    DocumentOpened,
    DocumentOverrideAnswered,
    DocumentOverrideProposed,
)
from mission.registration.models import Document, DocumentCheck
from mission.registration.queries import documents as reads
from mission.registration.rules import documents as rules
from mission.registration.rules.documents import LONGEST_NOTE, AskReason, Step, Verdict
from mission.season.models import Season


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reason; a note says more, and must for another reason."""

    verdict: Verdict
    reason: AskReason | str = ""
    note: str = ""

    def check(self) -> None:
        """Raise AskReasonMissing unless it says why a document is asked for again."""
        rules.check_reason(self.verdict, self.reason, self.note)

    def columns(self) -> dict[str, str]:
        """Answer what its row says."""
        reason = "" if self.verdict == Verdict.ACCEPTED else str(self.reason)
        note = self.note.strip()[:LONGEST_NOTE]
        return {"verdict": self.verdict, "reason": reason, "note": note}


@transaction.atomic
def claim_next(
    *, season: Season, by: Actor, at: datetime, after: Document | None = None
) -> Document | None:
    """Take the next document that nobody looks at; None when no other waits.

    after  the one that was passed over: it is let go, and the queue goes on behind it, then
           from its beginning
    """
    access.check_may_verify(by=by)
    free = reads.free_documents(season, by=by, at=at)
    if after is not None:
        _let_go(after, by=by)
        behind = Q(handed_in_at__gt=after.handed_in_at) | Q(
            handed_in_at=after.handed_in_at, pk__gt=after.pk
        )
        found = _first_free(free.filter(behind)) or _first_free(free.exclude(pk=after.pk))
    else:
        found = _first_free(free)
    return None if found is None else _claimed(found, by=by, at=at)


@transaction.atomic
def claim_document(*, document: Document, by: Actor, at: datetime) -> Document:
    """Take one document to look at it; raises ClaimedByOther while somebody else does."""
    access.check_may_verify(by=by)
    locked = Document.objects.select_for_update().get(pk=document.pk)
    _check_free(locked, by=by, at=at)
    return _claimed(document, by=by, at=at)


@transaction.atomic
def record_opening(*, document: Document, by: Actor, at: datetime) -> None:
    """Write down that a member of staff is shown a document's file."""
    access.check_may_verify(by=by)
    journal.record(DocumentOpened(document.pk, document.person_id, document.kind), by=by, at=at)


@transaction.atomic
def check_document(
    *, document: Document, judgement: Judgement, by: Actor, at: datetime
) -> DocumentCheck:
    """Accept a document, or ask for it again with a reason; once, by one person.

    Raises AlreadyChecked (also when it was replaced meanwhile), ClaimedByOther,
    AskReasonMissing.
    """
    access.check_may_verify(by=by)
    judgement.check()
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if not locked.is_current:
        raise rules.AlreadyChecked()
    _check_free(locked, by=by, at=at)
    try:
        with transaction.atomic():
            check = _write(document, Step.CHECKED, judgement, by=by, at=at)
    except IntegrityError as twice:
        raise rules.AlreadyChecked() from twice
    _let_go(document, by=by)
    _journal_verdict(document, judgement, by=by, at=at)
    return check


@transaction.atomic
def propose_override(
    *, document: Document, judgement: Judgement, by: Actor, at: datetime
) -> DocumentCheck:
    """Ask for another verdict than the one that stands; a second person answers.

    Raises NothingToOverride, ReasonMissing, AskReasonMissing.
    """
    access.check_may_verify(by=by)
    judgement.check()
    locked = Document.objects.select_for_update().get(pk=document.pk)
    standing = reads.standing_checks([document]).get(document.pk)
    rules.check_overridable(
        standing.verdict if standing and locked.is_current else "",
        judgement.verdict,
        is_waiting=reads.open_proposal(document) is not None,
        note=judgement.note,
    )
    check = _write(document, Step.PROPOSED, judgement, by=by, at=at)
    journal.record(
        DocumentOverrideProposed(document.pk, judgement.verdict, check.note), by=by, at=at
    )
    return check


@transaction.atomic
def answer_override(
    *, proposal: DocumentCheck, is_confirmed: bool, by: Actor, at: datetime
) -> DocumentCheck:
    """Confirm or decline a proposed override, by another person than who proposed it.

    Raises SamePerson, NoOpenProposal, AlreadyChecked (it was replaced meanwhile).
    """
    access.check_may_verify(by=by)
    if proposal.by_id == by.id:
        raise rules.SamePerson()
    document = Document.objects.select_for_update().get(pk=proposal.document_id)
    if not document.is_current:
        raise rules.AlreadyChecked()
    if reads.open_proposal(document) != proposal:
        raise rules.NoOpenProposal()
    judgement = Judgement(Verdict(proposal.verdict), proposal.reason, proposal.note)
    step = Step.CONFIRMED if is_confirmed else Step.DECLINED
    check = _write(document, step, judgement, by=by, at=at, answers=proposal)
    journal.record(
        DocumentOverrideAnswered(document.pk, proposal.verdict, is_confirmed), by=by, at=at
    )
    if is_confirmed:
        _journal_verdict(document, judgement, by=by, at=at)
    return check


def _write(
    document: Document,
    step: Step,
    judgement: Judgement,
    *,
    by: Actor,
    at: datetime,
    answers: DocumentCheck | None = None,
) -> DocumentCheck:
    return DocumentCheck.objects.create(
        document=document,
        step=step,
        answers=answers,
        proposed_by=answers.by_id if answers else "",
        at=at,
        by_id=by.id,
        by=by.label,
        **judgement.columns(),
    )


def _journal_verdict(
    document: Document, judgement: Judgement, *, by: Actor, at: datetime
) -> None:
    said = document.pk, document.person_id, document.kind
    if judgement.verdict == Verdict.ACCEPTED:
        journal.record(DocumentAccepted(*said), by=by, at=at)
    else:
        journal.record(DocumentAskedAgain(*said, str(judgement.reason)), by=by, at=at)


def _first_free(found: QuerySet[Document]) -> Document | None:
    return found.select_for_update(of=("self",), skip_locked=True).first()


def _check_free(document: Document, *, by: Actor, at: datetime) -> None:
    until = document.claimed_until
    if until is not None and until > at and document.claimed_by != by.id:
        raise rules.ClaimedByOther(name=document.claimed_label)


def _claimed(document: Document, *, by: Actor, at: datetime) -> Document:
    minutes = reads.document_rules(document.person.draft.season).claim_minutes
    document.claimed_by, document.claimed_label = by.id, by.label
    document.claimed_until = at + timedelta(minutes=minutes)
    document.save(update_fields=["claimed_by", "claimed_label", "claimed_until"])
    return document


def _let_go(document: Document, *, by: Actor) -> None:
    Document.objects.filter(pk=document.pk, claimed_by=by.id).update(
        claimed_by="", claimed_label="", claimed_until=None
    )

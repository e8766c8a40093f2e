"""Reads of documents: what a person holds, what is missing, what waits for the staff."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from foundation.ids import BadReference, parse_reference
from foundation.names import western_digits
from foundation.scoping import Actor
from mission.accounts.models import Account
from mission.people.queries import Stated
from mission.registration.models import Document, DocumentCheck, DraftPerson, Invitation, Role
from mission.registration.rules.answers import read_answer
from mission.registration.rules.documents import (
    STANDING,
    DocumentKind,
    DocumentRules,
    LinkExpired,
    NoOpenProposal,
    NoSuchDocument,
    Step,
    Verdict,
    missing_kinds,
    required_kinds,
)
from mission.registration.rules.values import WorkbookRules
from mission.season.models import Season
from mission.season.queries import rule_values

_LINK_SALT = "registration.document"
_ID_DIGITS = 11
MOST_FOUND = 50


@dataclass(frozen=True)
class Held:
    """A current document and the verdict that stands on it, if one does."""

    document: Document
    check: DocumentCheck | None

    @property
    def verdict(self) -> str:
        """Answer the standing verdict, empty while nobody looked."""
        return self.check.verdict if self.check else ""


def document_rules(season: Season) -> DocumentRules:
    """Answer what a season asks; raises RuleValueMissing."""
    return DocumentRules.from_values(rule_values(season))


def person_with_documents(person_id: UUID) -> DraftPerson:
    """Answer one person of a draft; raises NoSuchDocument. Whose it is the caller asks."""
    people = DraftPerson.objects.select_related("draft__season", "draft__account")
    found = people.filter(pk=person_id, removed_at__isnull=True).first()
    if found is None:
        raise NoSuchDocument()
    return found


def document_by_id(document_id: UUID) -> Document:
    """Answer one document with its person; raises NoSuchDocument."""
    found = _documents().filter(pk=document_id).first()
    if found is None:
        raise NoSuchDocument()
    return found


def held_documents(person: DraftPerson) -> dict[str, Held]:
    """Answer a person's current documents: kind → document with its verdict."""
    current = list(_documents().filter(person=person, is_current=True))
    verdicts = standing_checks(current)
    return {each.kind: Held(each, verdicts.get(each.pk)) for each in current}


def missing_documents(person: DraftPerson) -> list[DocumentKind]:
    """List the required kinds that a person has not handed in, or was asked for again.

    Empty means that nothing keeps the application from being complete.
    """
    rules = document_rules(person.draft.season)
    held = {kind: each.verdict for kind, each in held_documents(person).items()}
    return missing_kinds(required_kinds(nationality_of(person), rules), held)


def documents_asked_again(person: DraftPerson) -> list[Held]:
    """List the documents of a person that the mission asked for again and still waits for."""
    held = held_documents(person).values()
    return [each for each in held if each.verdict == Verdict.ASK_AGAIN]


def standing_checks(documents: Iterable[Document]) -> dict[UUID, DocumentCheck]:
    """Answer the verdict that stands on each document: its id → the newest that counts."""
    checks = DocumentCheck.objects.filter(document__in=list(documents), step__in=STANDING)
    return {check.document_id: check for check in checks.order_by("at", "id")}


def checks_of(document: Document) -> list[DocumentCheck]:
    """Answer every step of a document's judgement, in the order of time."""
    return list(DocumentCheck.objects.filter(document=document).order_by("at", "id"))


def open_proposal(document: Document) -> DocumentCheck | None:
    """Answer the proposed override that waits for a second person, if there is one."""
    return _open_proposals().filter(document=document).first()


def proposal_by_id(check_id: UUID) -> DocumentCheck:
    """Answer a proposal that waits; raises NoOpenProposal."""
    found = _open_proposals().filter(pk=check_id).select_related("document__person").first()
    if found is None:
        raise NoOpenProposal()
    return found


def open_proposals(season: Season) -> list[DocumentCheck]:
    """List the overrides that wait for a second person, the oldest first."""
    found = _open_proposals().filter(
        document__person__draft__season=season, document__is_current=True
    )
    return list(
        found.select_related("document__person__draft__account").order_by("at", "id")[
            :MOST_FOUND
        ]
    )


def waiting_documents(season: Season) -> QuerySet[Document]:
    """Answer the documents on which nobody gave a verdict yet, in the order of arrival."""
    checked = DocumentCheck.objects.filter(document=OuterRef("pk"))
    return (
        _documents()
        .filter(is_current=True, person__draft__season=season, person__removed_at__isnull=True)
        .filter(~Exists(checked))
        .order_by("handed_in_at", "id")
    )


def free_documents(season: Season, *, by: Actor, at: datetime) -> QuerySet[Document]:
    """Answer the waiting documents that nobody else looks at now."""
    return waiting_documents(season).exclude(~Q(claimed_by=by.id) & Q(claimed_until__gt=at))


def counts_waiting(season: Season) -> dict[str, int]:
    """Answer how many wait of each kind, kinds of none left out."""
    counted = waiting_documents(season).order_by().values("kind").annotate(count=Count("pk"))
    return {each["kind"]: each["count"] for each in counted}


def find_documents(season: Season, search: str) -> list[Document]:
    """List current documents by a national id, a reference or a part of a typed name."""
    text = western_digits(search).strip()
    if not text:
        return []
    found = _documents().filter(
        _search_condition(text), is_current=True, person__draft__season=season
    )
    return list(found.order_by("person__draft_id", "person__place", "kind")[:MOST_FOUND])


def nationality_of(person: DraftPerson) -> str:
    """Answer a person's nationality as it was typed, alpha-3; empty while unknown."""
    return stated_of(person).nationality


def identity_of(person: DraftPerson) -> str:
    """Answer the national id: a lead's is that of the account, a companion's was typed."""
    if person.role == Role.LEAD:
        return person.draft.account.national_id
    return str(person.answers.get("national_id", ""))


def account_for(person: DraftPerson) -> Account:
    """Answer whose phone hands in a person's documents: a companion's own, else the lead's."""
    own = (
        Invitation.objects.filter(person=person, revoked_at__isnull=True, account__isnull=False)
        .select_related("account")
        .first()
    )
    return own.account if own and own.account else person.draft.account


def stated_of(person: DraftPerson) -> Stated:
    """Read a person's typed particulars as the application does; what is bad is empty."""
    rules = WorkbookRules.from_values(rule_values(person.draft.season))

    def value(field: str) -> Any:
        return read_answer(field, str(person.answers.get(field, "")), rules)[0]

    return Stated(
        passport_no=value("passport_no") or "",
        passport_expires_date=value("passport_expiry"),
        birth_date=value("birth_date"),
        sex=value("sex") or "",
        nationality=value("nationality") or "",
        name_en=value("name_en") or "",
        name_ar=value("name_ar") or "",
    )


def document_token(document: Document, *, by: Actor) -> str:
    """Answer the signed text of a link to a document's file: for this person, for minutes."""
    return signing.dumps([str(document.pk), by.kind, by.id], salt=_LINK_SALT)


def document_of_token(token: str, *, by: Actor) -> Document:
    """Answer the document of a link that ``by`` was given a moment ago; raises LinkExpired."""
    try:
        document_id, kind, holder = signing.loads(
            token, salt=_LINK_SALT, max_age=settings.DOCUMENT_LINK_SECONDS
        )
    except (signing.BadSignature, ValueError) as wrong:
        raise LinkExpired() from wrong
    if (kind, holder) != (by.kind, by.id):
        raise LinkExpired()
    return document_by_id(UUID(document_id))


def _documents() -> QuerySet[Document]:
    return Document.objects.select_related(
        "upload",
        "person__draft__season",
        "person__draft__account",
        "person__draft__application",
    )


def _open_proposals() -> QuerySet[DocumentCheck]:
    answered = DocumentCheck.objects.filter(answers=OuterRef("pk"))
    return DocumentCheck.objects.filter(~Exists(answered), step=Step.PROPOSED)


def _search_condition(text: str) -> Q:
    if text.isdecimal() and len(text) == _ID_DIGITS:
        of_lead = Q(person__role=Role.LEAD, person__draft__account__national_id=text)
        return of_lead | Q(person__answers__national_id=text)
    condition = Q(person__answers__name_ar__icontains=text)
    condition |= Q(person__answers__name_en__icontains=text)
    with suppress(BadReference):
        condition |= Q(person__draft__application__reference=parse_reference(text))
    return condition

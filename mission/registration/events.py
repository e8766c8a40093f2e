"""What happened in registration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from foundation.events import Event


@dataclass(frozen=True)
class WorkbookReceived(Event):
    """A workbook of applicants was handed in for a season."""

    import_run: UUID
    season: int
    sha256: str
    name: str


@dataclass(frozen=True)
class ApplicationsImported(Event):
    """An import ended and put rows into the season; the counts are rows, but for ``files``."""

    import_run: UUID
    season: int
    rows: int
    accepted: int
    unchanged: int
    refused: int
    files: int


@dataclass(frozen=True)
class ImportStopped(Event):
    """An import ended without putting anything in: cancelled, or refused as a whole."""

    import_run: UUID
    season: int
    stop_code: str


@dataclass(frozen=True)
class EligibilityChecked(Event):
    """All applications of a season were judged by one version of its rule values."""

    eligibility_run: UUID
    season: int
    rule_version: int
    files: int
    eligible: int


@dataclass(frozen=True)
class ApplicationsFrozen(Event):
    """A round of the selection took these applications as they stand."""

    selection_round: UUID
    season: int
    applications: int


@dataclass(frozen=True)
class DocumentHandedIn(Event):
    """A person's document of a kind came in; it takes the place of an earlier one."""

    document: UUID
    person: UUID
    kind: str


@dataclass(frozen=True)
class DocumentRemoved(Event):
    """A document was taken back before it was accepted; its file is kept for the record."""

    document: UUID
    person: UUID
    kind: str


@dataclass(frozen=True)
class PassportRead(Event):
    """The machine-readable lines of a passport were read, or typed by its holder."""

    document: UUID
    person: UUID
    how: Literal["READ", "TYPED"]


@dataclass(frozen=True)
class PassportParticularsTaken(Event):
    """What the passport says took the place of what was typed, in these fields."""

    document: UUID
    person: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True)
class DocumentOpened(Event):
    """A member of staff looked at a document."""

    document: UUID
    person: UUID
    kind: str


@dataclass(frozen=True)
class DocumentAccepted(Event):
    """A document was found good."""

    document: UUID
    person: UUID
    kind: str


@dataclass(frozen=True)
class DocumentAskedAgain(Event):
    """A document must be handed in anew; ``reason`` is the code that its person is told."""

    document: UUID
    person: UUID
    kind: str
    reason: str


@dataclass(frozen=True)
class DocumentOverrideProposed(Event):
    """One person asks for another verdict than the one that stands."""

    document: UUID
    verdict: str
    note: str


@dataclass(frozen=True)
class DocumentOverrideAnswered(Event):
    """A second person confirmed the proposed verdict, or declined it."""

    document: UUID
    verdict: str
    is_confirmed: bool


@dataclass(frozen=True)
class DraftOpened(Event):
    """An application is being filled in; ``by_staff`` when an operator does it for a caller."""

    draft: UUID
    season: int
    by_staff: bool


@dataclass(frozen=True)
class AnswersSaved(Event):
    """Answers of one person in a draft are others now; their names, never what they say."""

    draft: UUID
    person: UUID | None
    fields: tuple[str, ...]


@dataclass(frozen=True)
class CompanionAdded(Event):
    """A companion stands in a draft."""

    draft: UUID
    person: UUID


@dataclass(frozen=True)
class CompanionRemoved(Event):
    """A companion was taken out of a draft; what was typed is kept."""

    draft: UUID
    person: UUID


@dataclass(frozen=True)
class CompanionInvited(Event):
    """A companion was asked, by a link, to fill in and agree from their own phone."""

    draft: UUID
    person: UUID
    invitation: UUID


@dataclass(frozen=True)
class InvitationRevoked(Event):
    """The link of a companion opens nothing any more."""

    draft: UUID
    person: UUID
    invitation: UUID


@dataclass(frozen=True)
class InvitationAccepted(Event):
    """A companion signed in by their own mobile and took the link up."""

    draft: UUID
    person: UUID
    invitation: UUID


@dataclass(frozen=True)
class CompanionConsented(Event):
    """A companion agreed, from their own phone, to what the draft says of them."""

    draft: UUID
    person: UUID


@dataclass(frozen=True)
class ApplicationSubmitted(Event):
    """An application that was typed came in; ``size`` is persons."""

    application: UUID
    season: int
    reference: str
    size: int
    by_staff: bool


@dataclass(frozen=True)
class ApplicationAmended(Event):
    """A submitted application says something else now.

    ``fields`` are ``place.field`` (place 0 is the lead), ``place.added``, ``place.removed``.
    """

    application: UUID
    season: int
    reference: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ApplicationWithdrawn(Event):
    """A lead took an application back; ``was_frozen`` when a round had taken it.

    ``by_staff`` when an operator did it for the lead who called.
    """

    application: UUID
    season: int
    reference: str
    was_frozen: bool
    by_staff: bool = False


@dataclass(frozen=True)
class ObjectionRaised(Event):
    """A lead objects to what holds against an application, or an operator for the lead."""

    objection: UUID
    application: UUID
    codes: tuple[str, ...]
    by_staff: bool = False


@dataclass(frozen=True)
class ObjectionAnswered(Event):
    """The committee answered an objection, once and for all."""

    objection: UUID
    application: UUID
    status: str


@dataclass(frozen=True)
class ObjectionDocumentOpened(Event):
    """A member of staff opened the document of an objection."""

    objection: UUID
    application: UUID


@dataclass(frozen=True)
class FamilyAsked(Event):
    """A lead asks to be drawn together with another application; ``asked`` is None where no
    application has the reference."""

    request: UUID
    application: UUID
    asked: UUID | None


@dataclass(frozen=True)
class FamilyAgreed(Event):
    """A lead agreed to be drawn together; ``joined`` stand in the family from now on.

    application  the one whose lead agreed
    persons      of the whole family
    """

    request: UUID
    family: UUID
    application: UUID
    joined: tuple[UUID, ...]
    persons: int


@dataclass(frozen=True)
class FamilyDeclined(Event):
    """The lead of an application declined to be drawn together."""

    request: UUID
    application: UUID


@dataclass(frozen=True)
class FamilyRequestTakenBack(Event):
    """A lead who had asked to be drawn together asks no longer."""

    request: UUID
    application: UUID


@dataclass(frozen=True)
class FamilyLeft(Event):
    """An application stands in its family no longer; ``others`` did until then.

    why  LEFT or WITHDRAWN
    """

    family: UUID
    application: UUID
    others: tuple[UUID, ...]
    why: str

"""Which documents a person must hand in, and what may be said of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from foundation.refusals import NotFound, ReasonMissing, Refusal
from mission.registration.rules.eligibility import ANY_NATIONALITY
from mission.registration.rules.values import value_of


class DocumentKind(StrEnum):
    """What a document is, in the order in which it is asked for."""

    PASSPORT = "PASSPORT"
    PHOTO = "PHOTO"
    RESIDENCE = "RESIDENCE"
    FITNESS = "FITNESS"
    SPECIAL_NEEDS = "SPECIAL_NEEDS"


class Verdict(StrEnum):
    """What the mission says of a document."""

    ACCEPTED = "ACCEPTED"
    ASK_AGAIN = "ASK_AGAIN"


class Step(StrEnum):
    """How a verdict came about: by one person, or overridden by two."""

    CHECKED = "CHECKED"
    PROPOSED = "PROPOSED"
    CONFIRMED = "CONFIRMED"
    DECLINED = "DECLINED"


STANDING = (Step.CHECKED, Step.CONFIRMED)


class AskReason(StrEnum):
    """Why a document is asked for again."""

    UNREADABLE = "UNREADABLE"
    CUT_OFF = "CUT_OFF"
    WRONG_DOCUMENT = "WRONG_DOCUMENT"
    WRONG_PERSON = "WRONG_PERSON"
    EXPIRED = "EXPIRED"
    DIFFERS = "DIFFERS"
    PHOTO_RULE = "PHOTO_RULE"
    OTHER = "OTHER"


# Width to height may be off by so much: a crop ends at whole pixels.
_SHAPE_TOLERANCE = 0.02
LONGEST_NOTE = 300
_REASONS = frozenset(AskReason)


class NoSuchDocument(NotFound):
    """No such document, or one of somebody else."""

    code = "no_such_document"


class DocumentsMissing(Refusal):
    """The season takes an application only with its documents; ``count`` is how many lack."""

    code = "documents_missing"
    status = 422


class LinkExpired(Refusal):
    """The link to a document is too old, was made for somebody else, or is no link."""

    code = "document_link_expired"
    status = 404


class DocumentStands(Refusal):
    """The document was accepted: it is neither replaced nor removed."""

    code = "document_accepted_already"


class PhotoTooSmall(Refusal):
    """Fewer pixels than the rule asks."""

    code = "photo_too_small"
    status = 422


class PhotoWrongShape(Refusal):
    """Width and height are not in the rule's proportion."""

    code = "photo_wrong_shape"
    status = 422


class AlreadyChecked(Refusal):
    """Somebody has given a verdict on this document, or the person replaced it."""

    code = "document_already_checked"


class ClaimedByOther(Refusal):
    """Another member of staff looks at this document now."""

    code = "document_claimed"


class AskReasonMissing(ReasonMissing):
    """A document is asked for again without one of the reasons, or another without a note."""

    code = "document_reason_missing"


class NothingToOverride(Refusal):
    """There is no verdict yet, it is that one already, or a proposal waits."""

    code = "document_nothing_to_override"


class NoOpenProposal(Refusal):
    """The proposal was answered already."""

    code = "document_no_proposal"


class SamePerson(Refusal):
    """Whoever proposed an override cannot answer it."""

    code = "document_same_person"
    status = 403


@dataclass(frozen=True)
class DocumentRules:
    """What a season asks.

    required      class of persons → kinds, in the order of asking
    classes       class → nationalities, the first that holds counts
    photo_width, photo_height  the least that a photo has (pixels), and its proportion
    block_submission  whether an application is taken only with every document it needs
    """

    required: Mapping[str, tuple[DocumentKind, ...]]
    classes: Mapping[str, frozenset[str]]
    photo_width: int
    photo_height: int
    claim_minutes: int
    block_submission: bool

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> DocumentRules:
        """Take them from the season's rule values; raises RuleValueMissing."""
        names = value_of(values, "eligibility.classes")
        asked = value_of(values, "documents.required")
        return cls(
            required={
                name: tuple(kind for kind in DocumentKind if kind in asked.get(name, ()))
                for name in names
            },
            classes={
                name: frozenset(value_of(values, f"eligibility.{name}.nationalities"))
                for name in names
            },
            photo_width=value_of(values, "documents.photo_width_pixels"),
            photo_height=value_of(values, "documents.photo_height_pixels"),
            claim_minutes=value_of(values, "documents.claim_minutes"),
            block_submission=value_of(values, "documents.block_submission"),
        )


def required_kinds(nationality: str, rules: DocumentRules) -> tuple[DocumentKind, ...]:
    """List what a person of this nationality must hand in.

    While the nationality is not known, only what every class must.
    """
    if nationality:
        for name, nationalities in rules.classes.items():
            if nationality in nationalities or ANY_NATIONALITY in nationalities:
                return rules.required[name]
        return ()
    asked = list(rules.required.values())
    return tuple(kind for kind in DocumentKind if asked and all(kind in each for each in asked))


def missing_kinds(
    required: Collection[DocumentKind], held: Mapping[str, str]
) -> list[DocumentKind]:
    """List the required kinds that are not there, or were asked for again.

    held  kind → standing verdict, empty while nobody looked
    """
    return [kind for kind in required if held.get(kind, Verdict.ASK_AGAIN) == Verdict.ASK_AGAIN]


def check_photo(width: int, height: int, rules: DocumentRules) -> None:
    """Raise PhotoWrongShape or PhotoTooSmall unless a photo is as the season asks."""
    needed = {"width": rules.photo_width, "height": rules.photo_height}
    if abs(width * rules.photo_height / (height * rules.photo_width) - 1) > _SHAPE_TOLERANCE:
        raise PhotoWrongShape(**needed)
    if width < rules.photo_width or height < rules.photo_height:
        raise PhotoTooSmall(**needed)


def check_reason(verdict: Verdict, reason: str, note: str) -> None:
    """Raise AskReasonMissing unless a document that is asked for again says why."""
    if verdict == Verdict.ACCEPTED:
        return
    if reason not in _REASONS or (reason == AskReason.OTHER and not note.strip()):
        raise AskReasonMissing()


def check_overridable(standing: str, verdict: Verdict, *, is_waiting: bool, note: str) -> None:
    """Raise unless a verdict may be proposed in the place of the standing one."""
    if not standing or standing == verdict or is_waiting:
        raise NothingToOverride()
    if not note.strip():
        raise ReasonMissing()

"""Documents in words: kinds, verdicts, reasons, and what the pages of both sides show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from foundation import wording
from foundation.scoping import Actor
from mission.people.queries import Mrz, mismatches, parse_mrz
from mission.registration.models import Document, DocumentCheck, DraftPerson
from mission.registration.presenters.pages import country_name
from mission.registration.presenters.sentences import COLUMNS
from mission.registration.queries import documents as reads
from mission.registration.rules.documents import (
    AskReason,
    DocumentKind,
    DocumentRules,
    Step,
    Verdict,
    required_kinds,
)
from mission.registration.rules.nationalities import all_alpha_3
from mission.registration.services.passports import offered

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KINDS: dict[str, str | _StrPromise] = {
    "PASSPORT": _("Passport page"),
    "PHOTO": _("Personal photo"),
    "RESIDENCE": _("Residence card"),
    "FITNESS": _("Fitness certificate"),
    "SPECIAL_NEEDS": _("Special needs report"),
}
HINTS: dict[str, str | _StrPromise] = {
    "PASSPORT": _(
        "The page with your picture, flat and whole, with both lines of letters and < signs at "
        "its foot."
    ),
    "PHOTO": _(
        "A new photo in colour: face to the camera, white background, no glasses, nothing that "
        "hides the face."
    ),
    "RESIDENCE": _("The front of your residence card, or its page in the passport."),
    "FITNESS": _("The medical certificate for this season, with its stamp."),
    "SPECIAL_NEEDS": _(
        "Only for who needs a wheelchair, help or care on the way: a medical report."
    ),
}
REASONS: dict[str, str | _StrPromise] = {
    "UNREADABLE": _("It cannot be read. Take it anew in good light, without a flash."),
    "CUT_OFF": _("A part of it is missing. Take it anew with all four corners in the picture."),
    "WRONG_DOCUMENT": _("This is another document. Hand in the one that is named here."),
    "WRONG_PERSON": _("This is the document of another person. Hand in this person's."),
    "EXPIRED": _("It has expired. Hand in one that is valid."),
    "DIFFERS": _(
        "It says something else than what you typed. Compare both, and correct one of them."
    ),
    "PHOTO_RULE": _(
        "The photo is not as the rule asks: face to the camera, white background, no glasses."
    ),
    "OTHER": _("Another reason"),
}
FIELDS: dict[str, str | _StrPromise] = {
    "nationality": COLUMNS["nationality"],
    "sex": COLUMNS["sex"],
    "birth_date": COLUMNS["birth_date"],
    "passport_no": COLUMNS["passport_no"],
    "passport_expiry": COLUMNS["passport_expiry"],
    "name_en": COLUMNS["name_en"],
    "name_ar": COLUMNS["name_ar"],
}
STEPS: dict[tuple[str, str], str | _StrPromise] = {
    (Step.CHECKED, Verdict.ACCEPTED): _("Accepted"),
    (Step.CHECKED, Verdict.ASK_AGAIN): _("Asked for again"),
    (Step.PROPOSED, Verdict.ACCEPTED): _("Proposed to accept it after all"),
    (Step.PROPOSED, Verdict.ASK_AGAIN): _("Proposed to ask for it again after all"),
    (Step.CONFIRMED, Verdict.ACCEPTED): _("A second person confirmed: accepted"),
    (Step.CONFIRMED, Verdict.ASK_AGAIN): _("A second person confirmed: asked for again"),
    (Step.DECLINED, Verdict.ACCEPTED): _("A second person declined to accept it"),
    (Step.DECLINED, Verdict.ASK_AGAIN): _("A second person declined to ask again"),
}
_SEXES = {"M": _("Male"), "F": _("Female")}
_ZONE_FIELD = {"passport_expires_date": "passport_expiry"}

wording.register(
    {
        "no_such_document": _("This document is not there. Go back and look at the list."),
        "document_link_expired": _(
            "This link to a document has expired. Open the page anew to see it."
        ),
        "document_accepted_already": _(
            "This document was accepted and stays as it is. Call us if it has changed."
        ),
        "documents_missing": _(
            "Documents are still needed (%(count)s). Hand them in first, then send the "
            "application."
        ),
        "photo_too_small": _(
            "The photo is too small. It must have at least %(width)s by %(height)s pixels."
        ),
        "photo_wrong_shape": _(
            "The photo has another shape than the rule asks: width to height as %(width)s to "
            "%(height)s. Crop it, then hand it in."
        ),
        "too_many_documents": _(
            "So many documents were handed in for this person that no more are taken. Call us."
        ),
        "document_already_checked": _(
            "This document has its verdict already, or was replaced meanwhile."
        ),
        "document_claimed": _("%(name)s is looking at this document now. Take the next one."),
        "document_reason_missing": _(
            "Choose the reason. “Another reason” needs a sentence that the applicant is told."
        ),
        "document_nothing_to_override": _(
            "There is nothing to override here: no verdict stands, it is this one already, or "
            "a proposal waits."
        ),
        "document_no_proposal": _("This proposal was answered already."),
        "document_same_person": _(
            "You proposed this yourself. Another person must confirm or decline it."
        ),
        "mrz_not_found": _(
            "These are not the two lines of a passport. Type both, each with 44 signs, < for "
            "every arrow."
        ),
        "mrz_check_failed": _(
            "The two lines do not agree in themselves. Compare each sign with the passport."
        ),
        "mrz_bad_date": _(
            "The lines hold a day that does not exist. Compare each sign with the passport."
        ),
        "mrz_no_name": _("The first line holds no name. Type it as it stands."),
    }
)


def documents_line(person: DraftPerson) -> dict[str, Any]:
    """Answer one person's documents in a line, for the pages of the whole application."""
    asked = reads.documents_asked_again(person)
    return {
        "person": person,
        "name": name_of(person),
        "missing": len(reads.missing_documents(person)),
        "asked": [KINDS[each.document.kind] for each in asked],
    }


def needed(rules: DocumentRules) -> list[dict[str, Any]]:
    """Answer what each class of persons must hand in, for who wants to begin."""
    asked = list(rules.required.values())
    return [
        {
            "name": KINDS[kind],
            "hint": HINTS[kind],
            "is_for_some": not all(kind in kinds for kinds in asked),
        }
        for kind in DocumentKind
        if any(kind in kinds for kinds in asked)
    ]


def own_cards(person: DraftPerson, *, by: Actor) -> list[dict[str, Any]]:
    """Answer a person's documents for the person: what is asked, where each stands."""
    held = reads.held_documents(person)
    rules = reads.document_rules(person.draft.season)
    needed = required_kinds(reads.nationality_of(person), rules)
    extra = [kind for kind in DocumentKind if kind in held and kind not in needed]
    kinds = [*needed, *extra]
    if DocumentKind.SPECIAL_NEEDS not in kinds:
        kinds.append(DocumentKind.SPECIAL_NEEDS)
    return [_own_card(kind, held.get(kind), kind in needed, by) for kind in kinds]


def _own_card(
    kind: DocumentKind, held: reads.Held | None, is_needed: bool, by: Actor
) -> dict[str, Any]:
    state, word = _state(held, is_needed)
    card: dict[str, Any] = {
        "kind": kind,
        "title": KINDS[kind],
        "hint": HINTS[kind],
        "state": state,
        "word": word,
        "may_change": held is None or held.verdict != Verdict.ACCEPTED,
        "is_photo": kind == DocumentKind.PHOTO,
        "is_passport": kind == DocumentKind.PASSPORT,
    }
    if held is not None:
        card["document"] = held.document
        card["token"] = reads.document_token(held.document, by=by)
        if held.check and held.verdict == Verdict.ASK_AGAIN:
            card["asked"] = reason_in_words(held.check)
    return card


def _state(held: reads.Held | None, is_needed: bool) -> tuple[str, str]:
    if held is None:
        return (
            ("warn", now_in_words("Needed")) if is_needed else ("", now_in_words("If needed"))
        )
    if held.verdict == Verdict.ACCEPTED:
        return "good", now_in_words("Accepted")
    if held.verdict == Verdict.ASK_AGAIN:
        return "bad", now_in_words("Hand in again")
    return "calm", now_in_words("Handed in")


def reason_in_words(check: DocumentCheck) -> str:
    """Say why a document is asked for again: the reason, and the sentence that was added."""
    said = "" if check.reason == AskReason.OTHER else str(REASONS.get(check.reason, ""))
    return " ".join(filter(None, (said, check.note)))


def asked_again_message(check: DocumentCheck) -> str:
    """Answer the SMS that asks for a document again; it names no number and no diagnosis."""
    return now_in_words(
        "%(document)s must be handed in again. %(reason)s Sign in to your application to do so."
    ) % {"document": KINDS[check.document.kind], "reason": reason_in_words(check)}


def name_of(person: DraftPerson) -> str:
    """Answer a person's name as it was typed, in the reader's script if it is there."""
    names = [person.answers.get("name_ar", ""), person.answers.get("name_en", "")]
    if not (get_language() or "").startswith("ar"):
        names.reverse()
    return next(filter(None, names), "") or now_in_words("Name not typed yet")


def zone_of(document: Document | None, *, on: date) -> Mrz | None:
    """Answer what a passport's lines say, if they were read or typed."""
    if document is None or not document.mrz:
        return None
    return parse_mrz(document.mrz, on=on)


def particulars(person: DraftPerson, zone: Mrz | None) -> list[dict[str, Any]]:
    """Answer what was typed beside what the passport says, field by field.

    ``differs`` marks a contradiction; ``offer`` is set where the passport's may be taken over.
    """
    stated = reads.stated_of(person)
    wrong = (
        {_ZONE_FIELD.get(each.field, each.field) for each in mismatches(stated, zone)}
        if zone
        else set()
    )
    offers = offered(zone) if zone else {}
    printed = offers | ({"name_en": zone.name, "name_ar": zone.name} if zone else {})
    return [
        {
            "field": field,
            "label": label,
            "typed": _said(field, str(person.answers.get(field, ""))),
            "printed": _said(field, printed.get(field, "")),
            "differs": field in wrong,
            "offer": field in offers and _is_new(field, person, offers[field], field in wrong),
        }
        for field, label in FIELDS.items()
    ]


def _is_new(field: str, person: DraftPerson, offer: str, differs: bool) -> bool:
    return differs or not person.answers.get(field)


def _said(field: str, text: str) -> Any:
    if field in ("birth_date", "passport_expiry"):
        try:
            return parse_date(text) or text
        except ValueError:
            return text
    if field == "sex":
        return _SEXES.get(text.upper(), text)
    if field == "nationality" and text in _COUNTRIES:
        return country_name(text)
    return text


_COUNTRIES = frozenset(all_alpha_3())


def queue_lines(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """Answer lines of the staff's lists."""
    listed = list(documents)
    verdicts = reads.standing_checks(listed)
    return [
        {
            "document": each,
            "kind": KINDS[each.kind],
            "name": name_of(each.person),
            "application": each.person.draft.application,
            "state": _state(reads.Held(each, verdicts.get(each.pk)), True),
        }
        for each in listed
    ]


def proposal_lines(proposals: Iterable[DocumentCheck]) -> list[dict[str, Any]]:
    """Answer the overrides that wait for a second person."""
    return [
        {
            "document": each.document,
            "kind": KINDS[each.document.kind],
            "name": name_of(each.document.person),
            "label": STEPS[Step.PROPOSED, Verdict(each.verdict)],
            "by": each.by,
            "at": each.at,
        }
        for each in proposals
    ]


def history(document: Document) -> list[dict[str, Any]]:
    """Answer what happened to a document, for its timeline."""
    came = {
        "label": now_in_words("Handed in"),
        "by": document.handed_in_by,
        "at": document.handed_in_at,
        "state": "done",
    }
    steps = [
        {
            "label": STEPS[Step(each.step), Verdict(each.verdict)],
            "by": each.by,
            "at": each.at,
            "state": "done",
            "note": reason_in_words(each) if each.step != Step.DECLINED else "",
        }
        for each in reads.checks_of(document)
    ]
    return [came, *steps]


def waiting_by_kind(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Answer how many wait, each kind by its name."""
    return [(str(label), counts[kind]) for kind, label in KINDS.items() if kind in counts]


def reason_choices() -> list[tuple[str, Any]]:
    """Answer the reasons for asking again, in the order of the list."""
    return list(REASONS.items())

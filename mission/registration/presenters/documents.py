"""What the pages of documents show, of both sides: the applicant's and the staff's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from foundation.scoping import Actor
from mission.people.queries import Mrz, mismatches, parse_mrz
from mission.registration.models import Document, DocumentCheck, DraftPerson
from mission.registration.presenters.applying import name_of as typed_name
from mission.registration.presenters.document_words import HINTS, KINDS, STEPS, reason_in_words
from mission.registration.presenters.pages import country_name
from mission.registration.presenters.questions import SEXES
from mission.registration.presenters.sentences import COLUMNS
from mission.registration.queries import documents as reads
from mission.registration.rules.documents import (
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

FIELDS: dict[str, str | _StrPromise] = {
    "nationality": COLUMNS["nationality"],
    "sex": COLUMNS["sex"],
    "birth_date": COLUMNS["birth_date"],
    "passport_no": COLUMNS["passport_no"],
    "passport_expiry": COLUMNS["passport_expiry"],
    "name_en": COLUMNS["name_en"],
    "name_ar": COLUMNS["name_ar"],
}

_ZONE_FIELD = {"passport_expires_date": "passport_expiry"}


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
        return ("warn", _("Needed")) if is_needed else ("", _("If needed"))
    if held.verdict == Verdict.ACCEPTED:
        return "good", _("Accepted")
    if held.verdict == Verdict.ASK_AGAIN:
        return "bad", _("Hand in again")
    return "calm", _("Handed in")


def name_of(person: DraftPerson) -> str:
    """Answer a person's name as it was typed, or that it was not."""
    return typed_name(person) or _("Name not typed yet")


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
        return dict(SEXES).get(text.upper(), text)
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
        "label": _("Handed in"),
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

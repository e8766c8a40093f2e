"""What the screens of an application show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from foundation.languages import in_language
from foundation.numerals import format_number
from mission.registration.models import Draft, DraftPerson, Invitation, Role
from mission.registration.presenters.places import Places
from mission.registration.presenters.questions import (
    DECLARATIONS,
    HELP,
    LABELS,
    SCREENS,
    Question,
    answer_in_words,
    answer_reason,
    choices_for,
)
from mission.registration.presenters.sentences import RELATIONS
from mission.registration.queries.applying import SeasonRules, answers_of, read_of
from mission.registration.queries.checking import (
    CheckedDraft,
    CheckedPerson,
    needed_declarations,
)
from mission.registration.rules.answers import PersonAnswers
from mission.registration.rules.mahram import Relative, mahrams
from mission.registration.rules.screens import LEAD_SCREENS, Screen, asked, screens_of

_KINDS = {
    "birth_date": "day",
    "resident_since": "day",
    "passport_expiry": "day",
    "last_hajj_year": "number",
    "national_id": "number",
    "passport_no": "code",
    "name_ar": "arabic",
    "name_en": "latin",
    "sex": "radio",
    "hajj_before": "radio",
    "fitness_certificate": "radio",
}
_DAYS = {name for name, kind in _KINDS.items() if kind == "day"}
_OPTIONAL = {"name_ar", "name_en"}


def questions(
    person: DraftPerson, names: tuple[str, ...], rules: SeasonRules
) -> list[Question]:
    """Answer the questions of a screen with what was typed."""
    answers = answers_of(person)
    most = max(group.companions_most for group in rules.eligibility.classes)
    return [
        Question(
            name=name,
            label=str(_label(name, person)),
            help_text=str(HELP.get(name, "")),
            text=answers.get(name, ""),
            choices=choices_for(name, rules.cells, most_planned=most + 1),
            kind=_KINDS.get(name, "text"),
            marked=rules.cells.home_nationality if name == "nationality" else "",
        )
        for name in asked(names, districts=bool(rules.cells.districts))
    ]


def _label(name: str, person: DraftPerson) -> Any:
    if person.role != Role.LEAD and name == "hajj_before":
        return _("Has the companion performed Hajj before?")
    return LABELS[name]


def screen(
    person: DraftPerson,
    shown: Screen,
    rules: SeasonRules,
    *,
    strict: bool = False,
    overwritten: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Answer one screen: its questions with what is wrong, and what was understood.

    strict  also point out what is not answered yet
    """
    read = read_of(person, rules)
    problems = {
        name: answer_reason(code)
        for name, code in read.problems.items()
        if name in shown.fields and (strict or not code.startswith("missing:"))
    }
    return {
        "questions": questions(person, shown.fields, rules),
        "problems": problems,
        "has_problems": bool(problems),
        "answers": [
            {
                "name": name,
                # The one field that changed: the rest of the form may be half typed.
                "params": f"{name},known-{name}",
                "known": person.answers.get(name, ""),
                "day": read.values.get(name) if name in _DAYS else None,
                "overwritten": (overwritten or {}).get(name, ""),
                "is_optional": name in _OPTIONAL,
            }
            for name in asked(shown.fields, districts=bool(rules.cells.districts))
        ],
    }


def progress(person: DraftPerson, key: str) -> dict[str, Any]:
    """Answer where one is: ``3 of 7``, and the name of the screen."""
    keys = [each.key for each in screens_of(person.who)]
    return steps_at(keys, key)


def file_progress(key: str) -> dict[str, Any]:
    """Answer where one is on a screen of the whole file."""
    return steps_at([each.key for each in LEAD_SCREENS], key)


def steps_at(keys: list[str], key: str) -> dict[str, Any]:
    """Answer the place of a screen among others."""
    place = keys.index(key) + 1
    return {
        "title": SCREENS[key],
        "place": place,
        "most": len(keys),
        "said": _("Step %(place)s of %(most)s")
        % {"place": format_number(place), "most": format_number(len(keys))},
    }


def name_of(person: DraftPerson) -> str:
    """Answer a person's name as typed, in the reader's script if there is one."""
    return in_language(person.answers.get("name_ar", ""), person.answers.get("name_en", ""))


def companion_line(
    each: CheckedPerson, places: Places, *, invitation: Invitation | None, link: str
) -> dict[str, Any]:
    """Answer one companion in the list: name, state, and what can be done."""
    person = each.person
    return {
        "name": name_of(person) or _("Companion without a name yet"),
        "relation": RELATIONS.get(person.relation, ""),
        "is_complete": each.is_complete,
        "has_consented": person.consented_at is not None,
        "open": len(each.read.problems),
        "url": places.screen(person, each.first_open_screen or "who"),
        "invitation": invitation,
        "link": link,
        **{f"{name}_url": url for name, url in places.of_person(person.pk).items()},
    }


def review(found: CheckedDraft, places: Places, rules: SeasonRules) -> list[dict[str, Any]]:
    """Answer everything that was stated, person by person and screen by screen."""
    own = {
        str(each.person.pk): Relative(
            str(each.person.pk),
            "SELF" if each.person.role == Role.LEAD else each.person.relation,
            each.read.values.get("sex", ""),
        )
        for each in found.people
    }
    kin = mahrams(list(own.values()))
    names = {str(each.person.pk): name_of(each.person) for each in found.people}
    return [
        {
            "name": names[str(each.person.pk)],
            "relation": RELATIONS.get(each.person.relation, ""),
            "is_lead": each.person.role == Role.LEAD,
            "has_consented": each.person.consented_at is not None,
            "screens": stated(each.person, each.read, places, rules),
            "mahrams": [names[key] for key in kin.get(str(each.person.pk), [])],
            "is_woman": str(each.person.pk) in kin,
        }
        for each in found.people
    ]


def stated(
    person: DraftPerson, read: PersonAnswers, places: Places, rules: SeasonRules
) -> list[dict[str, Any]]:
    """Answer what was stated of one person, screen by screen."""
    return [
        {
            "title": SCREENS[shown.key],
            "url": places.screen(person, shown.key),
            "rows": [
                _row(name, person, read, rules)
                for name in asked(shown.fields, districts=bool(rules.cells.districts))
                if person.answers.get(name) or name in read.problems
            ],
        }
        for shown in screens_of(person.who)
        if shown.fields
    ]


def _row(
    name: str, person: DraftPerson, read: PersonAnswers, rules: SeasonRules
) -> dict[str, Any]:
    problem = read.problems.get(name, "")
    value = None if problem else read.values.get(name)
    typed = person.answers.get(name, "")
    return {
        "label": LABELS[name],
        "day": value if name in _DAYS else None,
        "text": typed if value is None else answer_in_words(name, value, rules.cells.districts),
        "problem": answer_reason(problem) if problem else "",
        "is_code": name in ("passport_no", "national_id"),
    }


def declarations(found: CheckedDraft) -> dict[str, Any]:
    """Answer the declarations that this application needs, and their words."""
    return {name: DECLARATIONS[name] for name in needed_declarations(found.people)}


def draft_line(draft: Draft, found: CheckedDraft) -> dict[str, Any]:
    """Answer where a draft stands, for the first page."""
    return {
        "draft": draft,
        "size": len(found.people),
        "open": found.open_count,
        "is_submitted": draft.application is not None,
        "has_changes": draft.submitted_at is None or draft.saved_at > draft.submitted_at,
    }

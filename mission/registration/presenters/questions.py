"""The questions of an application in words: screens, labels, help, choices, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from foundation.numerals import format_number, reads_arabic
from mission.registration.presenters.pages import country_name
from mission.registration.presenters.sentences import RELATIONS, row_reason
from mission.registration.rules.districts import Districts
from mission.registration.rules.nationalities import all_alpha_3
from mission.registration.rules.screens import (
    COMPANIONS_PLANNED,
    DECLARE_AUTHORISED,
    DECLARE_CONDITIONS,
    DECLARE_TRUE,
    DISTRICT,
    HAJJ_BEFORE,
)
from mission.registration.rules.values import WorkbookRules

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise


@dataclass(frozen=True)
class Question:
    """One question as the page asks it: words, what was typed, what may be chosen.

    marked  the choice after which the page asks less
    """

    name: str
    label: str
    help_text: str
    text: str
    choices: Sequence[tuple[str, Any]] = ()
    kind: str = "text"
    marked: str = ""


SCREENS: dict[str, Words] = {
    "eligibility": _("May you apply?"),
    "you": _("About you"),
    "who": _("About the companion"),
    "residence": _("Residence and earlier Hajj"),
    "passport": _("Passport"),
    "health": _("Health"),
    "companions": _("Companions"),
    "declarations": _("Declarations"),
    "review": _("Look over and send"),
}

LABELS: dict[str, Words] = {
    "nationality": _("Nationality"),
    "birth_date": _("Date of birth"),
    "resident_since": _("Resident in the country since"),
    HAJJ_BEFORE: _("Performed Hajj before?"),
    "last_hajj_year": _("Hijri year of the last Hajj"),
    COMPANIONS_PLANNED: _("How many companions will travel with you?"),
    "name_ar": _("Name in Arabic, as in the passport"),
    "name_en": _("Name in English, as in the passport"),
    "sex": _("Sex"),
    DISTRICT: _("Home district"),
    "relation": _("The companion is your"),
    "national_id": _("National id"),
    "mobile": _("Mobile number"),
    "passport_no": _("Passport number"),
    "passport_expiry": _("Passport valid until"),
    "fitness_certificate": _("Is there a certificate of fitness from a health centre?"),
}

HELP: dict[str, Words] = {
    "birth_date": _("Day, month and year, such as 17/05/1965. A Hijri date is understood too."),
    "resident_since": _("The day on the first residence card, such as 01/09/2004."),
    "last_hajj_year": _("Such as 1440."),
    "name_ar": _("One of the two names is enough; both are better."),
    DISTRICT: _("Where you live now."),
    "national_id": _("The 11 digits on the companion's card."),
    "passport_no": _("6 to 9 letters and digits, on the page with the photograph."),
    "passport_expiry": _("Day, month and year, such as 30/11/2031."),
    "fitness_certificate": _(
        "Without it the application is not eligible. You may answer no now and change it later."
    ),
}

DECLARATIONS: dict[str, Words] = {
    DECLARE_TRUE: _("What I stated is true and complete."),
    DECLARE_CONDITIONS: _("I have read the conditions of this season and accept them."),
    DECLARE_AUTHORISED: _(
        "My companions who have not agreed from their own phone have asked me to apply for "
        "them."
    ),
}

_OWN_REASONS: dict[str, Words] = {
    "missing": _("This is needed. Please answer it."),
    "bad_national_id": _(
        "A national id has 11 digits and begins with 2 or 3. Copy it from the card."
    ),
    "unknown_nationality": _("Choose the country from the list."),
    "unknown_district": _("Choose the district from the list."),
    "bad_sex": _("Choose one of the two."),
    "bad_choice": _("Choose one of the two."),
    "bad_fitness": _("Choose one of the two."),
    "bad_date": _("No such day exists. Write day, month and year, such as 17/05/1965."),
    "bad_number": _("This number cannot be. Compare it with the example."),
    "same_person": _("This person stands twice in your application. Take one of the two out."),
}

SEXES: tuple[tuple[str, Words], ...] = (("M", _("Male")), ("F", _("Female")))
_YES_NO: tuple[tuple[str, Words], ...] = (("yes", _("Yes")), ("no", _("No")))
_CHOICES: dict[str, tuple[tuple[str, Words], ...]] = {
    "sex": SEXES,
    "fitness_certificate": _YES_NO,
    HAJJ_BEFORE: _YES_NO,
    "relation": tuple((key.lower(), said) for key, said in RELATIONS.items() if key != "SELF"),
}


def answer_reason(code: str) -> str:
    """Say to an applicant what is wrong with an answer."""
    kind = code.partition(":")[0]
    return str(_OWN_REASONS[kind]) if kind in _OWN_REASONS else row_reason(code)


def choices_for(name: str, cells: WorkbookRules, *, most_planned: int) -> list[tuple[str, Any]]:
    """Answer what may be chosen for a question; empty where one types.

    The mission's own nationality stands first among all.

    most_planned  the largest number of companions that is offered
    """
    fixed = _CHOICES.get(name)
    if fixed is not None:
        return list(fixed)
    home = cells.home_nationality
    offered: dict[str, Callable[[], Iterable[tuple[str, Any]]]] = {
        "nationality": lambda: [(home, country_name(home)), *_countries(but=home)],
        COMPANIONS_PLANNED: lambda: _counts(most_planned),
        DISTRICT: lambda: cells.districts.named(arabic=reads_arabic()),
    }
    return [("", _("Choose …")), *offered[name]()] if name in offered else []


def _counts(most: int) -> Iterable[tuple[str, str]]:
    yield "0", now_in_words("Nobody, I travel alone")
    for number in range(1, most + 1):
        yield str(number), format_number(number)


def _countries(*, but: str) -> list[tuple[str, str]]:
    """List the countries by their names in the reader's language."""
    named = [(code, country_name(code)) for code in all_alpha_3() if code != but]
    return sorted(named, key=lambda each: each[1])


def answer_in_words(name: str, value: Any, districts: Districts) -> Any:
    """Answer a value that was read as people say it; days stay days for the page to show."""
    if name in ("sex", HAJJ_BEFORE):
        return dict((*SEXES, *_YES_NO))[value]
    said: dict[str, Callable[[Any], Any]] = {
        "nationality": country_name,
        "relation": RELATIONS.__getitem__,
        "fitness_certificate": lambda fit: _("Yes") if fit else _("No"),
        COMPANIONS_PLANNED: format_number,
        DISTRICT: lambda code: districts.name(code, arabic=reads_arabic()),
    }
    return said[name](value) if name in said else value

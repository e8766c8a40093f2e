"""The screens of an application: one group of questions each, in the order of asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Who = Literal["LEAD", "COMPANION"]

# Questions of the application that no workbook has; all others bear the name of their column.
HAJJ_BEFORE = "hajj_before"
COMPANIONS_PLANNED = "companions_planned"
DECLARE_TRUE = "declare_true"
DECLARE_CONDITIONS = "declare_conditions"
DECLARE_AUTHORISED = "declare_authorised"

DISTRICT = "district"  # asked only in a season that lists districts

YES, NO = "yes", "no"
DECLARATIONS = (DECLARE_TRUE, DECLARE_CONDITIONS, DECLARE_AUTHORISED)
FIRST = "eligibility"


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen; ``fields`` are those of one person, in the order of asking.

    A screen without fields shows the whole file (companions, declarations, review).
    """

    key: str
    fields: tuple[str, ...] = ()


LEAD_SCREENS = (
    Screen(
        FIRST,
        (
            "nationality",
            "birth_date",
            "resident_since",
            HAJJ_BEFORE,
            "last_hajj_year",
            COMPANIONS_PLANNED,
        ),
    ),
    Screen("you", ("name_ar", "name_en", "sex", DISTRICT)),
    Screen("passport", ("passport_no", "passport_expiry")),
    Screen("health", ("fitness_certificate",)),
    Screen("companions"),
    Screen("declarations"),
    Screen("review"),
)
COMPANION_SCREENS = (
    Screen(
        "who",
        ("relation", "national_id", "name_ar", "name_en", "sex", "birth_date", "nationality"),
    ),
    Screen("residence", ("resident_since", HAJJ_BEFORE, "last_hajj_year")),
    Screen("passport", ("passport_no", "passport_expiry")),
    Screen("health", ("fitness_certificate",)),
)


def screens_of(role: Who) -> tuple[Screen, ...]:
    """Answer the screens of a lead, which go on to the whole file, or of a companion."""
    return LEAD_SCREENS if role == "LEAD" else COMPANION_SCREENS


def fields_of(role: Who) -> tuple[str, ...]:
    """Answer every field that a person of this role is asked, in order."""
    return tuple(field for screen in screens_of(role) for field in screen.fields)


def asked(fields: tuple[str, ...], *, districts: bool) -> tuple[str, ...]:
    """Leave out the question of the district where the season lists none."""
    return fields if districts else tuple(name for name in fields if name != DISTRICT)


def screen_named(role: Who, key: str) -> Screen | None:
    """Answer a screen of a role, if there is one of this key."""
    return next((screen for screen in screens_of(role) if screen.key == key), None)


def screen_of_field(role: Who, field: str) -> str:
    """Answer the screen on which a field is asked; the first one when none asks it."""
    found = (screen.key for screen in screens_of(role) if field in screen.fields)
    return next(found, screens_of(role)[0].key)


def neighbours(role: Who, key: str) -> tuple[str, str]:
    """Answer the screens before and after one; empty at the ends."""
    keys = [screen.key for screen in screens_of(role)]
    place = keys.index(key)
    return keys[place - 1] if place else "", (keys[place + 1 :] or [""])[0]

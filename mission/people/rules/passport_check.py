"""Where what somebody typed differs from what the passport says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foundation.names import search_key_groups
from mission.people.rules.mrz import Mrz


@dataclass(frozen=True, slots=True)
class Stated:
    """A person's particulars as they were typed; None or empty where nothing was."""

    passport_no: str = ""
    passport_expires_date: date | None = None
    birth_date: date | None = None
    sex: str = ""
    nationality: str = ""
    name_en: str = ""
    name_ar: str = ""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A field in which the two differ."""

    field: str
    typed: str
    read: str


def mismatches(stated: Stated, zone: Mrz) -> list[Mismatch]:
    """List the fields in which a statement contradicts a passport, in the order of a form.

    What either of them leaves open contradicts nothing. A name agrees in any spelling and
    script, in any order of its words, and when one of the two has more words than the other.
    """
    found = [
        Mismatch(field, typed, read)
        for field, typed, read in _plain_fields(stated, zone)
        if typed and read and typed != read
    ]
    for field, typed in (("name_en", stated.name_en), ("name_ar", stated.name_ar)):
        if typed and zone.name and not names_agree(typed, zone.name, is_cut=zone.is_cut):
            found.append(Mismatch(field, typed, zone.name))
    return found


def names_agree(one: str, other: str, *, is_cut: bool = False) -> bool:
    """Answer whether two writings may be one person's name.

    is_cut  the last word of ``other`` may be the beginning of a word only
    """
    first, second = search_key_groups(one), search_key_groups(other)
    if is_cut and len(second) > 1:
        second = second[:-1]
    shorter, longer = sorted((first, second), key=len)
    left = list(longer)
    for word in shorter:
        partner = next((each for each in left if set(each) & set(word)), None)
        if partner is None:
            return False
        left.remove(partner)
    # One word alone proves little against a whole name.
    return bool(shorter) and (len(shorter) > 1 or len(longer) <= 2 or is_cut)


def _plain_fields(stated: Stated, zone: Mrz) -> list[tuple[str, str, str]]:
    return [
        ("nationality", stated.nationality, zone.nationality),
        ("sex", stated.sex, zone.sex),
        ("birth_date", _iso(stated.birth_date), _iso(zone.birth_date)),
        ("passport_no", stated.passport_no.upper(), zone.number),
        ("passport_expires_date", _iso(stated.passport_expires_date), _iso(zone.expires_date)),
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""

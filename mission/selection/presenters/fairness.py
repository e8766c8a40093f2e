"""The chances of groups of files, in words and bars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.numerals import format_number, format_share, reads_arabic
from mission.registration.queries import Districts
from mission.selection.presenters.words import share_word
from mission.selection.queries.fairness import AGE_BAND_YEARS
from mission.selection.rules.fairness import Fairness, GroupChance


@dataclass(frozen=True)
class ChanceTable:
    """One way of dividing the files: its title, and a bar and a row for each group."""

    title: str
    rows: list[dict[str, Any]]


def chance_tables(found: Fairness, districts: Districts) -> list[ChanceTable]:
    """Answer a table for each grouping that divides the files at all."""
    return [
        ChanceTable(
            _titles()[name],
            [_row(group_word(name, chance.group, districts), chance) for chance in chances],
        )
        for name, chances in found.chances.items()
        if len(chances) > 1
    ]


def grouping_title(name: str) -> str:
    """Answer what a way of dividing the files is called."""
    return _titles()[name]


def group_word(name: str, group: Any, districts: Districts) -> str:
    """Answer what one group of a way of dividing the files is called.

    districts  those of the season; a group of them is a place in its list
    """
    return _district(group, districts) if name == "district" else _WORDS[name](group)


def _district(place: int, districts: Districts) -> str:
    names = [name for _code, name in districts.named(arabic=reads_arabic())]
    return names[place] if place < len(names) else _("Not stated")


def _row(label: str, chance: GroupChance) -> dict[str, Any]:
    low, high = (format_share(share, 1, decimals=1) for share in (chance.low, chance.high))
    band = low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
    return {
        "label": label,
        "files": chance.files,
        "value": chance.mean,
        "note": format_share(chance.mean, 1, decimals=1),
        "band": band,
    }


def _titles() -> dict[str, str]:
    return {
        "tier": _("By tier"),
        "stratum": _("By part"),
        "age": _("By the lead applicant's age"),
        "sex": _("By the lead applicant's sex"),
        "citizen": _("By the lead applicant's nationality"),
        "district": _("By home district"),
        "size": _("By persons in the file"),
        "tickets": _("By tickets"),
    }


def _tier(tier: Any) -> str:
    return _("Tier %(tier)s") % {"tier": format_number(tier)}


def _age(first: Any) -> str:
    return _("%(first)s to %(last)s years") % {
        "first": format_number(first),
        "last": format_number(first + AGE_BAND_YEARS - 1),
    }


def _persons(count: Any) -> str:
    return ngettext("%(count)s person", "%(count)s persons", count) % {
        "count": format_number(count)
    }


def _tickets(count: Any) -> str:
    return ngettext("%(count)s ticket", "%(count)s tickets", count) % {
        "count": format_number(count)
    }


_WORDS: dict[str, Callable[[Any], str]] = {
    "tier": _tier,
    "stratum": lambda name: share_word(name) if name else _("in no part"),
    "age": _age,
    "sex": lambda sex: _("Women") if sex == "F" else _("Men"),
    "citizen": lambda is_citizen: _("Citizens") if is_citizen else _("Residents"),
    "size": _persons,
    "tickets": _tickets,
}

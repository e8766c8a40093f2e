"""What gives a file its tier, tickets, shares and part, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.numerals import format_number, reads_arabic
from mission.registration.queries import Districts
from mission.selection.presenters.words import share_word
from mission.selection.rules.conditions import (
    DISTRICT,
    FLAGS,
    LISTS,
    UNSTATED_FLAGS,
    UNSTATED_LISTS,
    WHOLE,
    Conditions,
)
from mission.selection.rules.file_rules import FileRules, Tickets

# Each says what files are of whom it holds: “files whose lead applicant is …, and that …”.
NUMBERED = {
    "min_age_years": gettext_lazy("whose lead applicant is at least %(number)s years old"),
    "max_age_years": gettext_lazy("whose lead applicant is at most %(number)s years old"),
    "min_refused_seasons": gettext_lazy(
        "that were refused in at least %(number)s earlier seasons"
    ),
    "min_registered_years": gettext_lazy(
        "whose lead applicant first applied at least %(number)s years ago"
    ),
    "min_size": gettext_lazy("with at least %(number)s persons"),
    "max_size": gettext_lazy("with at most %(number)s persons"),
}
SAID = {
    "F": gettext_lazy("led by a woman"),
    "M": gettext_lazy("led by a man"),
    "never_hajj": gettext_lazy("whose lead applicant never performed Hajj"),
    "without_men": gettext_lazy("of women who travel without a man"),
    "with_relative": gettext_lazy("with a relative as companion"),
    "hardship": gettext_lazy("in hardship"),
    "low_paid_worker": gettext_lazy("of low-paid workers"),
    "medical_need": gettext_lazy("with a medical need"),
}
LISTED = {
    "nationalities": gettext_lazy(
        "whose lead applicant has one of these nationalities: %(names)s"
    ),
    "other_nationalities": gettext_lazy(
        "whose lead applicant has none of these nationalities: %(names)s"
    ),
    "district": gettext_lazy("from the district: %(names)s"),
    "province": gettext_lazy("from the province: %(names)s"),
    "state": gettext_lazy("from the state: %(names)s"),
}
FACT_WORDS = {
    "district": gettext_lazy("the district"),
    "province": gettext_lazy("the province"),
    "state": gettext_lazy("the state"),
    "hardship": gettext_lazy("hardship"),
    "low_paid_worker": gettext_lazy("low-paid work"),
    "medical_need": gettext_lazy("medical need"),
}


def file_sentences(rules: FileRules, districts: Districts) -> dict[str, str]:
    """Say what gives a file its place, each sentence under a key.

    districts  those of the season, by whose names a rule calls them
    """
    return dict(_said(rules, districts))


def condition_words(asked: Conditions, districts: Districts) -> str:
    """Say which files meet some conditions; all when there are none."""
    parts = [*_numbered(asked), *_flagged(asked), *_listed(asked, districts)]
    if not parts:
        return _("all files")
    return _("files %(conditions)s") % {"conditions": _(", and ").join(parts)}


def fact_words(facts: Sequence[str]) -> str:
    """Name facts that no file states."""
    return _(", and ").join(str(FACT_WORDS[fact]) for fact in facts)


def _said(rules: FileRules, districts: Districts) -> Iterator[tuple[str, str]]:
    yield from _tiers(rules.tiers, districts)
    yield "tickets", _tickets(rules.tickets)
    for name, asked in rules.shares.items():
        facts = {"share": share_word(name), "who": condition_words(asked, districts)}
        yield f"who:{name}", _("The share “%(share)s” is for: %(who)s.") % facts
    for name, asked in rules.strata:
        facts = {"part": share_word(name), "who": condition_words(asked, districts)}
        yield f"of:{name}", _("To the part “%(part)s” belong: %(who)s.") % facts


def _tiers(tiers: Sequence[Conditions], districts: Districts) -> Iterator[tuple[str, str]]:
    if not tiers or not tiers[0]:
        yield "tier:1", _("All files are of one tier.")
        return
    for place, asked in enumerate(tiers, start=1):
        who = condition_words(asked, districts)
        facts = {"tier": format_number(place), "who": who}
        yield f"tier:{place}", _("Tier %(tier)s: %(who)s.") % facts
    if all(tiers):
        last = {"tier": format_number(len(tiers) + 1)}
        yield f"tier:{len(tiers) + 1}", _("Tier %(tier)s: all other files.") % last


def _tickets(tickets: Tickets) -> str:
    base = ngettext(
        "Every file has %(base)s ticket", "Every file has %(base)s tickets", tickets.base
    ) % {"base": format_number(tickets.base)}
    if tickets.per_refused_season:
        more = _("and %(more)s more for each season in which it was refused") % {
            "more": format_number(tickets.per_refused_season)
        }
        base = f"{base} {more}"
    if tickets.power == 1:
        return f"{base}."
    power = _("the sum is raised to the power of %(power)s") % {
        "power": format_number(tickets.power)
    }
    return _("%(sum)s; %(power)s.") % {"sum": base, "power": power}


def _numbered(asked: Conditions) -> Iterator[str]:
    for name in WHOLE:
        if name in asked:
            yield str(NUMBERED[name]) % {"number": format_number(asked[name])}


def _flagged(asked: Conditions) -> Iterator[str]:
    if "sex" in asked:
        yield str(SAID[asked["sex"]])
    for name in (*FLAGS, *UNSTATED_FLAGS):
        if name in asked:
            yield _noted(name, str(SAID[name]))


def _listed(asked: Conditions, districts: Districts) -> Iterator[str]:
    comma, arabic = _(", "), reads_arabic()
    for name in (*LISTS, DISTRICT, *UNSTATED_LISTS):
        if name not in asked:
            continue
        names = asked[name]
        if name == DISTRICT:
            names = [districts.name(code, arabic=arabic) for code in names]
        words = str(LISTED[name]) % {"names": comma.join(names)}
        yield words if name == DISTRICT and districts else _noted(name, words)


def _noted(name: str, words: str) -> str:
    """Add that nobody can meet a condition on a fact that no file states."""
    if name not in FACT_WORDS:
        return words
    return _("%(condition)s (no file states this yet)") % {"condition": words}

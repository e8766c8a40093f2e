"""Offers in words: their states, what happened to them, and when a day ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from foundation import hijri, numerals
from mission.selection import queries
from mission.selection.models import Offer, OfferStep, Promotion, Round
from mission.selection.presenters.words import share_word
from mission.selection.rules import offers as rules
from mission.selection.rules.offers import Terms

OFFER_WORDS = {
    rules.OPEN: (gettext_lazy("Waits for an answer"), "warn"),
    rules.ACCEPTED: (pgettext_lazy("offer", "Accepted"), "good"),
    rules.LAPSED: (pgettext_lazy("offer", "Lapsed"), "bad"),
    rules.WITHDRAWN: (pgettext_lazy("offer", "Withdrawn"), "calm"),
}
STEP_WORDS = {
    OfferStep.Kind.ACCEPTED: gettext_lazy("The offer was accepted"),
    OfferStep.Kind.LAPSED: gettext_lazy("The time passed without an answer; the seats went on"),
    OfferStep.Kind.WITHDRAWN: gettext_lazy("The file gave its place up"),
}
PROMOTION_WORDS = {
    "WITHDRAWN": (gettext_lazy("withdrew"), "calm"),
    "LAPSED": (gettext_lazy("did not accept in time"), "bad"),
    "PROMOTED": (gettext_lazy("moved up"), "good"),
}


def offer_tag(state: str) -> dict[str, str]:
    """Answer an offer's state as a word with its shade."""
    word, shade = OFFER_WORDS[state]
    return {"word": str(word), "shade": shade}


def last_day(until: datetime, terms: Terms) -> str:
    """Say the last day on which an offer can be accepted; it ends at that day's midnight."""
    return hijri.format_both(last_date(until, terms))


def last_date(until: datetime, terms: Terms) -> date:
    """Answer the last day on which an offer can be accepted."""
    return terms.day_of(until - timedelta(microseconds=1))


def offer_bars(counts: Iterable[queries.OfferCount]) -> list[dict[str, Any]]:
    """Answer files and persons by state, as bars."""
    return [
        {
            "label": OFFER_WORDS[count.state][0],
            "value": count.files,
            "state": OFFER_WORDS[count.state][1],
            "note": _files_and_persons(count),
        }
        for count in counts
    ]


def offer_filters(counts: Iterable[queries.OfferCount]) -> list[tuple[str, str, int]]:
    """Answer the states to filter by, each with its number of files."""
    return [(each.state, str(OFFER_WORDS[each.state][0]), each.files) for each in counts]


def offer_rows(page: Iterable[Offer], *, terms: Terms, at: datetime) -> list[dict[str, Any]]:
    """Answer the lines of a page of offers, which were read with ``state``."""
    return [offer_row(offer, terms=terms, at=at) for offer in page]


def offer_row(offer: Offer, *, terms: Terms, at: datetime) -> dict[str, Any]:
    """Answer one offer: tag, last day, and when it is called to mind next."""
    state: str = offer.state  # type: ignore[attr-defined]
    is_open = state == rules.OPEN
    return {
        "offer": offer,
        "state": state,
        "tag": offer_tag(state),
        "last_date": last_date(offer.until, terms),
        "is_over": is_open and at >= offer.until,
        "next_reminder": terms.next_reminder(offer.at, at=at) if is_open else None,
        "share": share_word(offer.entry.result.share),
    }


def offer_history(offer: Offer) -> list[dict[str, Any]]:
    """Answer what happened to an offer, for a timeline."""
    made = {"label": _("The seats were offered"), "at": offer.at, "by": offer.by}
    return [made, *(_happened(step) for step in offer.steps.order_by("at", "id"))]


def promotion_rows(lines: Iterable[Promotion]) -> list[dict[str, Any]]:
    """Answer lines of promotions.csv in words."""
    return [
        {
            "line": line,
            "word": str(PROMOTION_WORDS[line.happening][0]),
            "shade": PROMOTION_WORDS[line.happening][1],
            "share": share_word(line.share),
        }
        for line in lines
    ]


def ending_sentence(selection_round: Round, *, at: datetime) -> str:
    """Say how many offers of the season end today and tomorrow; empty when none does."""
    found = queries.ending(selection_round.season, at=at)
    said = []
    if found.today:
        said.append(
            ngettext(
                "%(count)s offer ends tonight", "%(count)s offers end tonight", found.today
            )
            % {"count": numerals.format_number(found.today)}
        )
    if found.tomorrow:
        said.append(
            ngettext(
                "%(count)s offer ends tomorrow night",
                "%(count)s offers end tomorrow night",
                found.tomorrow,
            )
            % {"count": numerals.format_number(found.tomorrow)}
        )
    return " · ".join(said)


def _happened(step: OfferStep) -> dict[str, Any]:
    if step.kind == OfferStep.Kind.REMINDED:
        days = step.day or 0
        label = ngettext(
            "Called to mind after %(days)s day", "Called to mind after %(days)s days", days
        ) % {"days": numerals.format_number(days)}
    else:
        label = str(STEP_WORDS[OfferStep.Kind(step.kind)])
    return {"label": label, "at": step.at, "by": step.by, "note": step.reason}


def _files_and_persons(count: queries.OfferCount) -> str:
    persons = ngettext("%(count)s person", "%(count)s persons", count.persons) % {
        "count": numerals.format_number(count.persons)
    }
    files = ngettext("%(count)s file", "%(count)s files", count.files) % {
        "count": numerals.format_number(count.files)
    }
    return f"{files} · {persons}"

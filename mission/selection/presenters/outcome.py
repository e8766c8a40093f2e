"""What anyone may read about a reference, in one kind sentence and the rule behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import numerals
from foundation.languages import in_language
from mission.selection import queries
from mission.selection.models import Amendment, Happening, OutcomeKind
from mission.selection.presenters.offers import last_day
from mission.selection.presenters.words import share_word
from mission.selection.queries import PublicOutcome
from mission.selection.rules.amendments import EXPLAINED, GRANTED, WITHDRAWN


def outcome_words(outcome: PublicOutcome) -> dict[str, str]:
    """Answer ``title``, ``text``, ``rule``, ``offer`` and the ``state`` that shades them."""
    state, title, text = _now(outcome)
    said = {"state": state, "title": title, "text": text, "rule": _rule(outcome)}
    return said | {"offer": _offer(outcome)}


def _offer(outcome: PublicOutcome) -> str:
    if outcome.has_accepted:
        return _("The offer was accepted: the seats are kept.")
    if outcome.offered_until is None:
        return ""
    terms = queries.terms_of(outcome.round.season)
    day = {"day": last_day(outcome.offered_until, terms)}
    return _("The offer stands until the end of %(day)s. Accept it by then.") % day


AMENDMENT_WORDS = {
    GRANTED: gettext_lazy("A seat was given outside the draw"),
    WITHDRAWN: gettext_lazy("A file withdrew"),
    EXPLAINED: gettext_lazy("A note; nothing changes"),
}


def amendment_rows(added: Sequence[Amendment]) -> list[dict[str, Any]]:
    """Answer amendments with their kind as a ``word`` and their ``text`` for the reader."""
    return [
        {
            "amendment": one,
            "word": AMENDMENT_WORDS[one.kind],
            "text": in_language(one.text_ar, one.text_en),
        }
        for one in added
    ]


def _now(outcome: PublicOutcome) -> tuple[str, str, str]:
    if outcome.happening in (Happening.WITHDRAWN, Happening.LAPSED):
        return (
            "calm",
            _("This file has given up its place"),
            _("It withdrew, or its approval was not taken up in time. It may apply again."),
        )
    if outcome.happening == Happening.PROMOTED:
        return (
            "good",
            _("Selected from the waiting list"),
            _("Seats came free and this file was the next that fitted. Watch for our message."),
        )
    place = numerals.format_number(outcome.place)
    if outcome.outcome == OutcomeKind.SELECTED:
        return (
            "good",
            _("Selected"),
            _("Place %(place)s among the selected files. Watch for our message with the next "
              "step.") % {"place": place},
        )  # fmt: skip
    if outcome.is_beyond_reserve:
        return (
            "calm",
            _("Not selected this season"),
            _("The reserve ends before this file, so that it cannot move up in this round."),
        )
    return (
        "warn",
        _("On the waiting list"),
        _("Place %(place)s on the waiting list. When seats come free, the first files that fit "
          "move up.") % {"place": place},
    )  # fmt: skip


def _rule(outcome: PublicOutcome) -> str:
    if outcome.share:
        return _("The seats came from the share “%(share)s”.") % {
            "share": share_word(outcome.share)
        }
    if outcome.outcome == OutcomeKind.SELECTED:
        return _("The seats came from the general pool.")
    if outcome.ahead_promoted:
        return _("Files ahead that are no longer waiting: %(count)s.") % {
            "count": numerals.format_number(outcome.ahead_promoted)
        }
    return ""

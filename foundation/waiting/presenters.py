"""The sentences of the waiting room, and how its page shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation import clock
from foundation.numerals import format_number
from foundation.scoping import Actor
from foundation.waiting import queries
from foundation.waiting.access import KEEP_RUNNING
from foundation.waiting.models import Opening
from foundation.wording import register
from foundation.workboard import Link

register(
    {
        "opening_exists": _(
            "A waiting room stands already, before “%(name)s”. Close it first, "
            "or change its pace."
        ),
        "no_opening": _("No waiting room stands now. Prepare one first."),
        "bad_opening": _(
            "People must be let in at more than 0 a second, and the waiting room must begin "
            "before the opening. Check the values."
        ),
        "too_many_devices": _(
            "This place is used on %(most)s devices already. Go on with one of them."
        ),
    }
)


def in_line(opening: Opening) -> int:
    """Answer how many tickets were given and not called yet."""
    return max(0, opening.given - opening.called)


def standing(opening: Opening, *, at: datetime) -> dict[str, Any]:
    """Answer what the page says of an opening: its state in words, and its figures."""
    is_kept = queries.is_kept(opening, at=at)
    return {
        "state": _state(opening, at=at),
        "is_kept": is_kept,
        "figures": [
            _figure(in_line(opening), now_in_words("people wait in line")),
            _figure(opening.given, now_in_words("tickets were given")),
            _figure(opening.called, now_in_words("people were called")),
            _figure(queries.people_inside(opening), now_in_words("of them came in")),
            _pace(opening),
            _pages(queries.slowest_milliseconds(at=at)),
        ],
    }


def _state(opening: Opening, *, at: datetime) -> dict[str, str]:
    if at < opening.lobby_from:
        said = now_in_words("Prepared"), now_in_words("No tickets are given yet."), "calm"
    elif at < opening.opens_at:
        said = (
            now_in_words("Tickets are given"),
            now_in_words("The order of those who come now is drawn when the door opens."),
            "calm",
        )
    else:
        said = now_in_words("Open"), now_in_words("People are let in, in their order."), "good"
    return dict(zip(("label", "sentence", "shade"), said, strict=True))


def _figure(value: object, label: str, shade: str = "", note: str = "") -> dict[str, Any]:
    return {"value": value, "label": label, "shade": shade, "note": note}


def _pace(opening: Opening) -> dict[str, Any]:
    """Say the pace; one that the room has cut by itself stands out."""
    label = now_in_words("people let in a second")
    pace = opening.most_pace if opening.pace_now is None else opening.pace_now
    shown = format_number(round(pace, 1), decimals=0 if round(pace, 1) % 1 == 0 else 1)
    if pace >= 0.95 * opening.most_pace:
        return _figure(shown, label)
    most = format_number(round(opening.most_pace, 1))
    note = now_in_words("slowed down by itself; at most %(most)s") % {"most": most}
    return _figure(shown, label, "warn", note)


def _pages(milliseconds: int | None) -> dict[str, Any]:
    label = now_in_words("milliseconds for a page, 95 of 100")
    if milliseconds is None:
        return _figure("–", label)
    is_slow = milliseconds > settings.WAITING_ROOM_SLOW_MILLISECONDS
    return _figure(milliseconds, label, "warn" if is_slow else "")


def links(by: Actor) -> list[Link]:
    """Say on the home of those who watch over what runs that a waiting room stands."""
    if not by.may(KEEP_RUNNING):
        return []
    opening = queries.opening_in_force()
    if opening is None:
        return []
    count = in_line(opening)
    sentence = ngettext(
        "%(count)s person waits in line.", "%(count)s people wait in line.", count
    ) % {"count": format_number(count)}
    is_kept = queries.is_kept(opening, at=clock.now())
    return [
        Link(
            "good" if is_kept else "bad",
            now_in_words("Waiting room"),
            sentence,
            reverse("waiting:room"),
        )
    ]

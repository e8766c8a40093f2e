"""An offer of seats: how long it stands, when it is called to mind, and what ends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from foundation.refusals import Refusal

OPEN, ACCEPTED, WITHDRAWN, LAPSED = "OPEN", "ACCEPTED", "WITHDRAWN", "LAPSED"
# An answer that was sent in time may still be on its way into the database.
ON_ITS_WAY = timedelta(minutes=1)


class BadOfferTerms(Refusal):
    """A reminder would come after the offer's last day."""

    code = "bad_offer_terms"
    status = 422


class OfferOver(Refusal):
    """The time to accept has passed."""

    code = "offer_over"


class OfferGone(Refusal):
    """The file gave its place up, or its offer lapsed."""

    code = "offer_gone"


class OfferStillOpen(Refusal):
    """An offer whose time has not passed does not lapse."""

    code = "offer_still_open"


class OfferWasAccepted(Refusal):
    """An offer that was accepted in time does not lapse."""

    code = "offer_was_accepted"


@dataclass(frozen=True)
class Terms:
    """What a season says of its offers.

    days              full days to accept in, after the day on which the offer was made
    reminder_days     after how many days an offer without an answer is called to mind, upward
    zone              in which a day ends
    promotions_until  from then on seats that come free stay free; None without such a day
    """

    days: int
    reminder_days: tuple[int, ...]
    zone: ZoneInfo
    promotions_until: datetime | None = None

    def promising(self, days: int | None) -> Terms:
        """Return these terms with the days that a round's own rules promise, if they do.

        What would be called to mind after them is not.
        """
        if days is None:
            return self
        reminders = tuple(after for after in self.reminder_days if after <= days)
        return replace(self, days=days, reminder_days=reminders)

    def until_of(self, made_at: datetime) -> datetime:
        """Return when an offer ends: the midnight after its last day, which is excluded."""
        return self.until_of_day(made_at, days=self.days)

    def until_of_day(self, moment: datetime, *, days: int = 0) -> datetime:
        """Return the midnight at which the day of a moment ends, or one so many days later."""
        return self.midnight(self.day_of(moment) + timedelta(days=days + 1))

    def day_of(self, moment: datetime) -> date:
        """Return the mission's day of a moment."""
        return moment.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """Return the moment at which a day of the mission begins."""
        return datetime.combine(day, time(), tzinfo=self.zone)

    def is_giving(self, at: datetime) -> bool:
        """Tell whether seats that come free are still given on."""
        return self.promotions_until is None or at < self.promotions_until

    def reminder_due(self, made_at: datetime, *, at: datetime) -> int | None:
        """Return after how many days the newest reminder was due by now, if one was.

        A worker that was away sends the newest one alone, not all that it missed.
        """
        due = [days for days in self.reminder_days if made_at + timedelta(days=days) <= at]
        return due[-1] if due else None

    def next_reminder(self, made_at: datetime, *, at: datetime) -> datetime | None:
        """Return when the next reminder will be due, if one is still to come."""
        moments = (made_at + timedelta(days=days) for days in self.reminder_days)
        return next((moment for moment in moments if moment > at), None)


@dataclass(frozen=True)
class OfferFacts:
    """What decides about an offer; ``until`` is excluded."""

    reference: str
    until: datetime
    state: str


def read_terms(values: Mapping[str, Any]) -> Terms:
    """Read a season's rule values; raises BadOfferTerms."""
    days, reminders = values["offers.days"], values["offers.reminder_days"]
    if any(days_after > days for days_after in reminders):
        raise BadOfferTerms(days=days)
    stop = values["offers.promotions_until"]
    return Terms(
        days=days,
        reminder_days=tuple(sorted(set(reminders))),
        zone=ZoneInfo(values["applications.timezone"]),
        promotions_until=datetime.fromisoformat(stop) if stop else None,
    )


def check_acceptable(offer: OfferFacts, *, at: datetime) -> None:
    """Raise OfferGone or OfferOver unless the offer may be accepted now, or was already."""
    if offer.state in (WITHDRAWN, LAPSED):
        raise OfferGone(reference=offer.reference)
    if offer.state == OPEN and at >= offer.until:
        raise OfferOver(reference=offer.reference, until=offer.until)


def check_lapsable(offer: OfferFacts, *, at: datetime) -> None:
    """Raise OfferWasAccepted or OfferStillOpen unless the time passed without an answer."""
    if offer.state == ACCEPTED:
        raise OfferWasAccepted(reference=offer.reference)
    if at < offer.until:
        raise OfferStillOpen(reference=offer.reference, until=offer.until)

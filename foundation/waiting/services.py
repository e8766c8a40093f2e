"""Writes of the waiting room: prepare, pace, close, and tidy up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from foundation import journal
from foundation.refusals import Refusal
from foundation.scoping import Actor
from foundation.waiting import access
from foundation.waiting.events import OpeningClosed, OpeningPaced, OpeningPrepared
from foundation.waiting.models import Opening, Pulse, Seat
from foundation.waiting.queries import NoOpening

KEEP_SEATS = timedelta(days=30)
KEEP_PULSES = timedelta(hours=1)


class OpeningExists(Refusal):
    """A waiting room stands already."""

    code = "opening_exists"


class BadOpening(Refusal):
    """The pace is not above 0, or the lobby begins after the opening."""

    code = "bad_opening"
    status = 422


@dataclass(frozen=True)
class OpeningPlan:
    """When a door opens and how quickly people are let in.

    lobby_from  from then on people who come get a ticket
    most_pace   people a second, at most
    """

    name: str
    lobby_from: datetime
    opens_at: datetime
    most_pace: float
    help_line: str = ""


@transaction.atomic
def prepare_opening(*, plan: OpeningPlan, by: Actor, at: datetime) -> Opening:
    """Put a waiting room before the door; raises OpeningExists, BadOpening."""
    access.check_may_steer(by=by)
    if plan.most_pace <= 0 or plan.lobby_from > plan.opens_at:
        raise BadOpening()
    _refuse_second()
    opening = _put(plan)
    event = OpeningPrepared(
        opening=opening.id, opens_at=opening.opens_at, most_pace=opening.most_pace
    )
    journal.record(event, by=by, at=at)
    return opening


@transaction.atomic
def pace_opening(*, most_pace: float, by: Actor, at: datetime) -> Opening:
    """Set how many a second may be let in at most; raises NoOpening, BadOpening."""
    access.check_may_steer(by=by)
    if most_pace <= 0:
        raise BadOpening()
    opening = _standing()
    opening.most_pace = most_pace
    opening.save(update_fields=["most_pace"])
    journal.record(OpeningPaced(opening=opening.id, most_pace=most_pace), by=by, at=at)
    return opening


@transaction.atomic
def close_opening(*, by: Actor, at: datetime) -> Opening:
    """Take the waiting room away: everybody goes in freely; raises NoOpening."""
    access.check_may_steer(by=by)
    opening = _standing()
    opening.closed_at = at
    opening.save(update_fields=["closed_at"])
    event = OpeningClosed(opening=opening.id, given=opening.given, called=opening.called)
    journal.record(event, by=by, at=at)
    return opening


def sweep_seats(*, at: datetime) -> int:
    """Forget seats of openings closed a month ago, and old pulses; answer how many seats."""
    Pulse.objects.filter(at__lt=at - KEEP_PULSES).delete()
    old = Seat.objects.filter(opening__closed_at__lt=at - KEEP_SEATS)
    return old.delete()[0]


def _refuse_second() -> None:
    standing = Opening.objects.filter(closed_at=None).first()
    if standing is not None:
        raise OpeningExists(name=standing.name)


def _put(plan: OpeningPlan) -> Opening:
    try:
        with transaction.atomic():
            return Opening.objects.create(
                name=plan.name,
                help_line=plan.help_line,
                lobby_from=plan.lobby_from,
                opens_at=plan.opens_at,
                most_pace=plan.most_pace,
            )
    except IntegrityError as broken:
        _refuse_second()  # somebody prepared another one in this very moment
        raise BadOpening() from broken


def _standing() -> Opening:
    opening = Opening.objects.select_for_update().filter(closed_at=None).first()
    if opening is None:
        raise NoOpening()
    return opening

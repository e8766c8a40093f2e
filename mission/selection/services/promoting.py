"""After the draw: a place is given up, and the first waiting files that fit take its seats."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.selection import access
from mission.selection.models import Happening, Promotion, Round
from mission.selection.queries.outcomes import LEFT
from mission.selection.rules import ceremony
from mission.selection.services.leaving import Leaving, leave_places
from mission.selection.services.steps import locked


class NotALeaving(Refusal):
    """Something else than a withdrawal or a lapse: nobody is promoted by hand."""

    code = "not_a_leaving"
    status = 422


@transaction.atomic
def vacate_place(
    *, selection_round: Round, reference: str, how: str, reason: str, by: Actor, at: datetime
) -> list[Promotion]:
    """Take a file out of the result and let waiting files move up; answer the new lines.

    how  WITHDRAWN (their own wish) or LAPSED (not accepted in time: the offer must be over)
    Raises NotALeaving, NotInRound, PlaceAlreadyLeft, OfferStillOpen, OfferWasAccepted,
    StepOutOfOrder, PermissionRefused.
    """
    access.check_may_publish_round(by=by)
    if how not in LEFT:
        raise NotALeaving(how=how)
    held = locked(selection_round, needed=ceremony.PUBLISHED)
    return leave_places(held, [reference], Leaving(Happening(how), reason), by=by, at=at)

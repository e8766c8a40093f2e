"""What the selection does when somebody of a round withdraws the application itself."""

from __future__ import annotations

from datetime import datetime

from foundation.scoping import Actor
from mission.registration.events import ApplicationWithdrawn
from mission.selection import queries, services
from mission.selection.events import ResultPublished
from mission.selection.models import Happening, Round
from mission.selection.services.leaving import PlaceAlreadyLeft


def vacate_withdrawn_place(event: ApplicationWithdrawn, *, at: datetime) -> None:
    """Give up the place of a file that was withdrawn, in every published round that has it.

    A round that is not published yet gives it up when it is.
    """
    for held in queries.published_rounds_with(event.application):
        _vacate(held, event.reference, at=at)


def vacate_places_withdrawn_meanwhile(event: ResultPublished, *, at: datetime) -> None:
    """Give up the places of files that were withdrawn between the freeze and the result."""
    held = queries.round_by_id(event.round)
    for reference in queries.withdrawn_references(held):
        _vacate(held, reference, at=at)


def _vacate(held: Round, reference: str, *, at: datetime) -> None:
    try:
        services.vacate_place(
            selection_round=held,
            reference=reference,
            how=Happening.WITHDRAWN,
            reason="",
            by=Actor.system("selection"),
            at=at,
        )
    except PlaceAlreadyLeft:
        return

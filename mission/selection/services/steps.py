"""How a round moves on: locked, one step at a time, each a row."""

from __future__ import annotations

from datetime import datetime

from foundation.scoping import Actor
from mission.selection import queries
from mission.selection.models import Answer, Round, RoundStatus
from mission.selection.rules import ceremony


def locked(selection_round: Round, *, needed: str) -> Round:
    """Lock a round and its season for this transaction; refuse unless it stands where it must.

    No files are judged, no rules changed and no round opened in the season meanwhile. Two who
    press the same button at once come one after the other, and the second is refused.
    Raises StepOutOfOrder.
    """
    held = locked_anywhere(selection_round)
    ceremony.check_step(state=queries.current_state(held), needed=needed)
    return held


def locked_anywhere(selection_round: Round) -> Round:
    """Lock a round and its season for this transaction, wherever it stands."""
    return Round.objects.select_for_update().select_related("season").get(id=selection_round.id)


def move_to(
    state: str,
    *,
    selection_round: Round,
    by: Actor,
    at: datetime,
    decision: Answer | None = None,
) -> None:
    """Write that a round reached a state; from the freeze on by a decision of two persons."""
    RoundStatus.objects.create(
        round=selection_round,
        place=ceremony.STATES.index(state),
        state=state,
        decision=decision,
        at=at,
        by=by.label,
    )

"""How a round moves on: locked, one step at a time, each a row."""

from __future__ import annotations

from datetime import datetime

from foundation.scoping import Actor
from mission.selection import queries
from mission.selection.models import Round, RoundStatus
from mission.selection.rules import ceremony


def locked(selection_round: Round, *, needed: str) -> Round:
    """Lock a round and its season for this transaction; refuse unless it stands where it must.

    No files are judged, no rules changed and no round opened in the season meanwhile. Two who
    press the same button at once come one after the other, and the second is refused.
    Raises StepOutOfOrder.
    """
    held = Round.objects.select_for_update().select_related("season").get(id=selection_round.id)
    ceremony.check_step(state=queries.current_state(held), needed=needed)
    return held


def move_to(
    state: str, *, selection_round: Round, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Write that a round reached a state."""
    RoundStatus.objects.create(
        round=selection_round,
        place=ceremony.STATES.index(state),
        state=state,
        reason=reason,
        at=at,
        by=by.label,
    )

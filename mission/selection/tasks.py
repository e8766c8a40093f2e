"""Work of the selection that takes a while, with progress on the page: freeze and draw."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from foundation import jobs
from foundation.clock import now
from foundation.progress import tracked
from foundation.scoping import Actor
from mission.selection import queries, services
from mission.selection.rules import ceremony
from mission.staff import queries as staff


@jobs.job(queue="selection", retries=3)
def freeze_round(*, task: str, round_id: str, member: str, chance: list[str]) -> None:
    """Freeze a round for the member who asked; again after a kill, unless it is frozen.

    chance  kind, name and moment (ISO 8601)
    """
    held = queries.round_by_id(UUID(round_id))
    kind, name, moment = chance
    with tracked(task) as progress:
        if queries.current_state(held) == ceremony.COMMITTING:
            services.freeze_round(
                selection_round=held,
                chance=services.Chance(kind, name, datetime.fromisoformat(moment)),
                by=_actor(member),
                at=now(),
                progress=progress,
            )


@jobs.job(queue="selection", retries=3)
def draw_round(*, task: str, round_id: str, member: str) -> None:
    """Hold a draw whose chance is written down; again after a kill, unless it is held."""
    held = queries.round_by_id(UUID(round_id))
    with tracked(task) as progress:
        if queries.current_state(held) == ceremony.REVEALED:
            services.hold_round_draw(
                selection_round=held, by=_actor(member), at=now(), progress=progress
            )


def _actor(member: str) -> Actor:
    return staff.actor_for(staff.member_by_id(UUID(member)))

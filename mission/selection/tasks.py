"""Work of the selection that nobody waits for: freeze and draw, with progress on the page, and
the clock of the offers."""

from __future__ import annotations

from uuid import UUID

from foundation import jobs
from foundation.clock import now
from foundation.progress import tracked
from foundation.scoping import Actor
from mission.season.queries import current_season
from mission.selection import queries, services
from mission.selection.rules import ceremony
from mission.staff import queries as staff


@jobs.job(queue="selection", retries=3)
def freeze_round(*, task: str, round_id: str, member: str) -> None:
    """Freeze a round as two persons decided; again after a kill, unless it is frozen."""
    held = queries.round_by_id(UUID(round_id))
    with tracked(task) as progress:
        if queries.current_state(held) == ceremony.COMMITTING:
            services.freeze_round(
                selection_round=held, by=_actor(member), at=now(), progress=progress
            )


@jobs.job(queue="selection", retries=3)
def draw_round(*, task: str, round_id: str, member: str) -> None:
    """Hold a draw that two persons decided; again after a kill, unless it is held."""
    held = queries.round_by_id(UUID(round_id))
    with tracked(task) as progress:
        if queries.current_state(held) == ceremony.REVEALED:
            services.hold_round_draw(
                selection_round=held, by=_actor(member), at=now(), progress=progress
            )


@jobs.scheduled(cron="*/5 * * * *", queue="selection")
def look_after_offers() -> None:
    """Remind of offers without an answer, and give on the seats of those that are over."""
    season = current_season()
    if season is not None:
        services.look_after_offers(season=season, by=Actor.system("offers"), at=now())


def _actor(member: str) -> Actor:
    return staff.actor_for(staff.member_by_id(UUID(member)))

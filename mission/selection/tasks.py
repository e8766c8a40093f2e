"""Work of the selection that nobody waits for: freeze, draw, publication and simulated draws,
with progress on the page, and the clock of the offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation import jobs
from foundation.clock import now
from foundation.progress import tracked
from foundation.scoping import Actor
from mission.notifications.services import send_news
from mission.season.queries import current_season
from mission.selection import presenters, queries, services
from mission.selection.rules import ceremony
from mission.staff import queries as staff

# A part takes well under a second, so that other work of the queue comes in between.
TOLD_AT_ONCE = 500
_SELECTION = Actor.system("selection")


@dataclass(frozen=True)
class Held:
    """Ids of the task that shows the work, of its round, and of who began it."""

    task: str
    round_id: str
    member: str


@jobs.job(queue="selection", retries=3)
def freeze_round(*, task: str, round_id: str, member: str) -> None:
    """Freeze a round as two persons decided; again after a kill, unless it is frozen."""
    _hold(services.freeze_round, Held(task, round_id, member), needed=ceremony.COMMITTING)


@jobs.job(queue="selection", retries=3)
def draw_round(*, task: str, round_id: str, member: str) -> None:
    """Hold a draw that two persons decided; again after a kill, unless it is held."""
    _hold(services.hold_round_draw, Held(task, round_id, member), needed=ceremony.REVEALED)


@jobs.job(queue="selection", retries=3)
def publish_round(*, task: str, round_id: str, member: str) -> None:
    """Publish a result as two persons decided; again after a kill, unless it is public."""
    _hold(services.publish_round, Held(task, round_id, member), needed=ceremony.DRAWN)


@jobs.job(queue="selection", retries=3)
def simulate_chances(*, task: str, round_id: str, member: str) -> None:
    """Simulate draws of a round; again after a kill, unless the chances stand already."""
    held = queries.round_by_id(UUID(round_id))
    with tracked(task) as progress:
        services.simulate_chances(
            selection_round=held, by=_actor(member), at=now(), progress=progress
        )


@jobs.scheduled(cron="*/5 * * * *", queue="selection")
def look_after_offers() -> None:
    """Remind of offers without an answer, and give on the seats of those that are over."""
    season = current_season()
    if season is not None:
        services.look_after_offers(season=season, by=Actor.system("offers"), at=now())


@jobs.job(queue="selection")
def tell_who_waits(*, round_id: str, after: int, since: str) -> None:
    """Tell a part of the files that wait where they stand, and leave the rest to a next job.

    A part is one transaction, and whom an earlier run has told is passed over.

    since  when the telling began, ISO 8601
    """
    began_at = datetime.fromisoformat(since)
    held = queries.round_by_id(UUID(round_id))
    part = queries.not_offered(held, after=after, most=TOLD_AT_ONCE)
    with transaction.atomic():
        for kind, news in presenters.result_news(part).items():
            send_news(news=news, kind=kind, since=began_at, by=_SELECTION, at=now())
        if len(part) >= TOLD_AT_ONCE:
            jobs.defer(tell_who_waits, round_id=round_id, after=part[-1].place, since=since)


def _hold(step: Callable[..., object], work: Held, *, needed: str) -> None:
    """Do a step of a round that stands where the step needs it; else it was done before."""
    held = queries.round_by_id(UUID(work.round_id))
    with tracked(work.task) as progress:
        if queries.current_state(held) == needed:
            step(selection_round=held, by=_actor(work.member), at=now(), progress=progress)


def _actor(member: str) -> Actor:
    return staff.actor_for(staff.member_by_id(UUID(member)))

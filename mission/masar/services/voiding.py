"""What hangs on an application falls with it, and what nobody needs any more is not sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from foundation.scoping import Actor
from mission.masar import access
from mission.masar.models import Exchange
from mission.masar.rules.states import LIVE, Operation, State
from mission.masar.services.opening import hold_writing
from mission.masar.services.steps import Why, add_steps, move_rows
from mission.season.models import Season

FALLS = Why("its application was withdrawn")
LEFT = Why("the pilgrim gave the seat up")


@transaction.atomic
def void_unsent(*, season: Season, pilgrim_ids: Sequence[UUID], by: Actor, at: datetime) -> int:
    """Withdraw what was not sent yet for pilgrims who gave their seats up; answers how many.

    What the e-path may have is left to a person, who withdraws it there: its answer then comes
    by the feed as any other. Raises PermissionRefused.
    """
    access.check_may_send(by=by)
    hold_writing(season)
    waiting = Exchange.objects.filter(
        season=season, pilgrim_id__in=pilgrim_ids, state=State.PENDING
    )
    rows = list(waiting.order_by("id"))
    for row in rows:
        row.state, row.state_at, row.needs_person = State.WITHDRAWN, at, False
    move_rows(rows, at=at)
    add_steps(rows, why=LEFT, by=by.label, at=at)
    return len(rows)


def void_followers(moved: Sequence[Exchange], *, by: Actor, at: datetime) -> list[Exchange]:
    """Withdraw visas and permits of applications that were withdrawn; answers those rows.

    They wait for nobody: the decision is about the application, and new ones follow a new one.
    """
    gone = [
        row.pilgrim_id
        for row in moved
        if row.operation == Operation.PILGRIM and row.state == State.WITHDRAWN
    ]
    if not gone:
        return []
    standing = Q(state__in=LIVE) | Q(needs_person=True)
    followers = Exchange.objects.filter(
        standing, pilgrim_id__in=gone, operation__in=[Operation.VISA, Operation.PERMIT]
    )
    rows = list(followers.order_by("id"))
    for row in rows:
        row.state, row.state_at, row.needs_person = State.WITHDRAWN, at, False
    move_rows(rows, at=at)
    add_steps(rows, why=FALLS, by=by.label, at=at)
    return rows

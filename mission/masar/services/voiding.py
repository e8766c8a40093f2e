"""What hangs on an application falls with it: its visa and its permit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from foundation.scoping import Actor
from mission.masar.models import Exchange
from mission.masar.rules.states import LIVE, Operation, State
from mission.masar.services.steps import Why, add_steps, move_rows

FALLS = Why("its application was withdrawn")


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

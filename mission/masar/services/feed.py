"""Reading the feed of changes: in order, with repeats and old pages, never skipping one."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.scoping import Actor
from mission.masar.models import Link
from mission.masar.rules.answers import Told, told_by_record
from mission.masar.rules.states import Operation, State, furthest
from mission.masar.services.port import Reply
from mission.masar.services.recording import record_told
from mission.masar.services.steps import Why
from mission.season.models import Season


@transaction.atomic
def record_changes(*, season: Season, reply: Reply, by: Actor, at: datetime) -> Counter[State]:
    """Take over one page of the feed and remember how far it was read, in one transaction."""
    link, _ = Link.objects.select_for_update().get_or_create(season=season)
    told: dict[UUID, Told] = {}
    for change in reply.items("changes"):
        try:
            key = UUID(str(change.get("key")))
            operation = Operation(str(change.get("operation")))
        except ValueError:
            continue  # not ours; the full comparison looks at strangers
        fresh = told_by_record(operation, change)
        known = told.get(key)
        if known is None or furthest(known.state, fresh.state) is fresh.state:
            told[key] = fresh
    moved = record_told(season=season, told=told, why=Why("feed of changes"), by=by, at=at)
    cursor = reply.body.get("next_cursor")
    if isinstance(cursor, int) and cursor > link.cursor:
        link.cursor = cursor
        link.save(update_fields=["cursor"])
    return moved

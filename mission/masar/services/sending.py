"""Sending: a chunk is written down as sent before it is, and its answer after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from foundation import journal
from foundation.scoping import Actor
from mission.masar import access
from mission.masar.events import ChunkSent
from mission.masar.models import Call, Exchange
from mission.masar.rules.answers import Told, told_by_item, told_by_record
from mission.masar.rules.states import Operation, State
from mission.masar.services.opening import hold_writing
from mission.masar.services.port import End, Reply
from mission.masar.services.recording import record_told
from mission.masar.services.steps import Why, add_steps
from mission.season.models import Season


@dataclass(frozen=True)
class Chunk:
    """Requests that go out in one call, as they are sent."""

    call: Call
    operation: Operation
    items: Sequence[Mapping[str, Any]]

    @property
    def ids(self) -> list[UUID]:
        """The keys of the chunk."""
        return [UUID(item["key"]) for item in self.items]


@transaction.atomic
def claim_chunk(
    *, season: Season, operation: Operation, size: int, by: Actor, at: datetime
) -> Chunk | None:
    """Mark up to ``size`` PENDING requests as SENT and give them; None when there are none.

    From here on nobody knows whether they have them until an answer says so.
    """
    access.check_may_send(by=by)
    hold_writing(season)
    waiting = Exchange.objects.filter(season=season, operation=operation, state=State.PENDING)
    rows = list(waiting.order_by("id")[:size])
    if not rows:
        return None
    call = Call.objects.create(
        season=season, purpose=f"SEND {operation}", requests=len(rows), begun_at=at
    )
    Exchange.objects.filter(id__in=[row.id for row in rows]).update(
        state=State.SENT, state_at=at
    )
    for row in rows:
        row.state = State.SENT
    add_steps(rows, why=Why("", call), by=by.label, at=at)
    journal.record(ChunkSent(call.id, operation, len(rows)), by=by, at=at)
    items = [{"key": str(row.id), **row.body} for row in rows]
    return Chunk(call=call, operation=operation, items=items)


@transaction.atomic
def record_sent(
    *, season: Season, chunk: Chunk, reply: Reply, by: Actor, at: datetime
) -> Counter[State]:
    """Record how the call of a chunk ended for each of its requests."""
    end_call(chunk.call, reply, at=at)
    told: dict[UUID, Told] = dict.fromkeys(chunk.ids, Told(state=_without_answer(reply)))
    for item in reply.items("items"):
        key = _own_key(item, told)
        if key is not None:
            told[key] = told_by_item(chunk.operation, item)
    reason = "" if reply.end is End.ANSWERED else reply.words[:200]
    return record_told(season=season, told=told, why=Why(reason, chunk.call), by=by, at=at)


def _without_answer(reply: Reply) -> State:
    return State.PENDING if reply.end is End.TURNED_AWAY else State.UNKNOWN


def _own_key(item: Mapping[str, Any], told: Mapping[UUID, Told]) -> UUID | None:
    try:
        key = UUID(str(item.get("key")))
    except ValueError:
        return None
    return key if key in told else None


def end_call(call: Call, reply: Reply, *, at: datetime) -> None:
    """Write how a call ended."""
    call.ended_at, call.outcome, call.tries = at, reply.end, reply.tries
    call.http_status, call.words = reply.http_status, reply.words
    call.save(update_fields=["ended_at", "outcome", "tries", "http_status", "words"])


@transaction.atomic
def declare_unknown(*, season: Season, by: Actor, at: datetime) -> int:
    """Mark requests that a dead sender left as SENT as UNKNOWN; answers how many.

    Only the one sender of a season may call this: it knows that no other is on the line.
    """
    rows = Exchange.objects.filter(season=season, state=State.SENT)
    left = {row: Told(state=State.UNKNOWN) for row in rows.values_list("id", flat=True)}
    why = Why("the sender stopped before an answer came")
    moved = record_told(season=season, told=left, why=why, by=by, at=at)
    return moved[State.UNKNOWN]


@transaction.atomic
def record_asked(
    *, season: Season, keys: Sequence[UUID], reply: Reply, by: Actor, at: datetime
) -> Counter[State]:
    """Record what they said about keys that were asked for.

    A key that they do not know goes back to PENDING and is sent again under the same key: if
    their answer was old, or the first call is still on its way, they book it once all the same.
    """
    call = Call(season=season, purpose="ASK", requests=len(keys), begun_at=at)
    call.save()
    end_call(call, reply, at=at)
    asked = Exchange.objects.filter(id__in=keys).values_list("id", "operation")
    operations = {key: Operation(operation) for key, operation in asked}
    told: dict[UUID, Told] = {}
    for item in reply.items("items"):
        key = _own_key(item, dict.fromkeys(keys, Told(State.UNKNOWN)))
        if key is not None and key in operations:
            told[key] = _told_about(operations[key], item)
    return record_told(season=season, told=told, why=Why("asked by key", call), by=by, at=at)


def _told_about(operation: Operation, item: Mapping[str, Any]) -> Told:
    if item.get("error") == "UNKNOWN_KEY":
        return Told(state=State.PENDING, raw=item)
    if "state" not in item:
        return Told(state=State.UNKNOWN, raw=item)
    return told_by_record(operation, item)

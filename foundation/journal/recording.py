"""Writing to the journal: one row for each event and one job for each subscriber."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from foundation import jobs
from foundation.events import Event
from foundation.ids import uuid7, uuid7s
from foundation.journal.subscriptions import handlers_of

if TYPE_CHECKING:
    from foundation.scoping import Actor

# One job carries so many entries to one handler: few jobs after an import, short runs each.
ENTRIES_PER_JOB = 500
_PIECE_ROWS = 1_000

_INSERT = """
WITH entry AS (
    INSERT INTO journal_entry (id, event, record, payload, by_kind, by_id, by_label, at)
    VALUES (%s, %s, %s, %s::jsonb, %s, %s, %s, %s)
    RETURNING xid
)
SELECT pg_notify('journal', xid::text) FROM entry
"""
_COPY = """
COPY journal_entry (id, event, record, payload, by_kind, by_id, by_label, at) FROM STDIN
"""
_as_json = json.JSONEncoder(ensure_ascii=False).encode
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class NotInTransaction(RuntimeError):
    """The journal is written in the transaction of the change, or not at all."""


def record(event: Event, *, by: Actor, at: datetime) -> UUID:
    """Write that an event happened, in the present transaction; answer the entry's id.

    Every subscriber gets a job that runs after the commit.

    Raises NotInTransaction.
    """
    _require_transaction()
    entry_id = uuid7()
    payload = _as_json(event.to_json())
    who = (by.kind, by.id, by.label)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [entry_id, event.wire, event.record, payload, *who, at])
    _start_handlers({event.wire: [entry_id]})
    return entry_id


def record_many(events: Iterable[Event], *, by: Actor, at: datetime) -> int:
    """Write many events at once, in their order; answer how many.

    Raises NotInTransaction.
    """
    _require_transaction()
    ends = "\t".join(_escaped(part) for part in (by.kind, by.id, by.label, at.isoformat()))
    happened = list(events)  # a generator may ask the database, which cannot answer in a COPY
    ids = uuid7s(len(happened))
    with connection.cursor() as cursor:
        with cursor.copy(_COPY) as copy:
            for start in range(0, len(happened), _PIECE_ROWS):
                part = slice(start, start + _PIECE_ROWS)
                lines = map(_line, ids[part], happened[part])
                copy.write("".join([f"{line}\t{ends}\n" for line in lines]))
        cursor.execute("SELECT pg_notify('journal', pg_current_xact_id()::text)")
    entries: dict[str, list[UUID]] = {}
    for entry_id, event in zip(ids, happened, strict=True):
        entries.setdefault(event.wire, []).append(entry_id)
    _start_handlers(entries)
    return len(happened)


def _line(entry_id: UUID, event: Event) -> str:
    # JSON has no tab or end of a line in it: what is left to escape is what it escapes by.
    payload = _as_json(event.to_json()).replace("\\", "\\\\")
    return f"{entry_id}\t{event.wire}\t{_escaped(event.record)}\t{payload}"


def _start_handlers(entries: dict[str, list[UUID]]) -> None:
    for wire, entry_ids in entries.items():
        for handler in handlers_of(wire):
            jobs.defer_many(
                "journal.deliver",
                ({"handler": handler, "entries": part} for part in _parts(entry_ids)),
            )


def _parts(entry_ids: Sequence[UUID]) -> Iterable[list[str]]:
    for start in range(0, len(entry_ids), ENTRIES_PER_JOB):
        yield [str(entry_id) for entry_id in entry_ids[start : start + ENTRIES_PER_JOB]]


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise NotInTransaction("journal.record outside of transaction.atomic")


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)

"""Reading the journal in the order in which nothing is lost: (transaction id, id)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from foundation import events
from foundation.events import Event

_COLUMNS = "xid, id, event, record, payload, by_kind, by_id, by_label, at, recorded_at"
_PAGE = f"""
SELECT {_COLUMNS} FROM journal_entry
WHERE (xid, id) > (%s::xid8, %s) AND xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY xid, id LIMIT %s
"""  # noqa: S608  (column names only)
_HISTORY = f"SELECT {_COLUMNS} FROM journal_entry WHERE record = %s ORDER BY xid, id"  # noqa: S608
_BY_IDS = f"SELECT {_COLUMNS} FROM journal_entry WHERE id = ANY(%s) ORDER BY xid, id"  # noqa: S608


class Cursor(NamedTuple):
    """A place in the journal: after this entry. Written ``<xid>.<id>``."""

    xid: int
    id: UUID

    def __str__(self) -> str:
        return f"{self.xid}.{self.id}"

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Read the written form; raises ValueError."""
        xid, _, entry_id = text.partition(".")
        if not xid.isdecimal() or int(xid) >= 2**64:
            raise ValueError(text)
        return cls(int(xid), UUID(entry_id))


START = Cursor(0, UUID(int=0))


@dataclass(frozen=True)
class Recorded:
    """One entry as it was written; ``payload`` is the event's JSON."""

    cursor: Cursor
    wire: str
    record: str
    payload: dict[str, Any]
    by_kind: str
    by_id: str
    by_label: str
    at: datetime
    recorded_at: datetime

    @property
    def id(self) -> UUID:
        """The entry's id."""
        return self.cursor.id

    def event(self) -> Event:
        """Read the event back; raises UnknownEvent or BadEvent."""
        return events.read(self.wire, self.payload)


def read_after(cursor: Cursor = START, *, limit: int = 1_000) -> list[Recorded]:
    """Read the next entries after a cursor, oldest first, at most ``limit``.

    Only entries below the oldest running transaction are given: whatever commits later comes
    later, so a reader that keeps its cursor never misses a row.
    """
    return list(_rows(_PAGE, [str(cursor.xid), cursor.id, limit]))


def history_of(record: object) -> list[Recorded]:
    """Read everything that happened to one record, oldest first."""
    return list(_rows(_HISTORY, [str(record)]))


def entries_by_id(entry_ids: list[UUID]) -> list[Recorded]:
    """Read entries by their ids, oldest first; unknown ids are left out."""
    return list(_rows(_BY_IDS, [entry_ids]))


def _rows(query: str, parameters: list[Any]) -> Iterator[Recorded]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        rows = cursor.fetchall()
    for xid, entry_id, wire, record, payload, by_kind, by_id, by_label, at, recorded_at in rows:
        yield Recorded(
            cursor=Cursor(int(xid), entry_id),
            wire=wire,
            record=record,
            payload=json.loads(payload) if isinstance(payload, str) else payload,
            by_kind=by_kind,
            by_id=by_id,
            by_label=by_label,
            at=at,
            recorded_at=recorded_at,
        )

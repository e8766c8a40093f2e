"""Writing where requests stand: one statement for a whole chunk, however long it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from foundation.ids import uuid7
from mission.masar.models import Call, Exchange

# An UPDATE and an INSERT a row would cost more than all the rest of the exchange.
_MOVE = """
UPDATE masar_exchange AS e SET state = m.state, state_at = %s, number = m.number,
    reasons = m.reasons, valid_from = m.valid_from, valid_until = m.valid_until,
    needs_person = m.needs_person
FROM jsonb_to_recordset(%s::jsonb) AS m (id uuid, state text, number text, reasons jsonb,
    valid_from date, valid_until date, needs_person bool)
WHERE e.id = m.id
"""
_STEPS = """
INSERT INTO masar_exchangestep (id, exchange_id, state, at, by, reason, answer, call_id)
SELECT s.id, s.exchange, s.state, %s, %s, %s, s.answer, %s
FROM jsonb_to_recordset(%s::jsonb) AS s (id uuid, exchange uuid, state text, answer jsonb)
"""


@dataclass(frozen=True)
class Why:
    """Why requests move: a short reason, and the call that brought it where there was one."""

    reason: str
    call: Call | None = None


def move_rows(rows: Iterable[Exchange], *, at: datetime) -> None:
    """Save what these rows say about where they stand, since ``at``."""
    moved = [
        {
            "id": str(row.id),
            "state": row.state,
            "number": row.number,
            "reasons": row.reasons,
            "valid_from": row.valid_from.isoformat() if row.valid_from else None,
            "valid_until": row.valid_until.isoformat() if row.valid_until else None,
            "needs_person": row.needs_person,
        }
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [at, _json(moved)])


def add_steps(
    rows: Sequence[Exchange],
    *,
    why: Why,
    by: str,
    at: datetime,
    answers: Mapping[Any, Mapping[str, Any]] | None = None,
) -> None:
    """Add a step to each request: where it stands now.

    answers  request id → their own words about it
    """
    words = answers or {}
    steps = [
        {
            "id": str(uuid7()),
            "exchange": str(row.id),
            "state": row.state,
            "answer": words.get(row.id) or None,
        }
        for row in rows
    ]
    call_id = why.call.id if why.call else None
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, [at, by[:200], why.reason[:200], call_id, _json(steps)])


def _json(value: object) -> str:
    """Write JSON that PostgreSQL takes: it has no place for NUL characters."""
    return json.dumps(value, ensure_ascii=False).replace("\\u0000", "")

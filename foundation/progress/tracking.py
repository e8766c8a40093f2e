"""Progress kept in a row, written outside the work's own transaction, so that others see it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from psycopg.errors import LockNotAvailable
from psycopg.types.json import Jsonb

from foundation.progress.reporting import Cancelled
from foundation.refusals import Refusal

PAUSE_SECONDS = 0.3

_BEGIN = """
UPDATE progress_task SET
    state = CASE WHEN cancel_requested_at IS NULL THEN 'RUNNING' ELSE 'CANCELLING' END,
    started_at = now(), updated_at = now(), ended_at = NULL,
    done = 0, error = '{}', result = '{}'
WHERE id = %(id)s RETURNING cancel_requested_at IS NOT NULL
"""
_STAGE = """
UPDATE progress_task SET stage = %(stage)s, total = %(total)s, done = 0, started_at = now(),
    updated_at = now() WHERE id = %(id)s RETURNING cancel_requested_at IS NOT NULL
"""
_REPORT = """
UPDATE progress_task SET done = %(done)s, updated_at = now()
WHERE id = %(id)s RETURNING cancel_requested_at IS NOT NULL
"""
_END = """
UPDATE progress_task SET state = %(state)s, done = %(done)s, updated_at = now(),
    ended_at = now(), result = %(result)s, error = %(error)s
WHERE id = %(id)s RETURNING cancel_requested_at IS NOT NULL
"""


class Tracked:
    """A Progress kept in a task's row; made by ``tracked``.

    ``result`` is shown by the page when the work is done: JSON values.
    """

    def __init__(self, task_id: UUID, link: psycopg.Connection[Any]) -> None:
        self.task_id = task_id
        self.result: dict[str, Any] = {}
        self._link = link
        self._done = 0
        self._written_at = 0.0
        self._is_cancelled = False

    def start(self, total: int, label: str = "") -> None:
        """Begin a stage; raises Cancelled when somebody asked to stop."""
        self._done = 0
        self._write(_STAGE, stage=str(label)[:200], total=total)
        self.check()

    def advance(self, count: int = 1) -> None:
        """Count on; the row follows a few times a second."""
        self._done += count
        if time.monotonic() - self._written_at >= PAUSE_SECONDS:
            self._write(_REPORT)

    def check(self) -> None:
        """Raise Cancelled when somebody asked to stop."""
        if time.monotonic() - self._written_at >= PAUSE_SECONDS:
            self._write(_REPORT)
        if self._is_cancelled:
            raise Cancelled

    def finish(self) -> None:
        """Write the last count."""
        self._write(_REPORT)

    def begin(self) -> None:
        """Mark the task as running; one that was stopped before stops at its first check."""
        self._write(_BEGIN)

    def end(self, state: str, error: dict[str, Any] | None = None) -> None:
        """Mark the task as over."""
        self._write(_END, state=state, result=Jsonb(self.result), error=Jsonb(error or {}))

    def _write(self, query: str, **values: Any) -> None:
        self._written_at = time.monotonic()
        told = {"id": self.task_id, "done": self._done, **values}
        with suppress(LockNotAvailable):  # the work itself holds the row: it goes first
            answer = self._link.execute(query, told).fetchone()
            self._is_cancelled = bool(answer and answer[0])


@contextmanager
def tracked(task_id: UUID | str) -> Iterator[Tracked]:
    """Report to a task's row for as long as the block runs; the row tells how it ended.

    A cancelled task and a Refusal end here: the row says so, and no error goes on. Every other
    error marks the task as failed and is raised again.
    """
    with _own_connection() as link:
        report = Tracked(UUID(str(task_id)), link)
        try:
            report.begin()
            yield report
        except Cancelled:
            report.end("CANCELLED")
        except Refusal as refusal:
            facts = {name: str(fact) for name, fact in refusal.facts.items()}
            report.end("FAILED", {"code": refusal.code, "facts": facts})
        except BaseException as error:
            report.end("FAILED", {"code": "task_failed", "facts": {"error": repr(error)[:500]}})
            raise
        else:
            report.end("DONE")


def _own_connection() -> psycopg.Connection[Any]:
    """Connect beside Django's connection: what is written here is seen at once by everybody."""
    settings = connection.get_connection_params()
    address = {
        key: settings[key] for key in settings if key not in ("cursor_factory", "context")
    }
    return psycopg.connect(**address, autocommit=True, options="-c lock_timeout=500ms")

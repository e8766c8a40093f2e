"""The clock: what time it is, asked only at the edges of the program."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Answer the present moment, aware, in UTC; services and rules take it as ``at``."""
    return datetime.now(UTC)

"""The journal: one append-only table of who did what, on which record, when, with what.

It is the audit trail, the outbox that starts handlers, and what live pages are told.
"""

from __future__ import annotations

from foundation.journal.reading import Cursor, Recorded, history_of, read_after
from foundation.journal.recording import NotInTransaction, record, record_many
from foundation.journal.subscriptions import subscribe, subscribed

__all__ = [
    "Cursor",
    "NotInTransaction",
    "Recorded",
    "history_of",
    "read_after",
    "record",
    "record_many",
    "subscribe",
    "subscribed",
]

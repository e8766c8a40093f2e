"""The chain: committed entries get numbers without gaps, and each hash covers all before it.

A link's hash is SHA-256 over the previous hash (32 bytes; zeros before the first) and the entry
as UTF-8 JSON: a list of texts without spaces, the number first, then ``ENTRY_TEXTS``. Times are
UTC with six decimals; the payload is the text that PostgreSQL prints for it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID

from django.db import connection, transaction

GENESIS = bytes(32)
PAGE_ROWS = 2_000
# Only one sequencer of a database works at a time; the number is arbitrary but fixed.
LOCK_NUMBER = 7_301_448

# Texts named as their columns: ORDER BY must name the table, or "1000" comes before "999".
ENTRY_TEXTS = """
entry.id::text, entry.xid::text, entry.event, entry.record, entry.payload::text,
entry.by_kind, entry.by_id, entry.by_label,
to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
to_char(entry.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
"""
_NEXT = f"""
SELECT {ENTRY_TEXTS} FROM journal_entry entry
WHERE (xid, id) > (%(xid)s::xid8, %(id)s) AND xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY entry.xid, entry.id LIMIT %(limit)s
"""  # noqa: S608  (column names only)
_NEXT_AFTER_RESTORE = f"""
SELECT {ENTRY_TEXTS} FROM journal_entry entry
WHERE NOT EXISTS (SELECT 1 FROM journal_link link WHERE link.entry_id = entry.id)
    AND (xid < pg_snapshot_xmin(pg_current_snapshot()) OR xid > pg_current_xact_id())
ORDER BY entry.recorded_at, entry.id LIMIT %(limit)s
"""  # noqa: S608
_LAST = """
SELECT number, entry_id, xid::text, hash,
    xid > pg_current_xact_id() AS from_another_server
FROM journal_link ORDER BY number DESC LIMIT 1
"""


def hash_of(previous: bytes, number: int, texts: tuple[str, ...]) -> bytes:
    """Answer the hash of a link; ``texts`` are the columns of ``ENTRY_TEXTS``."""
    written = json.dumps([str(number), *texts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(previous + written.encode()).digest()


def link_new_entries() -> int:
    """Number and chain every committed entry that has no number yet; answer how many.

    Entries of transactions that may still commit earlier ones wait for the next time. Several
    processes may call this; one works, the others answer 0. Not inside a transaction.
    """
    linked = 0
    while True:
        count = _link_page()
        linked += count
        if count < PAGE_ROWS:
            return linked


@transaction.atomic
def _link_page() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK_NUMBER])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_LAST)
        number, entry_id, xid, previous, is_restored = cursor.fetchone() or _before_first()
        query = _NEXT_AFTER_RESTORE if is_restored else _NEXT
        cursor.execute(query, {"xid": xid, "id": entry_id, "limit": PAGE_ROWS})
        entries = cursor.fetchall()
        if entries:
            _write_links(cursor, entries, number, bytes(previous))
    return len(entries)


def _write_links(cursor: Any, entries: list[Any], number: int, previous: bytes) -> None:
    with cursor.copy("COPY journal_link (number, entry_id, xid, hash) FROM STDIN") as copy:
        for texts in entries:
            number += 1
            previous = hash_of(previous, number, texts)
            copy.write(f"{number}\t{texts[0]}\t{texts[1]}\t\\\\x{previous.hex()}\n")


def _before_first() -> tuple[int, UUID, str, bytes, bool]:
    return 0, UUID(int=0), "0", GENESIS, False

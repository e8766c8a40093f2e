"""Waiting until the journal's newest rows may be read: other tests share the server."""

from __future__ import annotations

import time

from django.db import connection


def no_transaction_is_open():
    """Wait until no other test on this server has a transaction open that holds us back."""
    for _ in range(6_000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_snapshot_xmin(pg_current_snapshot()) > (SELECT max(xid)"
                " FROM journal_entry WHERE xid <= pg_current_xact_id())"
            )
            if cursor.fetchone()[0] in (True, None):
                return
        time.sleep(0.01)
    raise AssertionError("an old transaction holds the horizon back")

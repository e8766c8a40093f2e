"""Writes of the journal beside recording: what handlers have done, and the seal."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from foundation.journal import chain, checkpoints, subscriptions
from foundation.journal.checkpoints import Checkpoint
from foundation.journal.reading import Recorded, entries_by_id

logger = logging.getLogger(__name__)


class DeliveryFailed(RuntimeError):
    """A handler raised on some entries; the others are done and stay done."""


def deliver_entries(*, handler: str, entry_ids: list[UUID]) -> int:
    """Let a handler act on entries, each in a transaction of its own; answer how many it did.

    Entries that it acted on before are passed over. One that fails does not stop the others;
    at the end DeliveryFailed is raised, so that the job comes back for what is left.
    """
    acted = 0
    errors: list[Exception] = []
    for entry in entries_by_id(entry_ids):
        try:
            acted += _act_once(handler, entry)
        except Exception as error:
            logger.error("%s failed on %s %s: %r", handler, entry.wire, entry.id, error)
            errors.append(error)
    if errors:
        told = f"{handler}: {len(errors)} of {len(entry_ids)} entries failed: {errors[0]!r}"
        raise DeliveryFailed(told) from errors[0]
    return acted


def _act_once(handler: str, entry: Recorded) -> bool:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO journal_handled (entry_id, handler) VALUES (%s, %s)"
                " ON CONFLICT DO NOTHING",
                [entry.id, handler],
            )
            if cursor.rowcount == 0:
                return False
        subscriptions.call(handler, entry.event(), entry.at)
    return True


def seal(*, at: datetime) -> Checkpoint | None:
    """Number and chain what was committed, then sign the head if it moved.

    Answers the new checkpoint, or None when there was nothing new. Not inside a transaction.
    """
    chain.link_new_entries()
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, hash FROM journal_link ORDER BY number DESC LIMIT 1")
        last = cursor.fetchone()
    newest = checkpoints.newest_checkpoint()
    if last is None or (newest is not None and newest.number >= last[0]):
        return None
    checkpoint = checkpoints.sign_checkpoint(number=last[0], head=bytes(last[1]), at=at)
    checkpoints.keep_checkpoint(checkpoint)
    return checkpoint

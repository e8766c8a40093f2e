"""Writes of submissions: claim a key, work once, keep the answer, forget old ones."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from foundation.idempotency.keys import KeyUsedOtherwise
from foundation.idempotency.models import State, Submission

# A phone that was without network sends again within hours; the rest is for the help line.
KEEP = timedelta(days=7)
_TRIES = 3

_CLAIM = """
INSERT INTO idempotency_submission
    (key, fingerprint, actor, path, at, state, location, media_type, body)
VALUES (%s, %s, %s, %s, %s, 'CHECKING', '', '', '') ON CONFLICT DO NOTHING
"""
_LOCK = """
SELECT key, fingerprint, state, status, location, media_type, body
FROM idempotency_submission WHERE key = %s FOR UPDATE SKIP LOCKED
"""
_KEEP = """
UPDATE idempotency_submission SET state = 'DONE', status = %s, location = %s, media_type = %s,
    body = %s, done_at = %s WHERE key = %s
"""


@dataclass(frozen=True)
class Answer:
    """What a view answered: worth keeping when it had its effect."""

    status: int
    location: str = ""
    media_type: str = ""
    body: bytes = b""

    @property
    def is_kept(self) -> bool:
        """Whether the answer stands for an effect; refusals and errors are worked on anew."""
        return self.status < 400


@dataclass(frozen=True)
class Outcome:
    """What became of one sending.

    fresh   worked on now: the caller has its own answer
    stored  worked on before: ``answer`` is the earlier one
    busy    another sending of the same is being worked on
    """

    kind: Literal["fresh", "stored", "busy"]
    answer: Answer | None = None


@dataclass(frozen=True)
class Sending:
    """One sending of a submission."""

    key: UUID
    fingerprint: str
    actor: str
    path: str


class _NotKept(Exception):
    """Takes back whatever an answer that is no success may have written."""


def submit(sending: Sending, *, work: Callable[[], Answer], at: datetime) -> Outcome:
    """Do the work for this key once; answer the earlier answer when it was done before.

    The answer is committed together with the work's effect. Work that raises, or whose answer
    is not kept, leaves neither, and the next sending works anew. Must not be called inside a
    transaction: the claim is committed first, so that others see it.

    Raises KeyUsedOtherwise.
    """
    for _try in range(_TRIES):
        _claim(sending, at=at)
        outcome = _work_once(sending, work=work, at=at)
        if outcome is not None:
            return outcome
    return Outcome("busy")


def _work_once(sending: Sending, *, work: Callable[[], Answer], at: datetime) -> Outcome | None:
    """Work under the row's lock; None when a sending without effect just took the row away."""
    answer: Answer | None = None
    try:
        with transaction.atomic(durable=True):
            row = _locked(sending.key)
            if row is None:
                return _beside(sending)
            _check_same(row, sending)
            if row.state == State.DONE:
                return Outcome("stored", _answer_of(row))
            answer = work()
            if not answer.is_kept:
                raise _NotKept
            _keep(row, answer, at=at)
    except _NotKept:
        # It had no effect: the same form may come again with what was wrong put right.
        forget(sending.key)
    except KeyUsedOtherwise:
        raise
    except BaseException:
        with suppress(DatabaseError):  # a CHECKING row that nobody locks may be worked on anew
            forget(sending.key)
        raise
    return Outcome("fresh", answer)


def _beside(sending: Sending) -> Outcome | None:
    """Answer for a row that somebody else holds: to work on it, or only to read its answer."""
    seen = Submission.objects.filter(key=sending.key).first()
    if seen is None:
        return None
    _check_same(seen, sending)
    return Outcome("stored", _answer_of(seen)) if seen.state == State.DONE else Outcome("busy")


def forget(key: UUID) -> None:
    """Let a key that had no effect be used anew; leaves done ones and ones being worked on."""
    with transaction.atomic():
        row = _locked(key)
        if row is not None and row.state == State.CHECKING:
            row.delete()


def sweep_submissions(*, at: datetime) -> int:
    """Forget submissions that came a week ago; answer how many."""
    return Submission.objects.filter(at__lt=at - KEEP).delete()[0]


def _claim(sending: Sending, *, at: datetime) -> None:
    said: list[Any] = [sending.key, sending.fingerprint, sending.actor, sending.path, at]
    with connection.cursor() as cursor:  # one statement, which is its own transaction
        cursor.execute(_CLAIM, said)


def _locked(key: UUID) -> Submission | None:
    """Lock the row and answer it; None while somebody else holds it, or when it is gone."""
    return next(iter(Submission.objects.raw(_LOCK, [key])), None)


def _check_same(row: Submission, sending: Sending) -> None:
    if row.fingerprint != sending.fingerprint:
        raise KeyUsedOtherwise()


def _keep(row: Submission, answer: Answer, *, at: datetime) -> None:
    said: list[Any] = [answer.status, answer.location, answer.media_type, answer.body]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [*said, at, row.pk])


def _answer_of(row: Submission) -> Answer:
    return Answer(row.status or 200, row.location, row.media_type, bytes(row.body))

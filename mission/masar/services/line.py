"""How the line is: last answers and troubles, and one circuit breaker a purpose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.masar import access
from mission.masar.models import Breaker, Link
from mission.masar.rules.breaker import BreakerFacts, BreakerLimits, after_operation
from mission.masar.services.port import Reply
from mission.season.models import Season


class SenderAtWork(Refusal):
    """Another process exchanges with the e-path for this season at this moment."""

    code = "sender_at_work"


@contextmanager
def only_sender(season: Season) -> Iterator[None]:
    """Be the one sender of a season; raises SenderAtWork while another one is.

    The lock is held by the database connection, so it ends with the process that holds it.
    """
    name = [season.hijri_year]
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtext('masar.sender'), %s)", name)
        found = cursor.fetchone()
    if not (found and found[0]):
        raise SenderAtWork(hijri_year=season.hijri_year)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(hashtext('masar.sender'), %s)", name)


def breaker_facts(season: Season) -> dict[str, BreakerFacts]:
    """Answer the breakers of all purposes that ever failed."""
    rows = Breaker.objects.filter(season=season)
    return {
        row.purpose: BreakerFacts(row.failures, row.openings, row.open_until) for row in rows
    }


@transaction.atomic
def record_end(
    *,
    season: Season,
    purpose: str,
    reply: Reply,
    limits: BreakerLimits,
    by: Actor,
    at: datetime,
) -> None:
    """Count one operation for its breaker, and note the last answer or trouble of the line."""
    access.check_may_send(by=by)
    link, _ = Link.objects.select_for_update().get_or_create(season=season)
    if reply.http_status is not None and not reply.is_failed:
        link.last_answer_at = at
    if reply.words:
        link.last_trouble_at, link.last_trouble = at, reply.words[:200]
    link.save(update_fields=["last_answer_at", "last_trouble_at", "last_trouble"])
    row = Breaker.objects.filter(season=season, purpose=purpose).first()
    if row is None:
        if not reply.is_failed:
            return
        row = Breaker(season=season, purpose=purpose)
    before = BreakerFacts(row.failures, row.openings, row.open_until)
    after = after_operation(before, is_failed=reply.is_failed, at=at, limits=limits)
    if after != before or row._state.adding:
        row.failures, row.openings = after.failures, after.openings
        row.open_until = after.open_until
        row.save()

"""The order of registration: places for typed applications, and counting all anew."""

from __future__ import annotations

from django.db import connection

from mission.registration.queries import imports
from mission.season.models import Season

# Whoever takes a place shares this lock until the commit; whoever counts anew holds it alone.
_LOCK = 0x52464451
_NEXT = """
WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(%s))
SELECT nextval('registration_queue') FROM held
"""
_ALONE = f"SELECT pg_advisory_xact_lock({_LOCK})"

# New files stand behind all others until the queue is counted anew.
_COUNT = """
WITH ordered AS (
    SELECT id, row_number() OVER (ORDER BY submitted_at, file_no COLLATE "C") AS place
    FROM registration_application WHERE season_id = %s
)
UPDATE registration_application a SET queue = ordered.place
FROM ordered WHERE ordered.id = a.id AND a.queue <> ordered.place
"""
_MOVE_ON = """
SELECT setval('registration_queue', greatest(%s, (SELECT last_value FROM registration_queue)))
"""


def next_place() -> int:
    """Answer a place behind all others, without waiting for those who take one meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [_LOCK])
        return int(cursor.fetchone()[0])


def take_places(season: Season, count: int) -> int:
    """Take so many places in a row; answer the one before the first of them.

    Nobody else takes or counts places until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
        behind = imports.last_in_queue(season)
        if count:
            cursor.execute(_MOVE_ON, [behind + count])
    return behind


def count_queue(season: Season) -> None:
    """Count the places anew by moment and number, unless a round took files as they stand."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
        if not imports.any_frozen(season):
            cursor.execute(_COUNT, [season.pk])

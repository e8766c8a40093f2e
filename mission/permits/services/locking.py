"""Locks: one writer at a time for a season's bracelets, one for keys and the trust list."""

from __future__ import annotations

from django.db import connection

from mission.permits.models import BraceletSeries
from mission.season.models import Season

_KEYS = "SELECT pg_advisory_xact_lock(hashtext('permits.keys'))"


def lock_series(season: Season) -> BraceletSeries:
    """Hold the season's numbering until the transaction ends.

    Whoever gives indexes away or changes what the status list says comes through here, so that
    no index is given twice and no list misses a change that was made before it.
    """
    BraceletSeries.objects.get_or_create(season=season)
    return BraceletSeries.objects.select_for_update().get(season=season)


def lock_keys() -> None:
    """Hold the keys and the trust list until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS)

"""A sender put together from the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings

from foundation.scoping import Actor
from mission.masar.rules.breaker import BreakerLimits
from mission.masar.services.client import HttpPath, LineLimits
from mission.masar.services.errands import Pace, Sitting
from mission.season.models import Season


@contextmanager
def sitting_for(
    season: Season, *, by: Actor, clock: Callable[[], datetime]
) -> Iterator[Sitting]:
    """Open the line to the e-path for a season, and close it at the end."""
    limits = LineLimits(
        connect_seconds=settings.MASAR_CONNECT_SECONDS,
        read_seconds=settings.MASAR_READ_SECONDS,
        call_seconds=settings.MASAR_CALL_SECONDS,
        operation_seconds=settings.MASAR_OPERATION_SECONDS,
        tries=settings.MASAR_TRIES,
    )
    pace = Pace(
        chunk=settings.MASAR_CHUNK,
        at_once=settings.MASAR_CALLS_AT_ONCE,
        breaker=BreakerLimits(
            failures_most=settings.MASAR_BREAKER_FAILURES,
            first_seconds=settings.MASAR_BREAKER_SECONDS,
            longest_seconds=settings.MASAR_BREAKER_LONGEST_SECONDS,
        ),
    )
    path = HttpPath(url=settings.MASAR_URL, token=settings.MASAR_TOKEN, limits=limits)
    try:
        yield Sitting(season=season, path=path, by=by, clock=clock, pace=pace)
    finally:
        path.close()

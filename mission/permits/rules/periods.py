"""Days of the Saudi side as moments."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

# The permits are for Makkah, and their days begin and end there, wherever a server stands.
MAKKAH = ZoneInfo("Asia/Riyadh")


def beginning_of(day: date) -> datetime:
    """Give the moment at which a day begins in Makkah."""
    return datetime.combine(day, time.min, MAKKAH)


def read_moment(written: str) -> datetime:
    """Read a moment of the rule values, ISO 8601 with an offset; raises ValueError without."""
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise ValueError(f"{written!r} has no offset")
    return moment

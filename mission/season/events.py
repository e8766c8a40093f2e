"""What happens to a season."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from foundation.events import Event


@dataclass(frozen=True)
class SeasonOpened(Event):
    """A season stands, with its first rule values and its camps."""

    season: UUID
    hijri_year: int
    reference_date: date


@dataclass(frozen=True)
class RuleValuesChanged(Event):
    """A new version of the season's rule values is in force."""

    season: UUID
    version: int
    changed: tuple[str, ...]
    note: str

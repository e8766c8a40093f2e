"""What happened in registration."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from foundation.events import Event


@dataclass(frozen=True)
class WorkbookReceived(Event):
    """A workbook of applicants was handed in for a season."""

    import_run: UUID
    season: int
    sha256: str
    name: str


@dataclass(frozen=True)
class ApplicationsImported(Event):
    """An import ended and put rows into the season; the counts are rows, but for ``files``."""

    import_run: UUID
    season: int
    rows: int
    accepted: int
    unchanged: int
    refused: int
    files: int


@dataclass(frozen=True)
class ImportStopped(Event):
    """An import ended without putting anything in: cancelled, or refused as a whole."""

    import_run: UUID
    season: int
    stop_code: str


@dataclass(frozen=True)
class EligibilityChecked(Event):
    """All applications of a season were judged by one version of its rule values."""

    eligibility_run: UUID
    season: int
    rule_version: int
    files: int
    eligible: int


@dataclass(frozen=True)
class ApplicationsFrozen(Event):
    """A round of the selection took these applications as they stand."""

    selection_round: UUID
    season: int
    applications: int

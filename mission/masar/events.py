"""What happens in the exchange with the Saudi e-path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from foundation.events import Event


@dataclass(frozen=True)
class RequestsOpened(Event):
    """Requests stand ready to be sent."""

    season: UUID
    operation: str
    requests: int


@dataclass(frozen=True)
class ChunkSent(Event):
    """A chunk of requests goes to the e-path; its answer may never come."""

    call: UUID
    operation: str
    requests: int


@dataclass(frozen=True)
class AnswersRecorded(Event):
    """Requests moved because of what the e-path told: state to count."""

    season: UUID
    operation: str
    states: dict[str, int]


@dataclass(frozen=True)
class PermitGranted(Event):
    """The e-path issued a permit to a pilgrim; `valid_until` is excluded."""

    pilgrim: UUID
    application_number: str
    visa_number: str
    permit_number: str
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True)
class PermitWithdrawn(Event):
    """The e-path took a pilgrim's permit back."""

    pilgrim: UUID
    permit_number: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RequestRefused(Event):
    """A refusal waits for a person: it names a field, or was repeated too often."""

    request: UUID
    operation: str
    pilgrim: UUID | None
    codes: tuple[str, ...]


@dataclass(frozen=True)
class RequestResubmitted(Event):
    """A person had a refused request submitted again."""

    request: UUID
    former: UUID
    operation: str
    pilgrim: UUID | None
    note: str


@dataclass(frozen=True)
class SidesCompared(Event):
    """Both sides were compared in full."""

    reconciliation: UUID
    compared: int
    taken_over: int
    sent_again: int
    cancelled_there: int
    left_to_people: int


@dataclass(frozen=True)
class DifferenceFound(Event):
    """The comparison found a difference that only a person can settle."""

    difference: UUID
    finding: str
    operation: str
    key: str


@dataclass(frozen=True)
class DifferenceSettled(Event):
    """A person settled a difference between both sides."""

    difference: UUID
    how: str
    note: str

"""What happens at the gates."""

from dataclasses import dataclass
from uuid import UUID

from foundation.events import Event


@dataclass(frozen=True)
class GateOpened(Event):
    """A camp has a new gate."""

    gate: UUID
    code: str
    camp: UUID


@dataclass(frozen=True)
class ReaderPrepared(Event):
    """A reader may be enrolled at a gate with a code that was shown once."""

    device: UUID
    gate: UUID
    name: str


@dataclass(frozen=True)
class ReaderEnrolled(Event):
    """A phone took the code and holds the reader's token now."""

    device: UUID
    gate: UUID


@dataclass(frozen=True)
class ReaderRevoked(Event):
    """A reader's token counts no longer."""

    device: UUID
    gate: UUID
    reason: str


@dataclass(frozen=True)
class ScansRecorded(Event):
    """Scans of one request were judged and kept; replayed ones are not counted again.

    scans  ids in the order of judgement; each is a row of its own with verdict and facts
    """

    gate: UUID
    device: UUID | None
    admitted: int
    refused: int
    scans: tuple[UUID, ...]


@dataclass(frozen=True)
class ScansParked(Event):
    """Parts of a request that are no scans were put aside for a person to look at."""

    gate: UUID
    device: UUID | None
    parked: int

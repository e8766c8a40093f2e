"""What happens to campaigns and their pilgrims."""

from dataclasses import dataclass
from uuid import UUID

from foundation.events import Event


@dataclass(frozen=True)
class CampaignLicensed(Event):
    """A campaign may take pilgrims this season."""

    campaign: UUID
    licence_no: str
    capacity: int


@dataclass(frozen=True)
class CapacityChanged(Event):
    """A campaign's capacity is another one."""

    campaign: UUID
    capacity: int
    former: int


@dataclass(frozen=True)
class ApplicationPlaced(Event):
    """A selected file has its seats in a campaign; its people are pilgrims now."""

    application: UUID
    campaign: UUID
    seats: int
    how: str
    pilgrims: tuple[UUID, ...]


@dataclass(frozen=True)
class PlacementTakenBack(Event):
    """A placed file gave its seats up; its people travel with the campaign no more."""

    application: UUID
    campaign: UUID
    seats: int
    how: str
    pilgrims: tuple[UUID, ...]


@dataclass(frozen=True)
class CampaignStaffAppointed(Event):
    """A member of staff works for a campaign and sees its records."""

    campaign: UUID
    member: UUID

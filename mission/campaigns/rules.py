"""Where files go: whole files into campaigns that have seats, none over its capacity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from foundation.refusals import Refusal


class NoSeatsLeft(Refusal):
    """The campaign has fewer seats left than the file has persons."""

    code = "no_seats_left"


@dataclass(frozen=True)
class File:
    """A selected file that waits for a campaign; ``size`` is persons, ≥ 1."""

    application: UUID
    size: int


@dataclass(frozen=True)
class Room:
    """A campaign with ``seats`` left, in persons."""

    campaign: UUID
    seats: int


@dataclass
class Plan:
    """Which file goes where, in the order given, and which find no room.

    placed    application → campaign
    unplaced  files that fit nowhere whole, in the order given
    """

    placed: dict[UUID, UUID] = field(default_factory=dict)
    unplaced: list[File] = field(default_factory=list)

    @property
    def persons_unplaced(self) -> int:
        """How many persons find no room."""
        return sum(file.size for file in self.unplaced)


def check_room(*, size: int, seats_left: int) -> None:
    """Raise NoSeatsLeft unless the whole file fits."""
    if size > seats_left:
        raise NoSeatsLeft(size=size, seats_left=seats_left)


def plan_placements(*, files: Sequence[File], rooms: Sequence[Room]) -> Plan:
    """Give every file a campaign where it fits whole; the same input gives the same plan.

    files  in the order of the draw: when seats are short, who stands first is served first
    rooms  in a fixed order, which settles ties

    Large files first, each into the roomiest campaign, keeps the campaigns even and wastes the
    least room. Where that leaves somebody out, the order of the draw decides, each file into
    the tightest campaign that takes it; of the two the plan that seats more persons stands.
    """
    even = _pack(sorted(files, key=lambda file: -file.size), rooms, tightest=False)
    if not even.unplaced:
        return _in_order(even, files)
    fair = _pack(files, rooms, tightest=True)
    best = fair if fair.persons_unplaced <= even.persons_unplaced else even
    return _in_order(best, files)


def _pack(files: Sequence[File], rooms: Sequence[Room], *, tightest: bool) -> Plan:
    left = {room.campaign: room.seats for room in rooms}
    plan = Plan()
    for file in files:
        fitting = [campaign for campaign, seats in left.items() if seats >= file.size]
        if not fitting:
            plan.unplaced.append(file)
            continue
        chosen = (min if tightest else max)(fitting, key=left.__getitem__)
        left[chosen] -= file.size
        plan.placed[file.application] = chosen
    return plan


def _in_order(plan: Plan, files: Sequence[File]) -> Plan:
    unplaced = {file.application for file in plan.unplaced}
    return Plan(
        placed={
            file.application: plan.placed[file.application]
            for file in files
            if file.application not in unplaced
        },
        unplaced=[file for file in files if file.application in unplaced],
    )


class BadCampaignsFile(Refusal):
    """A line of the campaigns' list cannot be read; ``line`` counts the header as 1."""

    code = "bad_campaigns_file"
    status = 422


@dataclass(frozen=True)
class CampaignLine:
    """One campaign of the list; ``capacity`` is persons, ``camps`` are the season's codes."""

    licence_no: str
    name_ar: str
    name_en: str
    capacity: int
    camps: tuple[str, ...]


def read_campaigns(
    rows: Sequence[Mapping[str, str | None]], *, camps: frozenset[str]
) -> list[CampaignLine]:
    """Read the campaigns' list; raises BadCampaignsFile with the line and column to mend."""
    return [_read_line(row, line, camps) for line, row in enumerate(rows, start=2)]


def _read_line(row: Mapping[str, str | None], line: int, camps: frozenset[str]) -> CampaignLine:
    texts = {name: (text or "").strip() for name, text in row.items() if isinstance(name, str)}
    for column in ("licence_no", "name_ar", "name_en", "capacity"):
        if not texts.get(column):
            raise BadCampaignsFile(line=line, column=column)
    codes = tuple(code for code in texts.get("camps", "").split("|") if code)
    if not camps.issuperset(codes):
        raise BadCampaignsFile(line=line, column="camps")
    if not texts["capacity"].isdecimal():
        raise BadCampaignsFile(line=line, column="capacity")
    return CampaignLine(
        licence_no=texts["licence_no"],
        name_ar=texts["name_ar"],
        name_en=texts["name_en"],
        capacity=int(texts["capacity"]),
        camps=codes,
    )

"""The figures of the gates' pages: admitted, refused by reason, inside now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from mission.gates.models import Gate, ParkedScan, Presence, Scan
from mission.gates.rules.decision import Code, Direction
from mission.season.models import Season


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened at a gate since a moment; `reasons` counts refusals by code."""

    entered: int = 0
    left: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def admitted(self) -> int:
        """All who were let through, in either direction."""
        return self.entered + self.left

    @property
    def refused(self) -> int:
        """All who were not."""
        return sum(self.reasons.values())


def start_of_day(at: datetime) -> datetime:
    """Answer the midnight before a moment, in the mission's time zone."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def figures_of_gate(gate: UUID, *, since: datetime) -> Figures:
    """Answer one gate's figures since a moment."""
    return figures_of_gates([gate], since=since).get(gate, Figures())


def figures_of_gates(gates: list[UUID], *, since: datetime) -> dict[UUID, Figures]:
    """Answer the figures of several gates in one query; a gate without scans lacks."""
    return _counted(Scan.objects.filter(gate__in=gates, received_at__gte=since))


def figures_of_season(season: Season, *, since: datetime) -> Figures:
    """Answer the figures of all gates of a season together."""
    of_gates = _counted(Scan.objects.filter(gate__season=season, received_at__gte=since))
    reasons: Counter[str] = Counter()
    for figures in of_gates.values():
        reasons.update(figures.reasons)
    return Figures(
        entered=sum(figures.entered for figures in of_gates.values()),
        left=sum(figures.left for figures in of_gates.values()),
        reasons=dict(reasons.most_common()),
    )


def _counted(scans: QuerySet[Scan]) -> dict[UUID, Figures]:
    rows = scans.values_list("gate_id", "code", "direction").annotate(number=Count("id"))
    passed: dict[UUID, Counter[str]] = {}
    reasons: dict[UUID, Counter[str]] = {}
    for gate, code, direction, number in rows:
        if code == Code.OK:
            passed.setdefault(gate, Counter())[direction] += number
        else:
            reasons.setdefault(gate, Counter())[code] += number
    return {
        gate: Figures(
            entered=passed.get(gate, Counter())[Direction.IN],
            left=passed.get(gate, Counter())[Direction.OUT],
            reasons=dict(reasons.get(gate, Counter()).most_common()),
        )
        for gate in passed.keys() | reasons.keys()
    }


def open_gates(season: Season) -> int:
    """Answer how many gates a season has."""
    return Gate.objects.filter(season=season).count()


def parked_of_day(season: Season, *, since: datetime) -> int:
    """Answer how many things that were no scans arrived at a season's gates since then."""
    return ParkedScan.objects.filter(gate__season=season, received_at__gte=since).count()


def inside_now(season: Season) -> dict[UUID, int]:
    """Answer how many pilgrims are inside each camp of a season, by camp id."""
    rows = (
        Presence.objects.filter(camp__season=season)
        .values_list("camp_id")
        .annotate(number=Count("pilgrim_id"))
    )
    return dict(rows)


def newest_scans(gate: Gate, *, refused_only: bool = False) -> QuerySet[Scan]:
    """Answer a gate's scans with their bearers, the newest first."""
    scans = Scan.objects.filter(gate=gate).order_by("-received_at", "-id")
    if refused_only:
        scans = scans.exclude(code=Code.OK)
    return scans.select_related("device", "bracelet__pilgrim__person")


def parked_at(gate: Gate) -> QuerySet[ParkedScan]:
    """Answer what readers of a gate sent that was no scan, the newest first."""
    return (
        ParkedScan.objects.filter(gate=gate).select_related("device").order_by("-received_at")
    )

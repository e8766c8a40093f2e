"""A rehearsal at the sample season's gates today: who came, who was refused, and why."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from demo.journey.admissions import Worn, forge, gate_at, worn_bracelets
from demo.sample.people import LOADER
from foundation.ids import uuid7
from mission.gates import services
from mission.gates.models import Scan
from mission.gates.queries import posts
from mission.gates.rules.decision import Direction
from mission.gates.rules.scan import PresentedScan
from mission.permits import services as permits
from mission.season import queries as seasons
from mission.season.models import Season

SCANS = 420


def rehearse(season: Season, *, at: datetime) -> None:
    """Bring some of the bracelets to the gates during the last hours, some where they err."""
    if Scan.objects.filter(gate__season=season).exists():
        return
    dice = random.Random(season.hijri_year)
    worn = worn_bracelets(season)
    dice.shuffle(worn)
    worn = worn[:SCANS]
    if worn:
        lost = [one.serial for one in worn[:6]]
        permits.revoke_bracelets(season=season, serials=lost, reason="LOST", by=LOADER, at=at)
    for camp in seasons.camps(season):
        post = posts.post_at(gate_at(camp, by=LOADER, at=at))
        theirs = [one for one in worn if camp.number in one.claims.camps]
        strangers = [one for one in worn if camp.number not in one.claims.camps]
        visits = theirs + dice.sample(strangers, min(7, len(strangers)))
        visits += dice.sample(theirs, min(9, len(theirs)))
        visits += [forge(one, by_stranger=True) for one in theirs[:3]]
        scans = _spread(visits, dice=dice, until=at)
        services.admit_many(post=post, scans=scans, by=LOADER, at=at)


def open_gates(season: Season, *, at: datetime) -> None:
    """Open a gate at every camp that has none."""
    for camp in seasons.camps(season):
        gate_at(camp, by=LOADER, at=at)


def _spread(visits: list[Worn], *, dice: random.Random, until: datetime) -> list[PresentedScan]:
    moments = sorted(until - timedelta(seconds=dice.randrange(1, 9_000)) for _ in visits)
    return [
        PresentedScan(
            id=uuid7(), credential=one.credential, direction=Direction.IN, scanned_at=moment
        )
        for one, moment in zip(visits, moments, strict=True)
    ]

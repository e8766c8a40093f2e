"""Leads of the sample season choose their campaigns; the mission places most others."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from demo.sample.people import LOADER
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.campaigns import queries, services
from mission.season.models import Season

CHOOSERS = 900
LATE = 2


def choose(season: Season, *, at: datetime) -> None:
    """Let some leads choose, each at a moment of the week after the draw."""
    dice = random.Random(season.hijri_year)
    campaigns = list(queries.open_campaigns(season))
    if queries.placement_counts(season):
        return
    for file in queries.files_without_campaign(season)[:CHOOSERS]:
        lead = Actor(
            kind="applicant", id=str(file.application), label=file.reference, campaigns=None
        )
        try:
            services.choose_campaign(
                application=queries.application(file.application),
                campaign=dice.choice(campaigns),
                by=lead,
                at=at + timedelta(minutes=dice.randrange(7 * 24 * 60)),
            )
        except Refusal:
            continue  # that campaign is full: this lead is placed with the rest


def place_most(season: Season, *, at: datetime) -> None:
    """Place the rest while two campaigns wait for their seats: a few files are left over."""
    roomiest = sorted(queries.open_campaigns(season), key=lambda row: -row.seats_left)
    late = [(row, row.capacity, row.seats_taken) for row in roomiest[:LATE]]
    for campaign, _capacity, taken in late:
        services.change_capacity(campaign=campaign, capacity=taken, by=LOADER, at=at)
    services.place_winners(season=season, by=LOADER, at=at)
    for campaign, capacity, _taken in late:
        services.change_capacity(campaign=campaign, capacity=capacity, by=LOADER, at=at)

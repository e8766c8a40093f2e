"""Leads of the sample season choose their campaigns, accept their offers, or let them go."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from uuid import UUID

from demo.sample.people import LOADER
from foundation.refusals import Refusal
from mission.campaigns import queries, services
from mission.season.models import Season
from mission.selection import queries as selections
from mission.selection import services as selection_services

CHOOSERS = 900
LATE = 2
CHOICE_DAYS = 6
# Of those who chose no campaign: so many of a hundred accept, in both waves of offers.
ACCEPTING_HUNDREDTHS = (94, 55)
WITHDRAWN = 3


def choose(season: Season, *, at: datetime) -> None:
    """Let some leads choose, each at a moment while their offers stand."""
    dice = random.Random(season.hijri_year)
    campaigns = list(queries.open_campaigns(season))
    if queries.placement_counts(season):
        return
    for file in queries.files_without_campaign(season)[:CHOOSERS]:
        try:
            services.choose_campaign(
                application=queries.application(file.application),
                campaign=dice.choice(campaigns),
                by=LOADER,
                at=at + timedelta(minutes=dice.randrange(CHOICE_DAYS * 24 * 60)),
            )
        except Refusal:
            continue  # that campaign is full: this lead is placed with the rest


def answer(season: Season, *, first_at: datetime, second_at: datetime) -> None:
    """Let most of the others accept, a few withdraw, and the rest let their time pass; then the
    first of those who moved up accept as well."""
    dice = random.Random(season.hijri_year)
    if _has_begun(season):
        return
    open_files = _unanswered(season)
    for file in open_files[:WITHDRAWN]:
        selection_services.decline_offer(
            application_id=file, reason="سفر للعمل · Travels for work", by=LOADER, at=first_at
        )
    for share, at in zip(ACCEPTING_HUNDREDTHS, (first_at, second_at), strict=True):
        selection_services.look_after_offers(season=season, by=LOADER, at=at)
        willing = [file for file in _unanswered(season) if dice.randrange(100) < share]
        selection_services.accept_offers(application_ids=willing, by=LOADER, at=at)


def _has_begun(season: Season) -> bool:
    held = selections.newest_with_offers(season)
    return held is not None and held.promotions.exists()


def _unanswered(season: Season) -> list[UUID]:
    waiting = [file.application for file in queries.files_without_campaign(season)]
    answered = selections.answers(waiting)
    return [file for file in waiting if answered[file][0] == selections.OPEN]


def place_most(season: Season, *, at: datetime) -> None:
    """Place the rest while two campaigns wait for their seats: a few files are left over."""
    roomiest = sorted(queries.open_campaigns(season), key=lambda row: -row.seats_left)
    late = [(row, row.capacity, row.seats_taken) for row in roomiest[:LATE]]
    for campaign, _capacity, taken in late:
        services.change_capacity(campaign=campaign, capacity=taken, by=LOADER, at=at)
    services.place_winners(season=season, by=LOADER, at=at, only_accepted=True)
    for campaign, capacity, _taken in late:
        services.change_capacity(campaign=campaign, capacity=capacity, by=LOADER, at=at)

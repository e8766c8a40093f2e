"""A season with one campaign of two camps, and pilgrims with permits in it."""

import pytest
import time_machine
from django.utils import translation

from benchmarks.seasons import open_season
from foundation.scoping import Actor
from mission.permits import queries, services
from tests.permits.factories import (
    AT,
    granted_to,
    make_campaign,
    make_pilgrims,
)

SYSTEM = Actor.system("tests")


@pytest.fixture
def at():
    return AT


@pytest.fixture
def today():
    """The clock of pages and commands goes on from the moment of the fixtures, in English."""
    with translation.override("en"), time_machine.travel(AT, tick=True):
        yield


@pytest.fixture
def season(db):
    return open_season()


@pytest.fixture
def campaign(season):
    return make_campaign(season)


@pytest.fixture
def pilgrims(campaign):
    """Five pilgrims of the campaign."""
    return make_pilgrims(campaign, 5)


@pytest.fixture
def permitted(season, pilgrims):
    """The same five, each with a permit in force."""
    services.receive_granted(season=season, granted=granted_to(pilgrims), by=SYSTEM, at=AT)
    return pilgrims


@pytest.fixture
def worn(season, permitted):
    """The same five, each with a bracelet; in the order in which they were issued."""
    services.issue_bracelets(season=season, by=SYSTEM, at=AT)
    return list(queries.live_bracelets(season).select_related("pilgrim", "season", "permit"))


@pytest.fixture
def bracelet(worn):
    """One of them."""
    return queries.bracelet_by_serial(worn[0].serial, by=SYSTEM)

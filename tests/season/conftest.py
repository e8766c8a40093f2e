"""A season for the tests of this folder."""

import pytest
from django.core.management import call_command

from mission.season.queries import season_by_year


@pytest.fixture
def season(db):
    call_command("open_season", "1448", verbosity=0)
    return season_by_year(1448)

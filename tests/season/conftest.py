"""A season for the tests of this folder."""

import pytest

from benchmarks.seasons import open_season


@pytest.fixture
def season(db):
    return open_season()

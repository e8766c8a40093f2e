"""A season, and short ways to import into it."""

import io

import pytest

from benchmarks.seasons import open_season
from foundation.clock import now
from mission.registration import services
from tests.registration import sheets
from tests.registration.rules import RULES


@pytest.fixture
def rules():
    return RULES


@pytest.fixture
def season(db):
    return open_season()


@pytest.fixture
def import_rows(season, media, amina):
    """Give a function that imports rows (or bytes) and answers the finished run."""

    def run(rows, *, name="applicants.xlsx", by=amina, header=None):
        content = rows if isinstance(rows, bytes) else sheets.xlsx(rows, header)
        prepared = services.prepare_import(
            source=io.BytesIO(content), name=name, season=season, by=by, at=now()
        )
        return services.import_applications(run=prepared, by=by, at=now())

    return run

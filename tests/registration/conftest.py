"""A season, and short ways to import into it."""

import io

import pytest
from django.core.management import call_command

from foundation.clock import now
from mission.registration import services
from mission.season.queries import season_by_year
from tests.registration import sheets
from tests.registration.rules import RULES


@pytest.fixture
def rules():
    return RULES


@pytest.fixture
def season(db):
    call_command("open_season", "1448", verbosity=0)
    return season_by_year(1448)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


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

"""The database is killed in mid-issue: the next issue goes on, and all counts agree."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.faults.house import ROOT, wait_until

pytestmark = pytest.mark.fault

PILGRIMS = 2_500
PERMIT_EVERYBODY = f"""
import django; django.setup()
from foundation.scoping import Actor
from mission.permits import services
from mission.season.queries import season_by_year
from tests.permits.factories import AT, granted_to, make_campaign, make_pilgrims
season = season_by_year(1448)
pilgrims = make_pilgrims(make_campaign(season), {PILGRIMS})
services.receive_granted(
    season=season, granted=granted_to(pilgrims), by=Actor.system("faults"), at=AT
)
"""
BRACELETS = "SELECT count(*) FROM permits_bracelet"


def test_a_killed_database_does_not_lose_or_double_a_bracelet(house):
    environment = house.environment() | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run(
        [sys.executable, "-c", PERMIT_EVERYBODY], cwd=ROOT, env=environment, check=True
    )
    running = house.begin("manage.py", "issue_bracelets", "--season", "1448")
    wait_until(lambda: house.ask(BRACELETS) > 0)
    house.kill_database()
    assert running.wait(timeout=60) != 0
    house.start_database()
    kept = house.ask(BRACELETS)
    assert 0 < kept < PILGRIMS

    said = json.loads(house.manage("issue_bracelets", "--season", "1448", "--json"))
    assert said["issued"] == PILGRIMS - kept
    assert house.ask(BRACELETS) == PILGRIMS
    assert house.ask("SELECT count(DISTINCT status_index) FROM permits_bracelet") == PILGRIMS
    assert house.ask("SELECT count(DISTINCT pilgrim_id) FROM permits_bracelet") == PILGRIMS
    verdict = json.loads(house.manage("verify_journal", "--json"))
    assert verdict["problems"] == []

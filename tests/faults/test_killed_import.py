"""Database, web and worker are killed in mid-import: afterwards all rows are in, once."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.faults.house import ROOT, Visitor, kill, wait_until

pytestmark = pytest.mark.fault

EMAIL, PASSWORD = "systems@faults.example", "dates and milk at noon"
HIRE = f"""
import django; django.setup()
from datetime import UTC, datetime
from foundation.scoping import Actor
from mission.staff import services
by, at = Actor.system("faults"), datetime.now(UTC)
member = services.hire_member(
    email="{EMAIL}", names=("وحدة", "Unit"), roles=["SYSTEMS"], by=by, at=at
)
services.set_password(member=member, password="{PASSWORD}", by=by, at=at)
"""

NEWEST = "FROM registration_importrun ORDER BY prepared_at DESC LIMIT 1"
CHECKED, FINISHED = f"SELECT checked_at {NEWEST}", f"SELECT finished_at {NEWEST}"
APPLICANTS = "SELECT count(*) FROM registration_applicant"
WRITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid() "
    "AND (query LIKE 'COPY%' OR query LIKE 'INSERT INTO%people_%')"
)


@pytest.fixture(scope="module")
def expected(house, workbook):
    """What a whole import brings, found by a rehearsal that keeps nothing."""
    said = house.manage(
        "import_applications", str(workbook), "--season", "1448", "--dry-run", "--json"
    )
    return json.loads(said)


def python(house, code):
    environment = house.environment() | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)


def hand_in(workbook, visitor):
    """Hand a workbook in on the page, and answer the address of its import."""
    with workbook.open("rb") as file:
        page = visitor.post("/registration/imports/", {}, files={"workbook": file})
    assert page.url.path.count("-") == 4, page.text[:500]
    return page.url.path


def test_a_killed_database_leaves_nothing_and_the_next_import_is_whole(
    house, workbook, expected
):
    assert expected["accepted"] > 4_000
    words = ("manage.py", "import_applications", str(workbook), "--season", "1448")
    running = house.begin(*words)
    wait_until(lambda: house.ask(WRITING))
    house.kill_database()
    assert running.wait(timeout=60) != 0

    house.start_database()
    assert house.ask(APPLICANTS) == 0


def test_killed_web_and_worker_and_database_do_not_lose_an_import(house, workbook, expected):
    python(house, HIRE)
    web = house.begin_web()
    visitor = Visitor(house)
    visitor.sign_in(EMAIL, PASSWORD)
    run = hand_in(workbook, visitor)

    worker = house.begin("tests/faults/faults_worker.py")
    wait_until(lambda: house.ask(CHECKED))
    visitor.post(f"{run}start/", {}, from_page=visitor.client.get(run))
    wait_until(lambda: house.ask(WRITING))
    kill(worker)
    kill(web)
    assert house.ask(APPLICANTS) == 0

    worker = house.begin("tests/faults/faults_worker.py")
    wait_until(lambda: house.ask(WRITING))
    house.kill_database()
    if worker.poll() is None:
        kill(worker)
    house.start_database()

    house.begin("tests/faults/faults_worker.py")
    wait_until(lambda: house.ask(FINISHED))
    house.begin_web()
    assert house.ask(APPLICANTS) == expected["accepted"]
    shown = visitor.client.get(run).text
    assert f"{expected['accepted']:,}" in shown
    assert house.ask("SELECT count(finished_at) FROM registration_importrun") == 1
    visitor.client.close()
    verdict = json.loads(house.manage("verify_journal", "--json"))
    assert verdict["problems"] == []


def test_the_same_workbook_again_changes_nothing(house, workbook, expected):
    before = house.ask(APPLICANTS)
    said = house.manage("import_applications", str(workbook), "--season", "1448", "--json")
    assert json.loads(said)["accepted"] == 0
    assert house.ask(APPLICANTS) == before == expected["accepted"]

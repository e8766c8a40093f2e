"""An issue that is killed in the middle goes on where it ended, and all counts agree."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from foundation.journal.models import Entry
from mission.permits import queries, services
from mission.permits.models import Bracelet, BraceletSeries, BraceletStatus, PublishedList
from mission.permits.rules.credential import Credential
from tests.permits.factories import granted_to, make_pilgrims

ROOT = Path(__file__).resolve().parents[2]
PILGRIMS = 2000

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def program(settings):
    """Start the command against the tests' database, in a process of its own."""
    to = connection.settings_dict
    address = (
        f"postgresql://{quote(to['USER'])}:{quote(to['PASSWORD'])}@/{to['NAME']}"
        f"?host={quote(to['HOST'], safe='')}" + (f"&port={to['PORT']}" if to["PORT"] else "")
    )
    environment = os.environ | {
        "DATABASE_URL": address,
        "RIFADA_VAR": str(settings.RIFADA_VAR),
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "issue_bracelets", "--season", "1448"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(reached, seconds=40):
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, "the command does not get that far"
        time.sleep(0.05)


def test_a_killed_issue_goes_on_and_all_counts_agree(season, campaign, settings, system, at):
    pilgrims = make_pilgrims(campaign, PILGRIMS, start=5000)
    services.receive_granted(season=season, granted=granted_to(pilgrims), by=system, at=at)

    for enough in (400, 900):
        running = program(settings)
        wait_for(lambda enough=enough: Bracelet.objects.count() > enough)
        running.send_signal(signal.SIGKILL)
        running.wait()
    killed_at = Bracelet.objects.count()
    assert 900 < killed_at < PILGRIMS
    assert_all_agree(killed_at)

    assert program(settings).wait(timeout=60) == 0

    assert_all_agree(PILGRIMS)
    assert queries.status_list(season).entries == PILGRIMS
    keys = queries.trusted_keys()
    credentials = Bracelet.objects.values_list("credential", "status_index")
    for credential, index in credentials:
        read = queries.read_credential(credential, keys)
        assert isinstance(read, Credential)
        assert read.status_index == index


def assert_all_agree(count):
    """Rows, states, numbering and journal tell the same number, and no index is given twice."""
    indexes = sorted(Bracelet.objects.values_list("status_index", flat=True))
    assert indexes == list(range(count))
    assert Bracelet.objects.values("pilgrim").distinct().count() == count
    assert BraceletStatus.objects.filter(status="ISSUED").count() == count
    assert BraceletSeries.objects.get().next_index == count
    issued = Entry.objects.filter(event="permits.BraceletIssued")
    assert sorted(issued.values_list("record", flat=True)) == sorted(
        Bracelet.objects.values_list("serial", flat=True)
    )


def test_bracelets_that_no_list_names_yet_get_there(season, permitted, system, at):
    """What a kill between the last part and the list leaves, the schedule mends."""
    services.issue_bracelets(season=season, by=system, at=at)
    PublishedList.objects.filter(kind="STATUS").delete()

    published = services.refresh_lists(season=season, by=system, at=at)

    assert [(row.kind, row.entries) for row in published] == [("STATUS", 5)]


def test_sixteen_issues_at_once_give_each_pilgrim_one_bracelet(
    season, campaign, settings, system, at
):
    pilgrims = make_pilgrims(campaign, 300, start=9000)
    services.receive_granted(season=season, granted=granted_to(pilgrims), by=system, at=at)

    def issue():
        try:
            services.issue_bracelets(season=season, by=system, at=at)
        finally:
            connection.close()

    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(16) as pool:
        for done in [pool.submit(issue) for _ in range(16)]:
            done.result()

    assert_all_agree(300)

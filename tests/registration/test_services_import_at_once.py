"""Imports at the same time, and imports whose process is killed."""

import io
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.db import connection, connections

from benchmarks.seasons import open_season
from foundation import clock
from foundation.jobs import services as jobs_services
from foundation.progress import Cancelled
from mission.people.models import Person
from mission.registration import services
from mission.registration.models import Applicant, Application, ImportRun, SourceRow
from tests.registration import sheets
from tests.registration.sheets import companion, lead

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def season():
    return open_season()


def prepared(content, season, by):
    return services.prepare_import(
        source=io.BytesIO(content), name="a.xlsx", season=season, by=by, at=clock.now()
    )


def many(files):
    rows = []
    for number in range(1, files + 1):
        rows += [lead(number), companion(number, of=number)]
    return sheets.xlsx(rows)


def test_two_imports_of_one_workbook_at_once_put_it_in_once(season, media, amina):
    content = many(60)
    runs = [prepared(content, season, amina) for _ in range(2)]
    ended = []

    def work(run):
        ended.append(services.import_applications(run=run, by=amina, at=clock.now()))
        connections.close_all()

    threads = [threading.Thread(target=work, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted((run.accepted, run.unchanged) for run in ended) == [(0, 120), (120, 0)]
    assert (Applicant.objects.count(), Person.objects.count()) == (120, 120)
    assert Application.objects.count() == 60


WORKER = """
import os, signal
import django
django.setup()
from foundation import copying
copied = copying.copy_rows
def dying(table, columns, rows):
    count = copied(table, columns, rows)
    if table == "registration_application":
        os.kill(os.getpid(), signal.SIGKILL)
    return count
if os.environ.get("DIES"):
    from mission.registration.services import entering
    entering.copy_rows = dying
from django.core.management import call_command
call_command("run_worker", until_idle=True, queue=["imports"])
"""


def run_worker(dies):
    database = connection.settings_dict
    address = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}"
        f"?host={database['HOST'] or '127.0.0.1'}"
    )
    if database["PORT"]:
        address += f"&port={database['PORT']}"
    environment = os.environ | {
        "DATABASE_URL": address,
        "RIFADA_VAR": str(settings.RIFADA_VAR),
        "DIES": "1" if dies else "",
    }
    return subprocess.run(
        [sys.executable, "-c", WORKER], env=environment, capture_output=True, timeout=120
    )


@pytest.mark.fault
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_job_ends_later(
    season, member_with, settings
):
    from mission.staff.queries import actor_for

    by = actor_for(member_with("SYSTEMS"))
    run = services.start_work(
        run=prepared(many(50), season, by), work="import", by=by, at=clock.now()
    )
    killed = run_worker(dies=True)
    assert killed.returncode == -signal.SIGKILL, why(killed)
    assert (Application.objects.count(), Person.objects.count()) == (0, 0)
    assert SourceRow.objects.count() == 0

    rescue_jobs_of_the_dead()
    ended = run_worker(dies=False)
    run = ImportRun.objects.get(pk=run.pk)
    assert run.finished_at, why(ended)
    assert (run.rows, run.accepted) == (100, 100)
    assert (Application.objects.count(), Applicant.objects.count()) == (50, 100)
    assert SourceRow.objects.count() == 100


def rescue_jobs_of_the_dead():
    """Give the killed worker's job back, as the worker's rescue does within a minute."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )
    jobs_services.rescue_orphans()


def test_a_second_import_waits_for_its_turn_and_can_be_cancelled(season, media, amina):
    run = prepared(many(2), season, amina)
    held = threading.Event()
    done = threading.Event()

    def hold():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('registration.import'))")
            held.set()
            done.wait(30)
        connections.close_all()

    class Impatient:
        asked = 0

        def start(self, total, label=""):
            raise AssertionError("the turn was not waited for")

        def check(self):
            self.asked += 1
            if self.asked > 2:
                raise Cancelled

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(30)
    began = time.monotonic()
    with pytest.raises(Cancelled):
        services.import_applications(run=run, by=amina, at=clock.now(), progress=Impatient())
    done.set()
    holder.join(30)
    assert time.monotonic() - began > 0.3


def why(ended):
    """Say what the worker's process said, and what became of its task."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, stage, error::text FROM progress_task")
        return ended.stderr.decode()[-2000:], cursor.fetchall()

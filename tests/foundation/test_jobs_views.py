"""The page of stuck jobs: what people see, and the help they give."""

from __future__ import annotations

import pytest
from django.db import connection

from foundation import jobs, workboard
from foundation.jobs import queries
from foundation.jobs.models import Failure
from tests.foundation import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def stuck(db):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    jobs.defer(samples.fail, text="tent")
    jobs.run_until_idle(wait_seconds=5)
    (job,) = queries.stuck_jobs()
    return job


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_stuck_job_is_shown_with_its_reason(signed_in, stuck, language):
    page = signed_in("SYSTEMS", language=language).get("/jobs/").content.decode()
    assert "samples.fail" in page
    assert "ValueError: tent went wrong" in page
    assert f"/jobs/{stuck.id}/retry/" in page


def test_a_calm_queue_says_so(signed_in, db):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    page = signed_in("SYSTEMS").get("/jobs/").content.decode()
    assert "Nothing is stuck" in page
    assert "No worker runs" in page


def test_one_job_is_explained(signed_in, stuck):
    page = signed_in("SYSTEMS").get(f"/jobs/{stuck.id}/").content.decode()
    assert "Traceback" in page
    assert "tent" in page
    assert signed_in("SYSTEMS").get("/jobs/999999/").status_code == 404


def test_a_click_lets_it_run_again(signed_in, stuck):
    client = signed_in("SYSTEMS")
    assert client.get(f"/jobs/{stuck.id}/retry/").status_code == 405
    assert client.post(f"/jobs/{stuck.id}/retry/", follow=True).status_code == 200
    assert queries.job_by_id(stuck.id).state == "waiting"


def test_a_click_gives_it_up(signed_in, stuck):
    answer = signed_in("SYSTEMS").post(f"/jobs/{stuck.id}/cancel/", follow=True)
    assert "taken out of the queue" in answer.content.decode()
    assert queries.stuck_jobs() == []
    assert Failure.objects.filter(job_id=stuck.id).exists()


@pytest.mark.parametrize("path", ["/jobs/", "/jobs/{id}/"])
def test_who_may_not_sees_nothing(signed_in, stuck, client, path):
    path = path.format(id=stuck.id)
    assert signed_in("GATE_GUARD").get(path).status_code == 403
    assert client.get(path).status_code == 302


def test_who_may_not_changes_nothing(signed_in, stuck):
    guard = signed_in("GATE_GUARD")
    assert guard.post(f"/jobs/{stuck.id}/retry/").status_code == 403
    assert guard.post(f"/jobs/{stuck.id}/cancel/").status_code == 403
    assert queries.job_by_id(stuck.id).state == "failed"


def test_a_job_that_is_over_is_said_to_be(signed_in, stuck):
    client = signed_in("SYSTEMS")
    client.post(f"/jobs/{stuck.id}/cancel/")
    assert client.post(f"/jobs/{stuck.id}/retry/").status_code == 404


def test_the_home_of_the_systems_unit_says_what_is_stuck(stuck, amina, dawud):
    (item,) = [each for each in workboard.waiting_for(amina) if each.url == "/jobs/"]
    assert (item.state, item.count) == ("bad", 1)
    (link,) = [each for each in workboard.links_for(amina) if each.url == "/jobs/"]
    assert link.state == "bad"
    assert not [each for each in workboard.waiting_for(dawud) if each.url == "/jobs/"]
    assert not [each for each in workboard.links_for(dawud) if each.url == "/jobs/"]

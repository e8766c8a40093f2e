"""Health: alive, ready, and counts for those who may read them."""

from __future__ import annotations

import pytest
from django.test import Client

from foundation import health

pytestmark = pytest.mark.django_db


def test_a_living_process_says_so_without_asking_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-cache" in answer["Cache-Control"]


def test_ready_when_database_migrations_and_folder_are():
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": True, "media": True, "migrations": True}


def test_not_ready_without_its_folder(settings, tmp_path):
    settings.RIFADA_VAR = tmp_path / "gone"
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["media"] is False


def test_not_ready_without_the_database(monkeypatch):
    monkeypatch.setattr(health, "_database_answers", lambda: False)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": False, "media": True, "migrations": False}


def test_this_machine_reads_the_counts():
    text = Client().get("/metrics").content.decode()
    assert 'rifada_jobs{state="failed"} 0' in text
    assert "rifada_workers " in text
    assert "rifada_journal_unsealed " in text


@pytest.mark.parametrize(
    "headers",
    [{"REMOTE_ADDR": "10.0.0.9"}, {"HTTP_X_FORWARDED_FOR": "1.2.3.4"}, {"HTTP_FORWARDED": "x"}],
)
def test_others_do_not(headers):
    assert Client().get("/metrics", **headers).status_code == 403


def test_the_holder_of_the_token_does_from_anywhere(settings):
    settings.METRICS_TOKEN = "sesame"
    given = {"REMOTE_ADDR": "10.0.0.9", "HTTP_AUTHORIZATION": "Bearer sesame"}
    assert Client().get("/metrics", **given).status_code == 200
    wrong = {"HTTP_AUTHORIZATION": "Bearer other"}
    assert Client().get("/metrics", **wrong).status_code == 403
    assert Client().get("/metrics").status_code == 403

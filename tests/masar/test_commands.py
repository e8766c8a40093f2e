"""The commands of the e-path, and the work that a schedule starts."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from foundation.progress.services import open_task
from mission.masar import queries, tasks
from mission.masar.models import Exchange, Reconciliation
from mission.masar.rules.states import Operation, State


def run(name, **options):
    out = io.StringIO()
    call_command(name, season=1448, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def test_the_exchange_runs_from_the_console(season, pilgrims, simulator):
    answer = run("exchange_with_masar", until_done=True, seconds=20.0)
    assert answer["permits"] == answer["visas"] == answer["registered"] == 12
    assert (answer["open_left"], answer["waiting_for_people"]) == (0, 0)
    again = run("exchange_with_masar", until_done=True, seconds=20.0)
    assert (again["opened"], again["permits"]) == (0, 12)


def test_a_dry_run_calls_nobody(season, pilgrims, settings):
    settings.MASAR_URL = "http://127.0.0.1:9"
    answer = run("exchange_with_masar", dry_run=True)
    assert answer == {"pilgrims_not_begun": 12, "requests_open": 0}
    assert not Exchange.objects.exists()


def test_the_comparison_runs_from_the_console(season, pilgrims, simulator):
    run("exchange_with_masar", until_done=True, seconds=20.0)
    Exchange.objects.filter(operation=Operation.PERMIT).update(state=State.RECEIVED)
    assert run("reconcile_masar", dry_run=True)["taken_over"] == 12
    assert run("reconcile_masar")["taken_over"] == 12
    assert len(queries.accepted_permits(season)) == 12


def test_a_dead_e_path_ends_the_comparison_with_words(season, pilgrims, settings):
    settings.MASAR_URL, settings.MASAR_TRIES = "http://127.0.0.1:9", 1
    with pytest.raises(CommandError, match=r"did not answer|لم يُجب"):
        run("reconcile_masar")


def test_a_refused_token_ends_the_exchange_with_words(season, pilgrims, simulator, settings):
    settings.MASAR_TOKEN, settings.MASAR_TRIES = "wrong", 1
    with pytest.raises(CommandError, match="MASAR_TOKEN"):
        run("exchange_with_masar", until_done=True, seconds=60.0)
    assert not Exchange.objects.exclude(state=State.PENDING).exists()


def test_people_read_lines_and_not_json(season, pilgrims, simulator, capsys):
    out = io.StringIO()
    call_command("exchange_with_masar", season=1448, seconds=20.0, until_done=True, stdout=out)
    assert "permits: 12" in out.getvalue()
    call_command("reconcile_masar", season=1448, stdout=out)
    assert "compared: 38" in out.getvalue()


def test_the_schedule_sends_only_what_somebody_opened(season, pilgrims, simulator):
    tasks.exchange()
    assert not Exchange.objects.exists()


def test_the_schedule_carries_on_what_was_opened(opened, season, simulator):
    for _ in range(10):
        tasks.exchange()
    assert len(queries.accepted_permits(season)) == 12


def test_the_schedule_asks_again_and_compares(opened, season, simulator):
    tasks.exchange_now(hijri_year=1448)
    tasks.ask_again()
    tasks.compare()
    assert Reconciliation.objects.get().ended_at is not None


def test_without_a_season_the_schedule_does_nothing(db):
    tasks.exchange()
    tasks.ask_again()
    tasks.compare()
    assert not Reconciliation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_comparison_reports_to_its_page(simulator, system, at):
    from benchmarks.seasons import open_season

    open_season()
    task = open_task(kind="masar.compare_now", label="x", by=system, at=at)
    tasks.compare_now(hijri_year=1448, task=str(task.id))
    task.refresh_from_db()
    assert task.state == "DONE"
    assert task.result == {"compared": 0, "left_to_people": 0}

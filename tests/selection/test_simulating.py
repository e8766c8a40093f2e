"""Simulated draws as work in the background: shown as it goes, kept, and old when they are."""

import pytest
from django.db import transaction

from foundation import jobs
from foundation.journal.models import Entry
from foundation.progress import Cancelled
from foundation.progress.models import Task
from foundation.refusals import PermissionRefused
from mission.registration.services import check_eligibility
from mission.season import queries as seasons
from mission.season.services import change_rule_values
from mission.selection import queries, services
from mission.selection.models import Simulation
from mission.selection.services import NothingEligible
from tests.selection.conftest import RULES
from tests.selection.test_views import text_of, url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browser(signed_in, chair):
    return signed_in(member=chair)


@pytest.fixture
def held(season, files, amina, at):
    return services.open_round(season=season, by=amina, at=at)


@pytest.fixture
def simulate(held, amina, at):
    """Give a function that simulates the round's draws; answer what is kept."""
    return lambda: services.simulate_chances(selection_round=held, by=amina, at=at)


def is_old(held):
    return queries.simulation_of(held).basis != queries.basis_of(held)


def page(browser, held):
    return text_of(browser.get(url("fairness", held)))


def test_a_press_begins_work_that_the_page_shows_and_a_reload_shows_its_result(browser, held):
    assert "No draws were simulated yet" in page(browser, held)
    assert not Task.objects.exists()

    browser.post(url("simulate", held))
    browser.post(url("simulate", held))  # an impatient second press

    assert Task.objects.get().state == "WAITING"
    shown = page(browser, held)
    assert "Simulating a thousand draws" in shown
    assert "No draws were simulated yet" not in shown
    jobs.run_until_idle()

    task = Task.objects.get()
    assert (task.state, task.done, task.total) == ("DONE", 1_000, 1_000)
    for _reload in range(2):
        shown = page(browser, held)
        assert "1,000 simulated draws of 10 files" in shown
        assert "By persons in the file" in shown
        assert "100.0%" in shown  # ten files, thousands of seats
        assert "This result is old" not in shown
    assert Simulation.objects.count() == 1


def test_others_see_what_one_has_simulated(browser, held, simulate, signed_in, amina):
    simulate()
    shown = page(signed_in("HEAD_OF_MISSION"), held)
    assert "1,000 simulated draws" in shown
    assert amina.label in shown
    entry = Entry.objects.get(event="selection.ChancesSimulated")
    assert (entry.by_label, entry.payload["files"]) == (amina.label, 10)


def test_what_is_kept_is_what_was_simulated(held, amina, at, monkeypatch):
    found = queries.fairness_of(held)
    monkeypatch.setattr(queries, "fairness_of", lambda held, progress: found)
    kept = services.simulate_chances(selection_round=held, by=amina, at=at)
    kept.refresh_from_db()
    assert queries.chances_of(kept) == found


def test_the_same_files_and_rules_are_not_simulated_again(held, simulate):
    assert simulate() == simulate()
    assert Entry.objects.filter(event="selection.ChancesSimulated").count() == 1


def other_rules(held, files, amina, at):
    services.write_rules(selection_round=held, rules=RULES | {"quota": 3}, by=amina, at=at)


def other_values(held, files, amina, at):
    base = seasons.rules_in_force(held.season)
    change_rule_values(
        base=base, changes={"tickets.per_refused_season": 9}, note="13", by=amina, at=at
    )


def judged_anew(held, files, amina, at):
    files_of = files[0]
    files_of.refused_seasons = 1
    files_of.save()
    check_eligibility(season=held.season, by=amina, at=at)


def withdrawn(held, files, amina, at):
    files[0].withdrawn_at = at
    files[0].save()
    files[0].statuses.create(status="WITHDRAWN", at=at, by="x")


@pytest.mark.parametrize("change", [other_rules, other_values, judged_anew, withdrawn])
def test_a_result_is_old_when_what_it_follows_from_changed(
    browser, held, simulate, files, amina, at, change
):
    simulate()
    change(held, files, amina, at)

    assert is_old(held)
    shown = page(browser, held)
    assert "This result is old" in shown
    assert "1,000 simulated draws of 10 files" in shown  # it stays in sight
    browser.post(url("simulate", held))
    jobs.run_until_idle()
    assert not is_old(held)
    assert "This result is old" not in page(browser, held)
    assert Simulation.objects.filter(round=held).count() == 2


def test_a_freeze_makes_it_old_and_what_comes_later_does_not(ceremony, files, applications):
    held = ceremony.until("commit")
    services.simulate_chances(selection_round=held, by=ceremony.by, at=ceremony.at)
    ceremony.freeze()
    assert is_old(held)
    services.simulate_chances(selection_round=held, by=ceremony.by, at=ceremony.at)
    applications.add()
    assert not is_old(held)


def test_what_changes_while_it_runs_leaves_it_old(held, files, amina, at, monkeypatch):
    plain = queries.fairness_of

    def meanwhile(selection_round, *, progress):
        found = plain(selection_round, progress=progress)
        withdrawn(held, files, amina, at)
        return found

    monkeypatch.setattr(queries, "fairness_of", meanwhile)
    services.simulate_chances(selection_round=held, by=amina, at=at)
    assert is_old(held)


def test_one_that_was_stopped_leaves_nothing_and_may_be_begun_anew(browser, held):
    browser.post(url("simulate", held))
    task = Task.objects.get()
    browser.post(task.cancel_url)
    jobs.run_until_idle()
    assert Task.objects.get().state == "CANCELLED"
    assert not Simulation.objects.exists()
    assert "No draws were simulated yet" in page(browser, held)

    browser.post(url("simulate", held))
    jobs.run_until_idle()
    assert Simulation.objects.count() == 1


class Stopping:
    """Progress that somebody stops at its third look."""

    def __init__(self):
        self.looks = 0

    def start(self, total, label=""):
        assert total == 1_000

    def advance(self, count=1):
        pass

    def check(self):
        self.looks += 1
        if self.looks == 3:
            raise Cancelled

    def finish(self):
        pass


def test_it_can_be_stopped_in_the_middle(held, amina, at):
    progress = Stopping()
    with pytest.raises(Cancelled), transaction.atomic():
        services.simulate_chances(selection_round=held, by=amina, at=at, progress=progress)
    assert progress.looks == 3
    assert not Simulation.objects.exists()


def test_without_files_it_is_refused_and_the_page_says_why(browser, held, files, system, at):
    for file in files:
        file.withdrawn_at = at
        file.save()
    with pytest.raises(NothingEligible):
        services.simulate_chances(selection_round=held, by=system, at=at)
    browser.post(url("simulate", held))
    jobs.run_until_idle()
    assert Task.objects.get().state == "FAILED"
    assert "No eligible file is left" in page(browser, held)


def test_who_does_not_see_rounds_simulates_nothing(held, signed_in, dawud, at):
    guard = signed_in("GATE_GUARD")
    assert guard.get(url("fairness", held)).status_code == 403
    assert guard.post(url("simulate", held)).status_code == 403
    assert signed_in("HEAD_OF_MISSION").get(url("simulate", held)).status_code == 405
    with pytest.raises(PermissionRefused):
        services.simulate_chances(selection_round=held, by=dawud, at=at)
    assert not Task.objects.exists()

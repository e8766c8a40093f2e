"""Any run of answers, lapses and withdrawals against a model that knows the public files."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from foundation.refusals import Refusal
from mission.registration.services import check_eligibility
from mission.season.queries import rules_in_force
from mission.season.services import change_rule_values
from mission.selection import queries, services
from mission.selection.models import Offer
from tests.at_once import at_once
from tests.leads import lead_actor
from tests.selection.replay import Replay, load_verify, replayed
from tests.selection.rounds import write_files
from tests.selection.test_families import link

QATAR = timezone(timedelta(hours=3))
SIZES = (1, 2, 3, 1, 4, 2, 1, 1, 2, 3, 1, 2, 1, 4, 1, 2, 1, 3, 1, 1)
RULES = {
    "general": {"order": ["tier", "number"]},
    "last_seat": "skip",
    "quota": 14,
    "shares": [
        {"name": "elderly", "order": ["-age_days", "number"], "seats": 3, "when": "before"}
    ],
}
OVER = timedelta(minutes=2)
FAMILIES = ((0, 4), (1, 6, 7), (10, 12))


@pytest.fixture(params=["alone", "families"])
def held(request, season, applications, ceremony, system, at):
    """A published round of twenty files, every fourth with an elderly lead; once each by
    itself, once with three families, of two and three files, one of them elderly."""
    values = {"offers.promotions_until": ""}
    base = rules_in_force(season)
    change_rule_values(base=base, changes=values, note="test", by=system, at=at)
    files = []
    for place, size in enumerate(SIZES):
        years = 1945 + place if place % 4 == 0 else 1975
        files.append(applications.add(size=size, born=date(years, 1, 1), refused=place % 3))
    for family in FAMILIES if request.param == "families" else ():
        link(*(files[place] for place in family), at=at)
    check_eligibility(season=season, by=system, at=at)
    ceremony.open(RULES)
    for step in ("commit", "freeze", "reveal", "close", "chance", "draw", "publish"):
        getattr(ceremony, step)()
    return ceremony.round


def midnight_after(made: datetime, days: int = 7) -> datetime:
    local = made.astimezone(QATAR) + timedelta(days=days + 1)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


FILES = st.integers(min_value=0, max_value=len(SIZES) - 1)


class Answers(RuleBasedStateMachine):
    """Leads and staff act on a published round, which a test sets; each run is rolled back."""

    held: Any = None
    by: Any = None
    started_at: Any = None

    @initialize()
    def begin(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.files = queries.proof_files(self.held)
        self.applications = dict(self.held.entries.values_list("reference", "application_id"))
        self.names = sorted(self.applications)
        self.model, self.now = Replay(self.files), self.started_at
        self.until = {name: midnight_after(self.now) for name in self.model.seated}
        self.accepted: set[str] = set()

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @rule(hours=st.integers(min_value=1, max_value=60))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule(file=FILES)
    def accept(self, file):
        name = self.names[file]
        in_time = name in self.accepted or self.now < self.until.get(name, self.now)
        expected = name in self.model.seated and in_time
        assert self._does(services.accept_offer, name) is expected
        if expected:
            self.accepted.add(name)

    @rule(file=FILES)
    def decline(self, file):
        name = self.names[file]
        expected = name in self.model.seated
        assert self._does(services.decline_offer, name, reason="") is expected
        if expected:
            self._leave(name, "withdrawn")

    @rule(file=FILES)
    def withdraw_by_staff(self, file):
        name = self.names[file]
        expected = name not in self.model.left
        try:
            withdraw(self.held, name, by=self.by, at=self.now)
        except services.PlaceAlreadyLeft:
            assert not expected
        else:
            assert expected
            self._leave(name, "withdrawn")

    @rule()
    def the_worker_looks(self):
        services.look_after_offers(season=self.held.season, by=self.by, at=self.now)
        result = self.files["result.csv"].decode().splitlines()
        places = {
            reference: (place, reference)
            for place, line in enumerate(result[1:])
            for reference in self.model.parts[line.split(",")[0]]
        }
        over = self.now - timedelta(minutes=1)
        due = [name for name in self.model.seated if self.until[name] <= over]
        for name in sorted(due, key=lambda name: (self.until[name], places[name])):
            if name not in self.accepted:
                self._leave(name, "lapsed")

    @invariant()
    def rows_say_what_the_model_says(self):
        if not hasattr(self, "model"):
            return
        standing = queries.selected_applications(self.held.season)
        assert {file.reference: file.share for file in standing} == self.model.seated
        assert self.model.persons <= RULES["quota"]
        accepted = queries.offers_of(self.held, state="ACCEPTED")
        taken = {one.entry.reference for one in accepted}
        assert taken == self.accepted & set(self.model.seated)
        told = replayed(self.files, queries.promotions_file(self.held))
        assert told.lines == self.model.lines

    def _does(self, act, name, **more):
        application = self.applications[name]
        lead = lead_actor(application)
        try:
            act(application_id=application, by=lead, at=self.now, **more)
        except Refusal:
            return False
        return True

    def _leave(self, name, event):
        before = set(self.model.seated)
        self.model.leave(name, event)
        for risen in set(self.model.seated) - before:
            self.until[risen] = midnight_after(self.now)


def withdraw(held, name, *, by, at):
    return services.vacate_place(
        selection_round=held, reference=name, how="WITHDRAWN", reason="", by=by, at=at
    )


@pytest.mark.django_db
def test_any_run_of_answers_is_as_the_model_says(held, ceremony, system, tmp_path):
    facts = {"held": held, "by": system, "started_at": ceremony.chance_at}
    run_state_machine_as_test(
        type("Run", (Answers,), facts),
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    folder = write_files(tmp_path / "proof", queries.proof_files(held))
    rows = 20 - sum(
        len(files) - 1 for files in Replay(queries.proof_files(held)).parts.values()
    )
    assert f"{rows} files in the draw" in load_verify().verify(folder)


class Crowd:
    """Leads, staff and workers who all act at once around the last moment of the offers."""

    def __init__(self, held, by, seed):
        self.held, self.by, self.seed = held, by, seed
        self.applications = dict(held.entries.values_list("reference", "application_id"))
        self.seated = sorted(Replay(queries.proof_files(held)).seated)
        self.until = Offer.objects.first().until
        self.accepted_in_time = {self.seated[0]}
        lead = {"application_id": self.applications[self.seated[0]], "by": by}
        services.accept_offer(**lead, at=self.until - OVER)

    def one(self, number):
        chance = random.Random(f"{self.seed}-{number}")
        for _ in range(6):
            with suppress(Refusal):
                self._act(chance)

    def _act(self, chance):
        few = chance.random() < 0.7
        name = chance.choice(self.seated if few else sorted(self.applications))
        one = {"application_id": self.applications[name], "by": self.by}
        before, after = self.until - OVER, self.until + OVER
        match chance.randrange(4):
            case 0:
                services.accept_offer(**one, at=before)
                self.accepted_in_time.add(name)
            case 1:
                services.decline_offer(**one, reason="", at=before)
            case 2:
                withdraw(self.held, name, by=self.by, at=before)
            case 3:
                services.look_after_offers(season=self.held.season, by=self.by, at=after)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_whatever_comes_at_once_gives_no_seat_twice_and_wrongs_nobody(held, system, seed):
    crowd = Crowd(held, system, seed)

    at_once(8, crowd.one)

    model = replayed(queries.proof_files(held), queries.promotions_file(held))
    standing = queries.selected_applications(held.season)
    assert {file.reference for file in standing} == set(model.seated)
    assert sum(file.size for file in standing) <= RULES["quota"]
    events = {name: event for event, name, _ in model.lines}
    assert not {name for name in crowd.accepted_in_time if events.get(name) == "lapsed"}
    assert {"lapsed", "withdrawn", "promoted"} & set(events.values())
    # No waste: nobody who waits fits into what is left.
    free = RULES["quota"] - model.persons
    assert all(model.waiting_persons(name) > free for name in model.waiting())

"""Two at once, and a process that dies in the middle of a draw."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.selection import queries, services
from mission.selection.models import (
    Commitment,
    Explanation,
    Offer,
    Outcome,
    Proof,
    SelfTest,
)
from mission.selection.rules.ceremony import StepOutOfOrder
from mission.selection.rules.draw import hold_draw
from mission.selection.rules.seed import sha256_hex

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run acts in threads of their own, each with a connection of its own."""

    def run(act):
        try:
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_draws_at_once_are_one_draw(ceremony, files):
    held = ceremony.until("chance")

    ceremony.decide_draw()
    answers = at_once(ceremony.hold_draw, ceremony.hold_draw)

    assert sorted(type(answer).__name__ for answer in answers) == ["Draw", "StepOutOfOrder"]
    assert Outcome.objects.filter(round=held).count() == 10
    assert held.statuses.filter(state="DRAWN").count() == 1


def test_two_who_enter_the_same_chance_at_once_write_one(ceremony, files):
    held = ceremony.until("close")

    at_once(
        lambda: ceremony.enter("6 6", ceremony.by),
        lambda: ceremony.enter("6 6", ceremony.secretary),
    )

    assert held.draw.public_randomness == "6 6"
    assert held.proposals.filter(step="CHANCE").count() == 1


def test_two_who_enter_another_chance_at_once_write_none(ceremony, files):
    held = ceremony.until("close")

    at_once(
        lambda: ceremony.enter("1 1", ceremony.by),
        lambda: ceremony.enter("6 6", ceremony.secretary),
    )

    first = held.proposals.get(step="CHANCE")
    assert {first.matter["entered"], first.answer.said} == {"1 1", "6 6"}
    assert not first.answer.agrees
    assert queries.draw_of(held) is None


def test_two_freezes_at_once_are_one_freeze(ceremony, files):
    ceremony.open()
    ceremony.commit()

    ceremony.agree(ceremony.propose_freeze())

    def freeze():
        return services.freeze_round(
            selection_round=ceremony.round, by=ceremony.secretary, at=ceremony.at
        )

    answers = at_once(freeze, freeze)

    assert sum(isinstance(answer, StepOutOfOrder) for answer in answers) == 1
    assert ceremony.round.entries.count() == 10


def test_members_who_promise_at_once_all_count(ceremony, season):
    ceremony.open()
    permissions = frozenset({"selection.commit_secret"})

    def promise(number):
        by = Actor("staff", f"id-{number}", f"Member {number}", permissions)
        return lambda: services.commit_secret(
            selection_round=ceremony.round, member=by.label, sha256=f"{number:064x}", by=by,
            at=ceremony.at,
        )  # fmt: skip

    at_once(*(promise(number) for number in range(8)))

    places = Commitment.objects.order_by("place").values_list("place", flat=True)
    assert list(places) == list(range(1, 9))


class Dying:
    """A progress that kills its process at a given report."""

    def __init__(self, reports):
        self.left = reports

    def _report(self, *_):
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    start = advance = check = finish = _report


@pytest.mark.fault
@pytest.mark.parametrize("reports", [1, 2, 3, 4, 5, 6])
def test_a_draw_that_was_killed_is_held_again_with_the_same_result(ceremony, files, reports):
    held = ceremony.until("chance")
    ceremony.decide_draw()
    killed(
        lambda: services.hold_round_draw(
            selection_round=held, by=ceremony.secretary, at=ceremony.chance_at,
            progress=Dying(reports),
        )
    )  # fmt: skip

    assert queries.current_state(held) == "REVEALED"
    assert not Outcome.objects.exists()
    ceremony.hold_draw()

    entries, seed = queries.entries_of_round(held), held.draw.seed
    expected = hold_draw(entries, queries.rules_of(held), seed=seed).as_csv()
    assert queries.proof_files(held)["result.csv"] == expected


@pytest.mark.fault
@pytest.mark.parametrize("reports", [1, 2, 3, 4])
def test_a_freeze_that_was_killed_is_taken_up_with_the_decision_that_stands(
    ceremony, files, reports
):
    held = ceremony.open()
    ceremony.commit()
    ceremony.agree(ceremony.propose_freeze())

    def freeze(**progress):
        return services.freeze_round(
            selection_round=held, by=ceremony.secretary, at=ceremony.at, **progress
        )

    killed(lambda: freeze(progress=Dying(reports)))

    assert queries.current_state(held) == "COMMITTING"
    assert not held.entries.exists()
    assert freeze().files == 10
    assert held.proposals.count() == 1


@pytest.mark.fault
@pytest.mark.parametrize("reports", [1, 2, 3, 4, 5, 6])
def test_a_publication_that_was_killed_is_taken_up_with_the_decision_that_stands(
    ceremony, files, reports
):
    held = ceremony.until("draw")
    ceremony.decide_publication()

    killed(lambda: ceremony.hold_publication(progress=Dying(reports)))

    assert queries.current_state(held) == "DRAWN"
    for model in (Explanation, Offer, Proof, SelfTest):
        assert not model.objects.exists()
    proof = ceremony.hold_publication()
    assert proof.sha256 == sha256_hex(queries.proof_archive(held))
    assert held.proposals.filter(step="PUBLISH").count() == 1


def killed(act):
    """Do an act in a process of its own that dies by it."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        # What the parent has open is not ours to use, nor to close by letting go of it.
        own = connections.create_connection("default")
        own.inherited, connections["default"] = connections["default"], own
        act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL

"""The look at a draw before it is public, on the rows as they were written."""

import numpy as np
import pytest

from mission.selection import queries
from mission.selection.models import Offer, Proof, SelfTest
from mission.selection.queries.files import places_of_result
from mission.selection.rules import selftest
from mission.selection.services import publishing

pytestmark = pytest.mark.django_db


def test_what_was_found_is_kept_with_the_round(ceremony, files):
    held = ceremony.until("publish")

    kept = {one.name: one for one in SelfTest.objects.filter(round=held)}

    assert {selftest.EVEN, selftest.QUEUE} <= set(kept)
    assert kept[selftest.QUEUE].files == 10
    assert all(0 <= one.p_value <= 1 for one in kept.values())


def test_the_places_are_those_of_the_written_result(ceremony, files):
    held = ceremony.until("draw")
    lines = queries.proof_files(held)["result.csv"].decode().splitlines()[1:]
    references = [line.split(",")[0] for line in lines]

    places = places_of_result(held)

    assert places.tolist() == [references.index(name) + 1 for name in sorted(references)]


def unshuffled(entries, *, seed, advance):
    """Numbers that are spread evenly, in the order of registration."""
    parts = (entries.queue - 0.5) / len(entries)
    return ((1 - (1 - parts) ** (1 / entries.tickets)) * 2.0**64).astype(np.uint64)


def test_a_draw_that_chance_would_not_give_is_not_published(ceremony, files, monkeypatch):
    """Ten files cannot look absurd: the level is raised to what they can look like."""
    monkeypatch.setattr(selftest, "ABSURD", 0.003)
    monkeypatch.setattr(publishing, "number_heads", unshuffled)
    held = ceremony.until("draw")

    with pytest.raises(selftest.DrawNotRandom) as refusal:
        ceremony.publish()

    assert refusal.value.facts["test"] == selftest.QUEUE
    assert queries.current_state(held) == "DRAWN"
    for model in (Proof, Offer, SelfTest):
        assert not model.objects.exists()

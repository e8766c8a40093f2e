"""Chance that counts, and a draw that stops when the rows are not those that were frozen."""

from datetime import timedelta

import pytest

from mission.selection import queries, services
from mission.selection.models import Entry, Outcome
from mission.selection.rules.ceremony import ChanceNotDue, ChanceNotNamed
from mission.selection.services import outcomes
from mission.selection.services.drawing import ChanceAlreadyRecorded, ChanceNotRecorded
from tests.selection.rounds import behind_the_program

pytestmark = pytest.mark.django_db


def test_chance_is_written_once_and_not_before_its_moment(ceremony, files, amina):
    held = ceremony.until("close")
    with pytest.raises(ChanceNotRecorded):
        ceremony.draw()
    with pytest.raises(ChanceNotDue):
        ceremony.enter("1", amina, at=ceremony.chance_at - timedelta(seconds=1))
    seed = ceremony.chance(" 5 3 ").seed

    assert held.draw.seed == seed
    assert held.draw.public_randomness == "5 3"
    with pytest.raises(ChanceAlreadyRecorded):
        ceremony.chance("6 6")


def test_drand_counts_only_with_its_signature(ceremony, files, amina, committee):
    from mission.selection.rules.ceremony import BadDrandSignature, drand_moment

    # drand quicknet, round 657413; signature and randomness as drand-verify documents them
    signature = (
        "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be"
        "41076862b98fad56e91a6b85b89cd97b"
    )
    ceremony.open()
    ceremony.commit()
    moment = drand_moment(657413)
    ceremony.at, ceremony.chance_at = moment - timedelta(hours=1), moment
    with pytest.raises(ChanceNotNamed):
        ceremony.freeze(kind="DRAND", name="657414")
    ceremony.freeze(kind="DRAND", name="657413")
    ceremony.at = moment - timedelta(hours=2)
    ceremony.reveal()
    ceremony.close()
    with pytest.raises(BadDrandSignature):
        ceremony.chance(signature.replace("b7", "b8"))

    written = ceremony.chance(signature.upper())

    assert written.public_randomness == (
        "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"
    )
    assert written.evidence == signature
    ceremony.draw()
    readme = queries.proof_files(ceremony.round)["README.txt"].decode()
    assert f": drand quicknet, round 657413, signature {signature}\n" in readme


def test_rows_changed_behind_the_program_stop_the_draw(ceremony, files):
    ceremony.until("chance")
    with behind_the_program():
        Entry.objects.filter(application=files[0]).update(tickets=50)

    with pytest.raises(services.EntriesChanged):
        ceremony.draw()

    assert not Outcome.objects.exists()


def exchanged(keys: bytes) -> bytes:
    """Give the first two files each other's rows."""
    return keys[32:64] + keys[:32] + keys[64:]


def of_nobody(keys: bytes) -> bytes:
    """Write an outcome for an entry that does not exist."""
    return bytes(16) + keys[16:]


def of_another_application(keys: bytes) -> bytes:
    """Keep the entries, and give the first two files each other's applications."""
    return keys[:16] + keys[48:64] + keys[32:48] + keys[16:32] + keys[64:]


@pytest.mark.parametrize("wrong", [exchanged, of_nobody, of_another_application])
def test_an_outcome_that_is_not_read_back_as_computed_stops_the_draw(
    ceremony, files, monkeypatch, wrong
):
    ceremony.until("chance")
    keys = outcomes.entry_keys
    monkeypatch.setattr(outcomes, "entry_keys", lambda held: wrong(keys(held)))

    with pytest.raises(services.ResultDiffers):
        ceremony.draw()

    assert not Outcome.objects.exists()
    monkeypatch.undo()
    assert ceremony.draw().selected_files == Outcome.objects.filter(outcome="SELECTED").count()

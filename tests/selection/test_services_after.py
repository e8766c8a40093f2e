"""After the draw, on PostgreSQL: who moves up, and what the public is given."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from mission.selection import queries, services
from mission.selection.models import Entry, Outcome
from tests.selection.rounds import load_verify

verify = load_verify()
pytestmark = pytest.mark.django_db


def test_withdrawal_lets_the_first_that_fit_move_up(ceremony, files, amina, at):
    selection_round = ceremony.until("publish")
    before = queries.selected_applications(ceremony.season)
    leaving = max((file for file in before if not file.share), key=lambda file: file.size)
    room = leaving.size + 8 - sum(file.size for file in before)

    lines = services.vacate_place(
        selection_round=selection_round, reference=leaving.reference, how="WITHDRAWN",
        reason="moved abroad", by=amina, at=at,
    )  # fmt: skip

    after = queries.selected_applications(ceremony.season)
    kept = [file for file in before if file.reference != leaving.reference]
    assert after[: len(kept)] == kept
    assert sum(file.size for file in after) <= 8
    promoted = [line.entry for line in lines[1:]]
    assert [file.reference for file in after[len(kept) :]] == [
        one.reference for one in promoted
    ]
    assert promoted
    waiting = Outcome.objects.filter(outcome="WAITING").order_by("place")
    fitting = [one.entry.reference for one in waiting if one.entry.size <= room]
    assert promoted[0].reference == fitting[0]
    with pytest.raises(services.PlaceAlreadyLeft):
        services.vacate_place(
            selection_round=selection_round, reference=leaving.reference, how="WITHDRAWN",
            reason="", by=amina, at=at,
        )  # fmt: skip
    assert queries.outcome_for(leaving.reference).happening == "WITHDRAWN"
    assert queries.outcome_for(promoted[0].reference).happening == "PROMOTED"
    assert not queries.is_selected(leaving.application)
    assert queries.is_selected(promoted[0].application_id)


def test_nobody_moves_up_who_is_in_another_urn_or_seated_by_it(ceremony, files, amina, at):
    first = ceremony.until("publish")
    leaving = [file.reference for file in queries.selected_applications(ceremony.season)]
    ceremony.until("freeze")  # round 2 holds all who wait in round 1

    def leave(reference):
        return services.vacate_place(
            selection_round=first,
            reference=reference,
            how="WITHDRAWN",
            reason="",
            by=amina,
            at=at,
        )

    assert len(leave(leaving[0])) == 1
    for step in ("reveal", "close", "chance", "draw", "publish"):
        getattr(ceremony, step)()
    second = {file.reference for file in queries.selected_applications(ceremony.season)}
    promoted = {line.entry.reference for line in leave(leaving[1])[1:]}
    assert not promoted & (second - set(leaving))


def test_promotions_are_one_chain_of_hashes(ceremony, files, amina, at):
    import hashlib

    selection_round = ceremony.until("publish")
    for file in queries.selected_applications(ceremony.season)[:2]:
        services.vacate_place(
            selection_round=selection_round, reference=file.reference, how="WITHDRAWN",
            reason="", by=amina, at=at,
        )  # fmt: skip

    header, *lines = queries.promotions_file(selection_round).decode().splitlines()

    assert header == "line,at,event,reference,size,share,sha256"
    chain = hashlib.sha256(queries.proof_files(selection_round)["result.csv"]).hexdigest()
    assert len(lines) >= 3
    for place, line in enumerate(lines, start=1):
        text, _, said = line.rpartition(",")
        chain = hashlib.sha256(f"{chain},{text}".encode()).hexdigest()
        assert said == chain
        assert text.startswith(f"{place},2027-03-01T09:00:00Z,")


def test_a_file_of_another_round_leaves_nothing(ceremony, files, amina, at):
    ceremony.until("publish")

    with pytest.raises(services.NotInRound):
        services.vacate_place(
            selection_round=ceremony.round, reference="XXXX-XXXX", how="WITHDRAWN", reason="",
            by=amina, at=at,
        )  # fmt: skip


def test_nothing_is_public_before_it_is_published(ceremony, files):
    ceremony.until("draw")
    reference = Outcome.objects.filter(outcome="SELECTED").first().entry.reference
    assert queries.selected_applications(ceremony.season) == []
    with pytest.raises(queries.UnknownReference):
        queries.outcome_for(reference)
    assert queries.latest_published() is None

    ceremony.publish()

    assert queries.outcome_for(reference).outcome == "SELECTED"
    assert queries.latest_published() == ceremony.round


def test_the_readme_says_where_chance_came_from(ceremony, files):
    held = ceremony.until("publish")

    readme = queries.proof_files(held)["README.txt"].decode()

    named = "dice: Five dice in hall 2"
    assert f"العشوائية العلنية: {named}\n" in readme
    assert f"Public randomness: {named}\n" in readme


def test_a_proof_that_was_changed_on_the_disk_is_not_given_out(ceremony, files):
    held = ceremony.until("publish")
    published = queries.proof_archive(held)
    assert queries.proof_bytes(held) == published

    default_storage.delete(held.proof.path)
    default_storage.save(held.proof.path, ContentFile(b"another result"))

    assert queries.proof_bytes(held) == published


def test_public_outcome_tells_the_number_that_anyone_can_compute(ceremony, files):
    import hashlib

    ceremony.until("publish")
    entry = Entry.objects.get(application=files[9])

    outcome = queries.outcome_for(entry.reference)

    seed = ceremony.round.draw.seed
    tickets = [f"{seed},{entry.reference},{i}" for i in range(1, 5)]
    assert outcome.number == min(hashlib.sha256(t.encode()).hexdigest() for t in tickets)
    assert outcome.tickets == 4

"""Families in a round on PostgreSQL: frozen as one row, drawn, offered, given on, and told."""

import csv
import io

import pytest

from foundation.clock import now
from mission.notifications.models import Message
from mission.registration.models import Applicant, Application, Family, FamilyMember
from mission.registration.services import check_eligibility
from mission.selection import handlers, presenters, queries, services
from mission.selection.events import FamilyParted
from mission.selection.models import Entry, LinkedRow, Outcome
from mission.selection.services.drawing import EntriesChanged
from tests.leads import lead_actor
from tests.selection.rounds import behind_the_program, load_verify, write_files

RULES = {
    "general": {"order": ["tier", "number"]},
    "last_seat": "skip",
    "quota": 9,
    "shares": [],
}


def link(*files, at):
    """Let applications stand in one family, as their leads would."""
    family = Family.objects.create(season=files[0].season, founded_at=at)
    for file in files:
        FamilyMember.objects.create(
            family=family, application=file, joined_at=at, joined_by="test"
        )
    return family


def lines(data):
    return list(csv.DictReader(io.StringIO(data.decode())))


def entry_of(held, file):
    return Entry.objects.get(round=held, application=file)


def row_reference(*files):
    return max(file.reference for file in files) + "-LINKED"


@pytest.fixture
def family(files, at):
    """Three of the ten files, of 1, 2 and 2 persons."""
    three = [files[0], files[1], files[4]]
    link(*three, at=at)
    return three


@pytest.fixture
def published(family, ceremony):
    ceremony.open(RULES)
    for step in ("commit", "freeze", "reveal", "close", "chance", "draw", "publish"):
        getattr(ceremony, step)()
    return ceremony.round


def test_a_family_is_frozen_as_one_row_and_bound_by_the_freeze(family, ceremony):
    frozen = ceremony.until("freeze").freeze
    held = frozen.round
    row = LinkedRow.objects.get(round=held)
    assert (row.reference, row.size) == (row_reference(*family), 5)
    assert row.queue == max(file.queue for file in family)
    assert (frozen.files, frozen.persons, frozen.families) == (10, 17, 1)
    assert len(frozen.linked_sha256) == 64
    assert Entry.objects.filter(round=held).count() == 10
    found = queries.families_of_round(held)
    assert (found.linked, found.files, found.parted) == (1, 3, 0)
    assert len(presenters.ceremony_of(held, by=ceremony.by, at=now())["families"]) == 1
    names = [hash["name"] for hash in
             presenters.ceremony_of(held, by=ceremony.by, at=now())["hashes"]]  # fmt: skip
    assert names == ["entries.csv", "rules.json", "linked.csv"]


def test_the_proof_of_a_round_with_a_family_is_verified(published, family, tmp_path):
    files = queries.proof_files(published)
    assert {each["reference"] for each in lines(files["linked.csv"])} == {
        file.reference for file in family
    }
    assert len(lines(files["entries.csv"])) == len(lines(files["result.csv"])) == 8
    said = load_verify().verify(write_files(tmp_path, files))
    assert "8 files in the draw" in said


def test_a_round_without_families_has_the_proof_that_it_always_had(files, ceremony):
    held = ceremony.until("publish")
    assert (
        list(queries.proof_files(held))
        == (
            "entries.csv rules.json commitments.json seed.json result.csv README.txt verify.py"
        ).split()
    )
    assert (held.freeze.families, held.freeze.linked_sha256) == (0, "")
    assert queries.families_of_round(held).linked == 0


def test_every_file_of_a_family_has_the_outcome_of_its_row(published, family):
    found = [queries.outcome_for(file.reference) for file in family]
    assert len({(one.outcome, one.place, one.number, one.tier) for one in found}) == 1
    for file, one in zip(family, found, strict=True):
        assert one.row == row_reference(*family)
        assert one.row_size == 5
        assert one.size == file.applicants.count()
        assert set(one.together) == {other.reference for other in family} - {file.reference}
        assert one.together[0] in presenters.outcome_words(one)["together"]
    parts = Outcome.objects.filter(round=published, part__gt=0).values_list("part", flat=True)
    assert sorted(parts) == [1, 2, 3]
    draw = published.draw
    assert draw.selected_files + draw.waiting_files == 10
    looks = queries.looks_at(published, found[0].row)
    assert looks


def test_a_changed_family_is_not_drawn(family, ceremony):
    ceremony.until("chance")
    ceremony.decide_draw()
    with behind_the_program():
        entry = entry_of(ceremony.round, family[0])
        Entry.objects.filter(pk=entry.pk).update(row=None)
    with pytest.raises(EntriesChanged):
        ceremony.hold_draw()


def test_a_file_that_is_not_eligible_drops_out_and_the_leads_are_told(
    family, ceremony, season, system, at
):
    Applicant.objects.filter(application=family[1]).update(is_fit=False)
    check_eligibility(season=season, by=system, at=at)
    before = ceremony.open(RULES)
    assert queries.families_of_round(before).parted == 1
    ceremony.commit()
    held = ceremony.freeze().round
    left = [family[0], family[2]]
    assert LinkedRow.objects.get(round=held).reference == row_reference(*left)
    assert queries.families_of_round(held).parted == 1
    event = FamilyParted(held.id, family[0].pk, family[0].reference, (family[2].reference,))
    lead_actor(family[0].pk)
    handlers.tell_parted_family(event, at=now())
    told = Message.objects.get()
    assert (told.kind, told.about) == ("family_parted", family[0].reference)
    assert family[2].reference in told.text


def test_one_of_a_selected_family_gives_up_its_own_seats_only(published, family, tmp_path):
    chosen = {one.reference for one in queries.selected_applications(published.season)}
    if family[0].reference not in chosen:
        family = [Application.objects.get(reference=min(chosen))]
    before = sum(one.size for one in queries.selected_applications(published.season))
    leaver = family[0]
    services.decline_offer(
        application_id=leaver.pk, reason="", by=lead_actor(leaver.pk), at=now()
    )
    after = queries.selected_applications(published.season)
    assert leaver.reference not in {one.reference for one in after}
    assert {file.reference for file in family[1:]} <= {one.reference for one in after}
    assert sum(one.size for one in after) <= RULES["quota"]
    assert before - leaver.applicants.count() <= sum(one.size for one in after)


def test_each_file_of_a_selected_family_has_an_offer_of_its_own(published, family):
    selected = {one.reference for one in queries.selected_applications(published.season)}
    offers = queries.offers_of(published)
    assert {offer.entry.reference for offer in offers} == selected


def test_a_file_that_withdraws_from_a_waiting_family_leaves_the_others_waiting(
    published, family
):
    """Whoever is not in the family leaves, until the family has moved up as a smaller one."""
    waiting = queries.waiting_references(published)
    if family[0].reference not in waiting:
        pytest.skip("chance selected the family")
    vacate(published, family[1].reference)
    seated = [one.reference for one in queries.selected_applications(published.season)]
    for reference in seated:
        vacate(published, reference)
    after = {one.reference for one in queries.selected_applications(published.season)}
    assert {family[0].reference, family[2].reference} <= after
    assert family[1].reference not in after


def vacate(held, reference):
    return services.vacate_place(
        selection_round=held, reference=reference, how="WITHDRAWN", reason="",
        by=lead_of_everything(), at=now(),
    )  # fmt: skip


def lead_of_everything():
    from foundation.scoping import Actor

    return Actor.system("test")

"""Families in a round on PostgreSQL: frozen as one row, drawn, offered, given on, and told."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from foundation.clock import now
from foundation.journal.models import Entry as Recorded
from mission.notifications.models import Message
from mission.registration.models import Applicant, Application, Family, FamilyMember
from mission.registration.services import check_eligibility
from mission.selection import handlers, presenters, queries, services
from mission.selection.events import FamilyParted, OfferMade
from mission.selection.models import Entry, LinkedRow, Outcome
from mission.selection.queries.offers import Contact
from mission.selection.services import freezing
from mission.selection.services.drawing import EntriesChanged
from tests.leads import lead_actor
from tests.selection.conftest import Ceremony
from tests.selection.rounds import behind_the_program, load_verify, write_files
from tests.selection.test_services_format_2 import FILE_RULES as SIZES
from tests.selection.test_services_format_2 import RULES as BY_SIZE

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


def published_with(ceremony, quota):
    """Publish a round of so many seats; the files have 17 persons, the family 5."""
    ceremony.open(RULES | {"quota": quota})
    for step in ("commit", "freeze", "reveal", "close", "chance", "draw", "publish"):
        getattr(ceremony, step)()
    return ceremony.round


@pytest.fixture
def published(family, ceremony):
    return published_with(ceremony, RULES["quota"])


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


def test_one_of_a_selected_family_gives_up_its_own_seats_only(family, ceremony):
    published = published_with(ceremony, 17)
    leaver, *others = family
    lines = services.decline_offer(
        application_id=leaver.pk, reason="", by=lead_actor(leaver.pk), at=now()
    )
    assert [(line.entry.reference, line.entry.size) for line in lines] == [
        (leaver.reference, 1)
    ]
    after = queries.selected_applications(published.season)
    assert sum(one.size for one in after) == 16
    assert {file.reference for file in others} <= {one.reference for one in after}
    for other in others:
        services.accept_offer(application_id=other.pk, by=lead_actor(other.pk), at=now())


def test_each_file_of_a_selected_family_has_an_offer_of_its_own(published, family):
    selected = {one.reference for one in queries.selected_applications(published.season)}
    offers = queries.offers_of(published)
    assert {offer.entry.reference for offer in offers} == selected


def test_a_waiting_family_that_one_file_leaves_moves_up_as_a_smaller_one(family, ceremony):
    """Five persons never fit into four seats; three do, once all others have gone."""
    published = published_with(ceremony, 4)
    assert {file.reference for file in family} <= queries.waiting_references(published)
    vacate(published, family[1].reference)
    assert queries.waiting_references(published) >= {family[0].reference, family[2].reference}
    lines = []
    while seated := {
        one.reference for one in queries.selected_applications(published.season)
    } - {file.reference for file in family}:
        lines += vacate(published, min(seated))
    after = {one.reference for one in queries.selected_applications(published.season)}
    assert after == {family[0].reference, family[2].reference}
    risen = [line.entry.reference for line in lines if line.happening == "PROMOTED"]
    assert risen.index(max(after)) == risen.index(min(after)) + 1
    assert queries.outcome_for(family[0].reference).happening == "PROMOTED"


def test_a_family_that_becomes_small_enough_moves_up_into_seats_that_were_free(
    family, ceremony
):
    published = published_with(ceremony, 4)
    own = {file.reference for file in family}
    for reference in set(queries.waiting_references(published)) - own:
        vacate(published, reference)
    for one in queries.selected_applications(published.season):
        vacate(published, one.reference)
    assert not queries.selected_applications(published.season)

    lines = vacate(published, family[1].reference)

    after = {one.reference for one in queries.selected_applications(published.season)}
    assert after == {family[0].reference, family[2].reference}
    assert [line.happening for line in lines] == ["WITHDRAWN", "PROMOTED", "PROMOTED"]


def vacate(held, reference):
    return services.vacate_place(
        selection_round=held, reference=reference, how="WITHDRAWN", reason="",
        by=lead_of_everything(), at=now(),
    )  # fmt: skip


def lead_of_everything():
    from foundation.scoping import Actor

    return Actor.system("test")


def test_a_family_that_changes_while_it_is_frozen_makes_the_freeze_refuse(
    family, ceremony, monkeypatch, at
):
    ceremony.open(RULES)
    ceremony.commit()
    ceremony.agree(ceremony.propose_freeze())
    as_it_was = freezing.freeze_applications

    def meanwhile(**given):
        FamilyMember.objects.filter(application=family[0]).update(left_at=at, why="LEFT")
        return as_it_was(**given)

    monkeypatch.setattr(freezing, "freeze_applications", meanwhile)
    with pytest.raises(freezing.FreezeMeetsFamily):
        services.freeze_round(selection_round=ceremony.round, by=ceremony.secretary, at=at)
    FamilyMember.objects.update(left_at=None, why="")
    assert Application.objects.filter(frozen_at__isnull=False).count() == 0


def test_files_of_different_strata_are_drawn_apart_and_the_leads_are_told(
    family, ceremony, season, tmp_path
):
    """The parts are for files of one person and for larger ones; the first has one person."""
    ceremony.round = services.open_round(
        season=season, rules=BY_SIZE, by=ceremony.by, at=ceremony.at
    )
    services.write_rules(
        selection_round=ceremony.round, rules=BY_SIZE, file_rules=SIZES, by=ceremony.by,
        at=ceremony.at,
    )  # fmt: skip
    services.open_commitments(selection_round=ceremony.round, by=ceremony.by, at=ceremony.at)
    ceremony.sit(ceremony.by, ceremony.secretary, *ceremony.committee.values())
    for step in ("commit", "freeze", "reveal", "close", "chance", "draw", "publish"):
        getattr(ceremony, step)()
    row = LinkedRow.objects.get(round=ceremony.round)
    assert row.reference == row_reference(*family[1:])
    assert queries.families_of_round(ceremony.round).parted == 1
    events = Recorded.objects.filter(event="selection.FamilyParted")
    assert {(each.payload["reference"], len(each.payload["together"])) for each in events} == {
        (family[0].reference, 0),
        (family[1].reference, 1),
        (family[2].reference, 1),
    }
    files = queries.proof_files(ceremony.round)
    assert files["linked.csv"].startswith(b"reference,size,tier,tickets,queue,age_days,shares,")
    assert load_verify().verify(write_files(tmp_path, files))


def test_the_pages_of_the_staff_say_who_was_drawn_together(published, family, signed_in):
    client = signed_in("COMMITTEE_CHAIR")
    shown = client.get(reverse("selection:round", args=[published.id])).content.decode()
    assert "linked.csv" in shown
    assert "1 family of several files is drawn as one" in shown
    address = reverse("selection:results", args=[published.id])
    shown = client.get(address, {"q": family[0].reference}).content.decode()
    assert family[1].reference in shown
    for offer in queries.offers_of(published):
        page = reverse("selection:offer", args=[published.id, offer.entry.reference])
        text = client.get(page).content.decode()
        is_linked = offer.entry.row_id is not None
        assert ("Drawn together, all or none" in text) is is_linked


@pytest.mark.parametrize("language", ["en", "ar"])
def test_anyone_reads_with_whom_a_file_was_drawn(published, family, client, language):
    client.cookies["language"] = language
    answer = client.get(reverse("selection:public"), {"reference": family[0].reference})
    shown = answer.content.decode()
    assert row_reference(*family) in shown
    assert family[1].reference in shown


def test_messages_to_a_family_name_the_others(published, family):
    told = {one.application: one for one in queries.not_offered(published, after=0, most=1)}
    told |= {one.application: one for one in queries.not_offered(published, after=0, most=500)}
    for file in family:
        others = {other.reference for other in family} - {file.reference}
        if file.pk in told:
            text = presenters.messages.result_message(told[file.pk], Contact("+1", "en")).text
        else:
            event = OfferMade(published.id, file.pk, file.reference, now(), is_promoted=False)
            text = presenters.offer_text(event, language="en")
        assert all(other in text for other in others)


def test_linked_files_that_wait_are_told_in_one_part(published, family):
    """However small the parts are, nobody between two of them is passed over."""
    after, told = 0, []
    while part := queries.not_offered(published, after=after, most=1):
        told += [one.reference for one in part]
        after = part[-1].place
    assert len(told) == len(set(told))
    waiting = Outcome.objects.filter(round=published, outcome="WAITING")
    assert len(told) == waiting.count()


def test_a_family_that_waited_is_one_row_of_the_next_round_too(
    family, ceremony, season, system, at
):
    """All of it that is left: who moved up or withdrew meanwhile is not drawn again."""
    first = published_with(ceremony, 4)
    vacate(first, family[1].reference)
    later = timedelta(days=1)
    second = Ceremony(season, ceremony.by, ceremony.secretary, ceremony.committee, at + later)
    second.open(RULES | {"quota": 3})
    second.commit()
    second.freeze()
    row = LinkedRow.objects.get(round=second.round)
    assert row.reference == row_reference(family[0], family[2])
    assert queries.families_of_round(second.round).parted == 1

"""The attendance, proposals and answers on the round's page, and how it keeps up to date."""

import re

import pytest

from foundation import jobs, workboard
from foundation.progress.models import Task
from mission.selection import queries, services
from mission.selection.models import Attestation
from mission.selection.rules import selftest
from mission.staff.queries import actor_for
from tests.selection.test_pages import seat_instead
from tests.selection.test_views import confirm, early, text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(signed_in, member_with):
    """A browser for each office, by its name."""
    return {
        name: signed_in(member=member_with(f"COMMITTEE_{name}"))
        for name in ("CHAIR", "MEMBER", "SECRETARY", "WITNESS")
    }


def page(browser, held):
    return text_of(browser.get(url("round", held)))


def test_everybody_signs_their_own_presence_and_leaves(people, ceremony, files):
    held = ceremony.until("open")
    people["MEMBER"].post(url("attend", held))
    assert "منسوب · Member Member since" in page(people["WITNESS"], held)

    people["MEMBER"].post(url("attend", held), {"leave": "1"})

    assert "منسوب · Member Member left at" in page(people["WITNESS"], held)


def test_the_proposer_waits_and_another_office_confirms(people, ceremony, files):
    held = ceremony.until("reveal")
    seat_instead(ceremony, people["CHAIR"], people["SECRETARY"], people["WITNESS"])
    people["CHAIR"].post(url("close_reveals", held))

    assert "I confirm it" not in page(people["CHAIR"], held)
    assert "Another person, in another office, has to answer." in page(people["CHAIR"], held)
    assert "I confirm it" not in page(people["WITNESS"], held)
    assert "I confirm it" not in page(people["MEMBER"], held)  # has not signed the attendance
    assert "I confirm it" in page(people["SECRETARY"], held)
    confirm(held, people["CHAIR"])
    assert "You proposed this yourself." in page(people["CHAIR"], held)
    assert queries.current_state(held) == "FROZEN"
    confirm(held, people["SECRETARY"])

    assert queries.current_state(held) == "REVEALED"


def test_a_step_that_is_declined_is_not_taken(people, ceremony, files):
    held = ceremony.until("reveal")
    seat_instead(ceremony, people["CHAIR"], people["SECRETARY"])
    people["CHAIR"].post(url("close_reveals", held))
    proposal = held.proposals.latest("place")

    people["SECRETARY"].post(url("answer", held, proposal.id), {"agrees": "no"})

    assert queries.current_state(held) == "FROZEN"
    assert "Propose to end the reveal" in page(people["CHAIR"], held)


def test_the_home_of_the_second_person_says_what_waits(people, ceremony, files, member_with):
    held = ceremony.until("reveal")
    member = member_with("COMMITTEE_SECRETARY")
    seat_instead(ceremony, people["CHAIR"])
    services.come(selection_round=held, name="S", by=actor_for(member), at=ceremony.at)
    people["CHAIR"].post(url("close_reveals", held))

    said = [item.sentence for item in workboard.waiting_for(actor_for(member))]

    assert said == ["The end of the reveal of round 1 waits for a second person"]


def test_entries_that_differ_are_shown_and_do_not_count(people, ceremony, files):
    held = ceremony.until("close")
    early(held)
    seat_instead(ceremony, people["CHAIR"], people["SECRETARY"])
    people["CHAIR"].post(url("chance", held), {"public_randomness": "4 4 4 1"})
    assert "4 4 4 1" not in page(people["SECRETARY"], held)

    people["SECRETARY"].post(url("chance", held), {"public_randomness": "4 4 4 2"})

    shown = page(people["CHAIR"], held)
    assert "The two entries differ" in shown
    assert "4 4 4 1" in shown
    assert "4 4 4 2" in shown
    assert queries.draw_of(held) is None


def test_a_witness_attests_on_the_page(people, ceremony, files):
    held = ceremony.until("chance")
    people["WITNESS"].post(url("attend", held))
    ceremony.draw()
    assert "Your word as a witness" in page(people["WITNESS"], held)

    people["WITNESS"].post(url("attest", held), {"remark": "seen"})

    assert Attestation.objects.get().remark == "seen"
    assert "Your word as a witness" not in page(people["WITNESS"], held)


def test_the_part_is_given_only_when_something_changed(people, ceremony, files):
    held = ceremony.until("reveal")
    witness = people["WITNESS"]
    whole = witness.get(url("round", held)).content.decode()
    address = re.search(r'hx-get="([^"]+council[^"]+)"', whole)[1]
    seen = re.search(r'name="seen" value="(\w+)"', whole)[1]
    assert witness.get(address, {"stage": "FROZEN", "seen": seen}).status_code == 204

    witness.post(url("attend", held))

    answer = witness.get(f"{address}&seen={seen}")
    assert answer.status_code == 200
    assert "I leave the ceremony" in text_of(answer)
    assert "<html" not in answer.content.decode()
    ceremony.close()
    answer = witness.get(f"{address}&seen={seen}")
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_a_decided_freeze_that_fails_is_told_and_taken_up(
    people, ceremony, files, applications, season, system, at
):
    from mission.registration.services import check_eligibility

    held = ceremony.until("commit")
    ceremony.agree(ceremony.propose_freeze())
    applications.add()
    seat_instead(ceremony, people["CHAIR"], people["SECRETARY"])
    with pytest.raises(queries.NothingJudged):
        services.freeze_round(selection_round=held, by=system, at=at)
    check_eligibility(season=season, by=system, at=at)

    assert "The work runs. If it was interrupted, take it up" in page(people["CHAIR"], held)
    services.freeze_round(selection_round=held, by=system, at=at)

    assert held.freeze.files == 11


def published_by_two(people, ceremony):
    """Let two persons decide the publication of a drawn round; answer the round."""
    held = ceremony.until("draw")
    seat_instead(ceremony, people["CHAIR"], people["SECRETARY"])
    people["CHAIR"].post(url("publish", held))
    proposal = held.proposals.latest("place")
    people["SECRETARY"].post(url("answer", held, proposal.id), {"agrees": "yes"})
    return held


@pytest.mark.django_db(transaction=True)
def test_a_publication_is_work_that_the_page_shows(people, ceremony, files):
    held = published_by_two(people, ceremony)
    assert queries.current_state(held) == "DRAWN"
    assert "The work runs. If it was interrupted, take it up" in page(people["CHAIR"], held)
    assert "Publishing" in page(people["SECRETARY"], held)
    people["SECRETARY"].post(url("take_up", held))

    jobs.run_until_idle()

    assert queries.current_state(held) == "PUBLISHED"
    assert held.statuses.filter(state="PUBLISHED").count() == 1
    assert {task.state for task in Task.objects.all()} == {"DONE"}
    assert "The work runs" not in page(people["CHAIR"], held)


@pytest.mark.django_db(transaction=True)
def test_a_publication_that_is_refused_is_told_and_can_be_taken_up(
    people, ceremony, files, monkeypatch
):
    with monkeypatch.context() as patched:
        patched.setattr(selftest, "ABSURD", 1.1)
        held = published_by_two(people, ceremony)
        jobs.run_until_idle()
    assert queries.current_state(held) == "DRAWN"
    assert "this draw does not look like chance" in page(people["SECRETARY"], held)

    people["CHAIR"].post(url("take_up", held))
    jobs.run_until_idle()

    assert queries.current_state(held) == "PUBLISHED"


def hall(people, held):
    return text_of(people["SECRETARY"].get(url("projector", held)))


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("open", "Nobody has promised a secret yet."),
        ("commit", "The members promise their secrets"),
        ("freeze", "10 files are in the draw."),
        ("close", "Dice: Five dice in hall 2"),
        ("chance", "Chance is written down"),
        ("draw", "files on the waiting list"),
        ("publish", "The result is public"),
    ],
)
def test_the_hall_sees_each_step(people, ceremony, files, until, said):
    held = ceremony.until(until)

    shown = hall(people, held)

    assert said in shown
    assert "testserver/results/" in shown


def test_the_hall_sees_hashes_in_groups_and_no_file_before_the_result(people, ceremony, files):
    held = ceremony.until("draw")
    reference = queries.results(held).first().entry.reference
    digest = held.draw.result_sha256
    assert " ".join(digest[i : i + 8] for i in range(0, 64, 8)) in hall(people, held)
    assert reference not in hall(people, held)

    ceremony.publish()

    assert reference in hall(people, held)


def test_the_hall_sees_what_is_awaited_and_who_is_there(people, ceremony, files):
    held = ceremony.until("commit")
    part = url("projector_part", held)
    ceremony.propose_freeze()

    answer = people["WITNESS"].get(part)

    shown = text_of(answer)
    assert "secretary@mission.example Secretary" in shown
    assert "<html" not in answer.content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]
    assert people["WITNESS"].get(part, {"seen": seen}).status_code == 204
    services.commit_secret(
        selection_round=held, member="Late", sha256="0" * 64, by=ceremony.by, at=ceremony.at
    )
    assert "Late" in text_of(people["WITNESS"].get(part, {"seen": seen}))

"""The quieter pages and buttons of a round, and what the homes and the store are given."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage

from foundation import jobs, workboard
from mission.selection import queries, services
from mission.selection.models import Outcome
from mission.staff.queries import actor_for
from tests.selection.conftest import SECRETS
from tests.selection.test_views import confirm, sit, text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(signed_in, chair):
    return signed_in(member=chair)


def test_a_draft_leads_to_what_its_rules_would_do(browser, season, amina, at):
    held = services.open_round(season=season, by=amina, at=at)

    assert url("what_if", held) in browser.get(url("round", held)).content.decode()
    assert "No file was handed in yet" in text_of(browser.get(url("what_if", held), {"now": 1}))
    assert "No file is eligible yet" in text_of(browser.get(url("fairness", held)))


def test_a_season_that_is_not_open_has_no_rounds(browser):
    assert "No season is open" in text_of(browser.get(url("rounds")))
    assert browser.post(url("open")).status_code == 302


def test_a_round_that_does_not_exist_is_not_found(browser, season):
    assert browser.get(f"/selection/{uuid4()}/").status_code == 404


def test_the_chair_strikes_a_secret_with_a_reason(browser, second, ceremony, files):
    held = ceremony.until("freeze")
    seat_instead(ceremony, browser, second)
    absent = held.commitments.get(member="Huda")

    refused = browser.post(url("strike", held, absent.id), {"reason": ""})
    assert refused.status_code == 422
    browser.post(url("strike", held, absent.id), {"reason": "travelling"})
    assert "because: travelling" in text_of(second.get(url("round", held)))
    confirm(held, second)

    absent.refresh_from_db()
    assert absent.disclosure.is_struck
    assert "travelling" in text_of(browser.get(url("promises", held)))
    assert SECRETS["Huda"] not in text_of(browser.get(url("round", held)))
    assert browser.post(url("strike", held, uuid4()), {"reason": "x"}).status_code == 422


def seat_instead(ceremony, *browsers):
    """Seat these where the chair and secretary of other tests sat."""
    for one in (ceremony.by, ceremony.secretary):
        services.leave(selection_round=ceremony.round, by=one, at=ceremony.at)
    sit(ceremony.round, *browsers)


def test_an_interrupted_draw_is_taken_up(browser, second, ceremony, files):
    held = ceremony.until("chance")
    browser.post(url("take_up", held))  # nothing is decided yet, so nothing happens
    jobs.run_until_idle()
    assert queries.current_state(held) == "REVEALED"
    ceremony.decide_draw()
    assert "take it up" in text_of(browser.get(url("round", held)))

    second.post(url("take_up", held))
    jobs.run_until_idle()
    second.post(url("take_up", held))  # pressed twice: the second finds it done
    jobs.run_until_idle()

    assert queries.current_state(held) == "DRAWN"


def test_a_freeze_that_is_refused_tells_the_page_why(browser, ceremony, files):
    held = ceremony.until("open")  # nobody has promised a secret

    answer = browser.post(
        url("freeze", held), {"kind": "DICE", "name": "dice", "moment": "2099-01-01T10:00"}
    )

    assert queries.current_state(held) == "COMMITTING"
    assert "Nobody has promised a secret yet." in text_of(answer)


def test_a_freeze_without_a_judgement_is_refused_in_words(
    browser, ceremony, files, applications
):
    held = ceremony.until("commit")
    applications.add()

    answer = browser.post(
        url("freeze", held), {"kind": "DICE", "name": "dice", "moment": "2099-01-01T10:00"}
    )

    assert "was not checked since its files or rules changed" in text_of(answer)


def test_the_committee_takes_the_proof_before_it_is_public(browser, ceremony, files):
    held = ceremony.until("chance")
    assert browser.get(url("proof", held)).status_code == 404
    ceremony.draw()

    answer = browser.get(url("proof", held))

    assert answer["Content-Disposition"] == 'attachment; filename="proof-1448-1.zip"'
    assert "verify.py" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_the_published_zip_is_kept_and_given_as_it_is(
    browser, ceremony, files, django_capture_on_commit_callbacks, media
):
    held = ceremony.until("draw")
    with django_capture_on_commit_callbacks(execute=True):
        ceremony.publish()

    assert default_storage.exists(held.proof.path)
    kept = queries.proof_bytes(held)
    default_storage.delete(held.proof.path)
    assert queries.proof_bytes(held) == kept


def test_the_homes_count_the_persons_selected(chair, ceremony, files):
    ceremony.until("publish")
    by = actor_for(chair)

    figures = {figure.label: figure.value for figure in workboard.figures_for(by)}
    assert 8 in figures.values()
    assert 8 in [bar.value for bar in workboard.funnel_for(by) if bar.step == "selection"]


def test_whoever_moved_up_reads_it(signed_in, ceremony, files, amina, at):
    held = ceremony.until("publish")
    # The largest: whoever waits next fits into its seats.
    selected = Outcome.objects.filter(outcome="SELECTED", share="")
    leaving = selected.order_by("-entry__size").first().entry.reference
    lines = services.vacate_place(
        selection_round=held, reference=leaving, how="WITHDRAWN", reason="", by=amina, at=at
    )

    page = signed_in("GATE_GUARD").get(url("public"), {"reference": lines[1].entry.reference})

    assert "Selected from the waiting list" in text_of(page)
    assert "What happened since" in text_of(page)


def test_who_still_waits_reads_that_files_ahead_are_gone(signed_in, ceremony, files, amina, at):
    held = ceremony.until("publish")
    waiting = Outcome.objects.filter(outcome="WAITING").order_by("place")
    services.vacate_place(
        selection_round=held, reference=waiting[0].entry.reference, how="WITHDRAWN", reason="",
        by=amina, at=at,
    )  # fmt: skip

    answer = signed_in("GATE_GUARD").get(
        url("public"), {"reference": waiting[1].entry.reference}
    )

    assert "Files ahead that are no longer waiting" in text_of(answer)

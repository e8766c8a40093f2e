"""The pages of a round for the three people, in both languages."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from foundation import jobs, workboard
from foundation.clock import now
from mission.selection import queries, services
from mission.selection.forms import local_input
from mission.selection.models import Commitment, Disclosure, Outcome, Round
from mission.selection.rules.seed import commitment_to
from mission.staff.queries import actor_for
from tests.selection.rounds import behind_the_program

pytestmark = pytest.mark.django_db

SECRET = "a secret of the chair"


@pytest.fixture
def browser(signed_in, chair):
    return signed_in(member=chair)


def sit(held, *browsers):
    """Sign the attendance in each of these browsers."""
    for one in browsers:
        assert one.post(url("attend", held)).status_code == 302


def confirm(held, second):
    """Let the second person confirm what stands proposed, and the work be done."""
    proposal = held.proposals.latest("place")
    second.post(url("answer", held, proposal.id), {"agrees": "yes"})
    jobs.run_until_idle()


def url(name, selection_round=None, *more):
    return reverse(
        f"selection:{name}", args=[selection_round.id, *more] if selection_round else []
    )


def as_shown(browser, held):
    """What a browser sends when the rules are saved as the page shows them."""
    editor = browser.get(url("edit_rules", held)).context["editor"]
    return sent_of(*editor.every_form(), editor.shares, editor.parts, editor.tiers)


def sent_of(*forms):
    """What a browser sends of some forms, or lists of forms, as a page shows them."""
    sent = {}
    for form in forms:
        form = getattr(form, "management_form", form)
        for bound in form:
            value = bound.value()
            if value not in (None, "") and value is not False:
                sent[bound.html_name] = "on" if value is True else str(value)
    return sent


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_chair_leads_a_round_from_the_first_button_to_the_public_result(
    browser, second, signed_in, chair, files, season
):
    browser.post(url("open"))
    held = Round.objects.get()
    assert "There are 4,400 seats in all." in text_of(browser.get(url("round", held)))
    changed = {
        "quota": "8", "order": "number", "shares-0-seats": "2", "shares-0-when": "after",
    }  # fmt: skip
    browser.post(url("edit_rules", held), as_shown(browser, held) | changed)
    assert queries.rules_of(held).as_bytes() == (
        b'{"general":{"order":["number"]},"last_seat":"skip","quota":8,"shares":'
        b'[{"name":"elderly","order":["-age_days","number"],"seats":2,"when":"after"}]}'
    )
    browser.post(url("ask", held))
    browser.post(url("commit", held), {"member": "Noora", "secret": SECRET})
    assert Commitment.objects.get().sha256 == commitment_to(SECRET)
    sit(held, browser, second, signed_in("COMMITTEE_MEMBER"))
    freeze(browser, second, held)
    frozen = queries.freeze_of(held)
    page = browser.get(url("round", held)).content.decode()
    assert f"<span>{frozen.entries_sha256[:8]}</span>" in page
    browser.post(url("reveal", held), {"secret": SECRET})
    browser.post(url("close_reveals", held))
    confirm(held, second)
    early(held)
    for one in (browser, second):
        one.post(url("chance", held), {"public_randomness": "5 3 6 1"})
    browser.post(url("draw", held))
    confirm(held, second)
    assert queries.current_state(held) == "DRAWN"
    browser.post(url("publish", held))
    confirm(held, second)

    assert queries.latest_published() == held
    shown = text_of(browser.get(url("results", held), {"outcome": "SELECTED"}))
    for outcome in Outcome.objects.filter(outcome="SELECTED").select_related("entry"):
        assert outcome.entry.reference in shown
    one = Outcome.objects.filter(outcome="WAITING").first().entry.reference
    found = text_of(browser.get(url("results", held), {"q": one[:6].lower()}))
    assert one in found


def test_before_the_first_round_the_pages_say_what_to_do(browser, files, season):
    assert "No round has been opened yet" in text_of(browser.get(url("rounds")))
    browser.post(url("open"))

    held = Round.objects.get()
    assert "What these rules would do" in text_of(browser.get(url("round", held)))
    supposed = browser.get(url("what_if", held), {"now": "1"}).context["supposed"]

    assert supposed["files"] == 11
    assert supposed["figures"][0] == {"value": 10, "label": "eligible files", "note": ""}


def freeze(browser, second, held):
    chance = {"kind": "DICE", "name": "Five dice"}
    moment = local_input(now() + timedelta(hours=1))
    browser.post(url("freeze", held), chance | {"moment": moment})
    confirm(held, second)


def opened_for(ceremony, *browsers):
    """Open a round where these sit, and not the chair and secretary of other tests."""
    held = ceremony.until("open")
    for one in (ceremony.by, ceremony.secretary):
        services.leave(selection_round=held, by=one, at=ceremony.at)
    sit(held, *browsers)
    return held


def early(held):
    """Let the moment of chance have come."""
    with behind_the_program():
        held.freeze.__class__.objects.filter(round=held).update(
            at=now() - timedelta(hours=2), chance_at=now() - timedelta(hours=1)
        )


def test_a_refused_act_keeps_what_was_typed(browser, files, season, amina, at):
    held = services.open_round(season=season, by=amina, at=at)
    services.open_commitments(selection_round=held, by=amina, at=at)

    answer = browser.post(url("commit", held), {"member": "نورة", "secret": "short"})

    assert answer.status_code == 422
    assert 'value="نورة"' in answer.content.decode()
    assert "Write at least 12 characters." in text_of(answer)
    assert not Commitment.objects.exists()


def test_a_hash_made_by_the_browser_is_taken_as_it_is(browser, files, season, amina, at):
    held = services.open_round(season=season, by=amina, at=at)
    services.open_commitments(selection_round=held, by=amina, at=at)

    browser.post(url("commit", held), {"member": "Noora", "sha256": commitment_to(SECRET)})

    assert Commitment.objects.get().sha256 == commitment_to(SECRET)


def test_a_wrong_secret_is_refused_in_words(browser, second, chair, ceremony, files):
    held = opened_for(ceremony, browser, second)
    by = actor_for(chair)
    services.commit_secret(
        selection_round=held, member="Noora", sha256=commitment_to(SECRET), by=by, at=now()
    )
    freeze(browser, second, held)

    answer = browser.post(url("reveal", held), {"secret": "something else"})

    assert answer.status_code == 422
    assert "This is not the secret that Noora promised." in text_of(answer)
    assert not Disclosure.objects.exists()


def test_a_freeze_without_a_name_or_in_the_past_is_refused(browser, ceremony, files):
    held = ceremony.until("commit")

    answer = browser.post(
        url("freeze", held), {"kind": "DICE", "name": "", "moment": "2020-01-01T10:00"}
    )

    assert "Say what exactly, so that nobody can choose later." in text_of(answer)
    assert "Choose a moment that lies ahead." in text_of(answer)
    assert queries.current_state(held) == "COMMITTING"


def test_a_drand_round_is_named_from_the_moment(browser, second, ceremony, files):
    held = opened_for(ceremony, browser, second)
    ceremony.commit()
    moment = local_input(now() + timedelta(days=1))

    browser.post(url("freeze", held), {"kind": "DRAND", "moment": moment})
    confirm(held, second)

    frozen = queries.freeze_of(held)
    assert frozen.chance_kind == "DRAND"
    assert int(frozen.chance_name) > 20_000_000
    assert timedelta() < frozen.chance_at - now() < timedelta(days=1, hours=1)


def test_the_chair_gives_a_place_on(browser, ceremony, files):
    held = ceremony.until("publish")
    leaving = Outcome.objects.filter(outcome="SELECTED", share="").first().entry

    browser.post(
        url("vacate", held),
        {"reference": leaving.reference.lower(), "how": "WITHDRAWN", "reason": "ill"},
    )

    assert queries.outcome_for(leaving.reference).happening == "WITHDRAWN"
    public = text_of(browser.get(url("public"), {"reference": leaving.reference}))
    assert "This file has given up its place" in public


@pytest.mark.parametrize(
    "until", ["open", "commit", "freeze", "close", "chance", "draw", "publish"]
)
def test_every_stage_of_a_round_is_shown_in_both_languages(
    signed_in, chair, ceremony, files, until
):
    held = ceremony.until(until)

    for language, word in (("ar", "القواعد"), ("en", "The rules")):
        answer = signed_in(member=chair, language=language).get(url("round", held))

        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.content.decode()
        assert word in text_of(answer)


def test_the_home_says_what_waits(chair, member_with, ceremony, files):
    member = actor_for(member_with("COMMITTEE_MEMBER"))
    ceremony.until("open")
    with translation.override("en"):
        assert [item.verb for item in workboard.waiting_for(member)] == ["Promise it"]
        ceremony.commit()
        sentences = [item.sentence for item in workboard.waiting_for(actor_for(chair))]
    assert "Round 1 can be frozen: 3 secrets are promised" in sentences

"""A whole ceremony by five browsers at once: chair, two members, secretary, witness, hall."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from benchmarks.seasons import open_season
from foundation import jobs
from foundation.clock import now
from mission.registration.services import check_eligibility
from mission.selection import queries
from mission.selection.models import Freeze, Round
from mission.selection.rules.proof import packed
from mission.selection.rules.secrets_file import read_secrets
from mission.selection.services import Plan, run_round
from mission.staff.services import hire_member
from tests.selection.conftest import Applications
from tests.selection.rounds import behind_the_program

pytestmark = pytest.mark.django_db(transaction=True)

# A page asks for its parts every ten seconds when the live program is away, as it is here.
SOON_MS = 60_000
DICE = "5 3 6 1 2"
PEOPLE = {
    "chair": ("COMMITTEE_CHAIR", "عبد الله", "Abdulla"),
    "member": ("COMMITTEE_MEMBER", "مريم", "Maryam"),
    "second": ("COMMITTEE_MEMBER", "خالد", "Khalid"),
    "secretary": ("COMMITTEE_SECRETARY", "هند", "Hind"),
    "witness": ("COMMITTEE_WITNESS", "يوسف", "Yousef"),
}
SECRETS = {
    "chair": "the secret of the chair",
    "member": "the secret of Maryam",
    "second": "the secret of Khalid",
}


@pytest.fixture
def judged(system, at):
    """A season with eligible files and more persons than the rules will seat."""
    season = open_season()
    made = Applications(season, at)
    for size in (1, 2, 3, 1, 2, 2, 1, 2):
        made.add(size=size)
    made.add(size=2, born=date(1950, 1, 1))
    check_eligibility(season=season, by=system, at=at)
    return season


@pytest.fixture
def hall(visit, system, at, judged):
    """The browsers by who sits before them, all open at once."""
    with ExitStack() as opened:
        pages = {}
        for who, (role, *names) in PEOPLE.items():
            account = hire_member(
                email=f"{who}@mission.example", names=names, roles=[role], by=system, at=at
            )
            pages[who] = opened.enter_context(visit(language="en", member=account))
        projector = opened.enter_context(visit(language="ar", member=account))
        yield pages | {"projector": projector}


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def home(page, held):
    page.goto(reverse("selection:round", args=[held.id]))


def confirmed(hall, held):
    """The secretary sees the proposal and confirms it; the work is done."""
    home(hall["secretary"], held)
    press(hall["secretary"], "I confirm it")
    jobs.run_until_idle()


def test_five_browsers_hold_a_ceremony_and_the_hall_follows(hall):
    chair, projector = hall["chair"], hall["projector"]
    held = opened(chair)
    for who in PEOPLE:
        home(hall[who], held)
        press(hall[who], "I am present")
    for who, secret in SECRETS.items():
        promise(hall[who], held, secret)
    projector.goto(reverse("selection:projector", args=[held.id]))
    expect(projector.locator("main")).to_contain_text("مريم · Maryam")
    freeze(hall, held)
    for who, secret in SECRETS.items():
        reveal(hall[who], held, secret)
    proposed(hall, held, "Propose to end the reveal")
    chance(hall, held)
    proposed(hall, held, "Propose to draw")
    home(hall["witness"], held)
    press(hall["witness"], "I attest it")
    publish(hall, held)

    first = queries.results(held, outcome="SELECTED").first().entry.reference
    expect(projector.locator(".hall-result")).to_contain_text(first, timeout=SOON_MS)
    chair.goto(f"{reverse('selection:public')}?reference={first}")
    expect(chair.locator("#outcome h2").first).to_have_text("Selected")
    expect(chair.locator(".reasons")).to_contain_text("It was taken.")
    assert [page.faults for page in hall.values()] == [[]] * len(hall)


def opened(chair):
    """The chair opens a round and settles its rules."""
    chair.goto(reverse("selection:rounds"))
    press(chair, "Open a round")
    chair.locator("details.confirm summary", has_text="Settle the rules").click()
    chair.locator("details.confirm[open] button[type=submit]").click()
    return Round.objects.get()


def promise(page, held, secret):
    home(page, held)
    page.get_by_label("Your secret").fill(secret)
    press(page, "Promise it")
    page.wait_for_load_state()
    expect(page.get_by_role("button", name="Promise it")).to_have_count(0)


def freeze(hall, held):
    """The chair proposes it; the pages of the others hear of it by themselves."""
    chair, secretary, witness = hall["chair"], hall["secretary"], hall["witness"]
    chair.goto(reverse("selection:freeze", args=[held.id]))
    chair.get_by_label("What exactly").fill("Five dice in hall 2")
    moment = now() + timedelta(days=1)
    chair.locator("input[name=moment]").fill(f"{moment:%Y-%m-%dT%H:%M}")
    press(chair, "Propose the freeze")
    expect(chair.get_by_text("Another person, in another office")).to_be_visible()
    said = witness.get_by_text("Proposed by عبد الله · Abdulla")
    expect(said).to_be_visible(timeout=SOON_MS)
    expect(secretary.get_by_role("button", name="I confirm it")).to_be_visible(timeout=SOON_MS)
    for page in (chair, witness):
        assert page.get_by_role("button", name="I confirm it").count() == 0
    press(secretary, "I confirm it")
    jobs.run_until_idle()
    frozen = Freeze.objects.get(round=held)
    aloud = hall["projector"].locator(".hash").first
    expect(aloud).to_contain_text(frozen.entries_sha256[:8], timeout=SOON_MS)


def proposed(hall, held, button):
    """The chair presses the button, and the secretary confirms."""
    home(hall["chair"], held)
    press(hall["chair"], button)
    confirmed(hall, held)


def publish(hall, held):
    chair = hall["chair"]
    home(chair, held)
    chair.locator("details.confirm summary", has_text="Propose to publish").click()
    chair.locator("details.confirm[open] button[type=submit]").click()
    confirmed(hall, held)
    assert queries.current_state(held) == "PUBLISHED"


def reveal(page, held, secret):
    home(page, held)
    page.locator("input[name=secret]").fill(secret)
    press(page, "Show it")
    expect(page.get_by_role("button", name="Show it")).to_have_count(0)


def chance(hall, held):
    """The moment comes; the secretary mistypes once, so both enter what they see again."""
    with transaction.atomic(), behind_the_program():
        Freeze.objects.filter(round=held).update(
            at=now() - timedelta(hours=2), chance_at=now() - timedelta(minutes=1)
        )
    for who, text in (
        ("chair", DICE), ("secretary", "5 3 6 1 1"), ("secretary", DICE), ("member", DICE)
    ):  # fmt: skip
        home(hall[who], held)
        hall[who].locator("input[name=public_randomness]").fill(text)
        press(hall[who], "Enter it")
        hall[who].wait_for_load_state()
        if text != DICE:
            expect(hall[who].get_by_text("The two entries differ").first).to_be_visible()
    assert queries.draw_of(held).public_randomness == DICE


def test_anybody_checks_the_published_proof_in_a_browser(visit, judged, system, at, tmp_path):
    secrets = read_secrets(b'[{"member": "Noora", "secret": "a secret of Noora"}]')
    plan = Plan(season=judged, secrets=secrets, public_randomness="5 3 6")
    held = run_round(plan=plan, by=system, at=at)
    files = queries.proof_files(held)
    files["result.csv"] = files["result.csv"].replace(b"selected,1,", b"waiting,1,", 1)
    changed = tmp_path / "changed.zip"
    changed.write_bytes(packed(files))
    with visit(language="en") as page:
        page.goto(reverse("selection:verify"))
        press(page, "Check the published proof")
        expect(page.get_by_text("The draw is right")).to_be_visible(timeout=SOON_MS)
        expect(page.locator("[data-right=seed]")).to_have_text(held.draw.seed)
        page.locator("input[type=file]").set_input_files(changed)
        expect(page.locator("[data-wrong]")).to_contain_text("result.csv, line 2: is [")
        expect(page.get_by_text("The draw is right")).to_be_hidden()
        (tmp_path / "no.zip").write_bytes(b"nothing")
        page.locator("input[type=file]").set_input_files(tmp_path / "no.zip")
        expect(page.get_by_text("This is no ZIP that can be read.")).to_be_visible()
        assert page.faults == []

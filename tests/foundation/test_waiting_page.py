"""The staff's page of the waiting room: figures, pace, end, and who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from foundation import workboard
from foundation.waiting import services
from foundation.waiting.models import Opening, Pulse, Seat
from foundation.waiting.services import OpeningExists, OpeningPlan
from tests.at_once import at_once


def plan_at(at, name="Hajj 1448"):
    return OpeningPlan(name, at - timedelta(hours=2), at - timedelta(hours=1), 30.0)


@pytest.fixture
def opening(db, system, at):
    with time_machine.travel(at, tick=False):
        made = services.prepare_opening(plan=plan_at(at), by=system, at=at)
        Opening.objects.filter(pk=made.pk).update(kept_at=at, given=5_200, called=1_150)
        Seat.objects.create(
            opening=made, number=7, device=1, nonce="n", made_at=at, renewed_at=at
        )
        yield made


def shown(client, part=""):
    return " ".join(client.get(f"/waiting-room/{part}").content.decode().split())


def test_without_a_room_it_says_that_everybody_goes_in(signed_in, db):
    assert "Everybody goes in freely" in shown(signed_in("SYSTEMS"))


@pytest.mark.parametrize("part", ["", "now/"])
def test_it_tells_how_the_room_stands(signed_in, opening, part):
    page = shown(signed_in("SYSTEMS"), part)
    for figure in ("4,050", "5,200", "1,150", "People are let in, in their order."):
        assert figure in page
    assert "Nobody keeps the room" not in page


def test_it_says_when_nobody_keeps_the_room_and_when_it_slowed_down(signed_in, opening, at):
    Opening.objects.update(kept_at=at - timedelta(minutes=1), pace_now=8.5)
    Pulse.objects.create(process="web:1", at=at, requests=50, p95_milliseconds=2_345)
    page = shown(signed_in("SYSTEMS"), "now/")
    assert "Nobody keeps the room" in page
    assert "slowed down by itself; at most 30" in page
    assert "8.5" in page
    assert "2,345" in page


def test_the_pace_is_changed_and_a_wrong_one_is_explained(signed_in, opening):
    client = signed_in("SYSTEMS")
    assert client.post("/waiting-room/pace/", {"most_pace": "0"}).status_code == 422
    assert client.post("/waiting-room/pace/", {"most_pace": "nan"}).status_code == 422
    client.post("/waiting-room/pace/", {"most_pace": "12.5"})
    opening.refresh_from_db()
    assert opening.most_pace == 12.5


def test_it_is_closed_once_and_a_second_time_is_explained(signed_in, opening, at):
    client = signed_in("SYSTEMS")
    client.post("/waiting-room/close/")
    opening.refresh_from_db()
    assert opening.closed_at == at
    answer = client.post("/waiting-room/close/", follow=True)
    assert "No waiting room stands now" in answer.content.decode()


def test_who_does_not_watch_over_what_runs_reaches_nothing(signed_in, opening):
    client = signed_in("OPERATIONS")
    for address in ("/waiting-room/", "/waiting-room/now/"):
        assert client.get(address).status_code == 403
    for address in ("/waiting-room/pace/", "/waiting-room/close/"):
        assert client.post(address, {"most_pace": "1"}).status_code == 403
    assert Opening.objects.get().most_pace == 30


def test_the_home_leads_to_it_while_a_room_stands(opening, system, amina):
    said = [link.sentence for link in workboard.links_for(system)]
    assert any("4,050" in text or "٤" in text for text in said)


@pytest.mark.django_db(transaction=True)
def test_two_who_prepare_at_the_same_moment_get_a_room_and_a_sentence(system, at):
    def prepare(number):
        try:
            services.prepare_opening(plan=plan_at(at, f"Room {number}"), by=system, at=at)
        except OpeningExists as no:
            return no.facts["name"]
        return "prepared"

    said = at_once(8, prepare)
    assert said.count("prepared") == 1
    assert {each for each in said if each != "prepared"} == {Opening.objects.get().name}

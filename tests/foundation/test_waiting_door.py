"""The door: with a pass one goes in, with a copy not twice, without one to the room."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client

from foundation import signing
from foundation.refusals import PermissionRefused
from foundation.waiting import checks, guard, pulse, queries, seats, services, tokens
from foundation.waiting.models import Opening, Pulse, Seat
from foundation.waiting.services import OpeningPlan
from tests.at_once import at_once

pytestmark = pytest.mark.urls("tests.foundation.waiting_site")


@pytest.fixture(autouse=True)
def _fresh_door():
    guard.forget()
    yield
    guard.forget()


@pytest.fixture
def clock(at):
    with time_machine.travel(at, tick=False) as moving:
        yield moving


@pytest.fixture
def opening(db, system, at, clock):
    """A door that opened an hour ago and whose room is kept."""
    return make(system, at, kept_at=at)


def make(system, at, *, kept_at=None, pace=5.0):
    plan = OpeningPlan("Hajj 1448", at - timedelta(hours=2), at - timedelta(hours=1), pace)
    made = services.prepare_opening(plan=plan, by=system, at=at)
    Opening.objects.filter(pk=made.pk).update(kept_at=kept_at, given=1_000, called=500)
    guard.forget()
    return made


def keep(opening, clock, seconds):
    """Let time pass while the room is kept."""
    clock.shift(timedelta(seconds=seconds))
    Opening.objects.filter(pk=opening.pk).update(kept_at=guard.clock.now())
    guard.forget()


def passed(opening, at, *, number=7, seconds=900, key=None):
    client = Client()
    given = tokens.Pass(opening.id.hex, number, int(at.timestamp()) + seconds)
    key = key or signing.secret(tokens.SECRET_NAME)
    client.cookies[tokens.PASS_COOKIE] = tokens.write(given, key=key)
    return client


def is_inside(answer):
    return answer.status_code == 200 and answer.content == b"inside"


def is_sent_to_the_room(answer):
    return answer.status_code == 302 and urlsplit(answer.url).path == "/wait"


def test_without_an_opening_everything_is_free(db):
    assert is_inside(Client().get("/apply/"))
    assert is_inside(Client().get("/elsewhere/"))


def test_without_a_pass_one_is_led_to_the_room_and_told_the_way_back(opening):
    for address in ("/apply/?step=2", "/elsewhere/"):
        answer = Client(headers={"host": "localhost:8000"}).get(address)
        place = urlsplit(answer.url)
        assert (place.netloc, place.path) == ("localhost:8001", "/wait")
        assert parse_qs(place.query)["next"] == [address]
        assert "no-store" in answer.headers["Cache-Control"]
    assert is_inside(Client().get("/free/"))


def test_a_part_of_a_page_is_led_to_the_room_as_a_whole(opening):
    answer = Client().get("/apply/", headers={"HX-Request": "true"})
    assert urlsplit(answer.headers["HX-Redirect"]).path == "/wait"


def test_switched_off_nothing_is_guarded(opening, settings):
    settings.WAITING_ROOM = False
    assert is_inside(Client().get("/apply/"))


def test_with_a_pass_one_goes_in_and_stays_in(opening, at, clock):
    client = passed(opening, at)
    assert is_inside(client.get("/apply/"))
    del client.cookies[tokens.PASS_COOKIE]
    for _ in range(50):
        keep(opening, clock, 20 * 60)
        assert is_inside(client.get("/apply/"))
    assert Seat.objects.count() == 1


def test_a_pass_must_be_ours_of_this_opening_and_young(opening, at, clock):
    assert not is_inside(passed(opening, at, key=b"x" * 32).get("/apply/"))
    assert not is_inside(passed(opening, at, seconds=-1).get("/apply/"))
    other = passed(Opening(lobby_from=at, opens_at=at, most_pace=1), at)
    assert is_sent_to_the_room(other.get("/apply/"))
    client = passed(opening, at)
    edited = client.cookies[tokens.PASS_COOKIE].value.replace(".7.", ".8.")
    client.cookies[tokens.PASS_COOKIE] = edited
    assert is_sent_to_the_room(client.get("/apply/"))


def test_who_does_nothing_for_long_is_led_back_and_what_was_typed_is_still_taken(
    opening, at, clock
):
    client = passed(opening, at)
    client.get("/apply/")
    del client.cookies[tokens.PASS_COOKIE]
    keep(opening, clock, seats.IDLE_SECONDS + 1)
    assert is_sent_to_the_room(client.get("/apply/"))
    assert is_inside(client.post("/apply/"))
    assert is_inside(client.get("/apply/"))  # the form renewed it


def test_who_comes_back_with_a_new_pass_needs_no_second_seat(opening, at, clock):
    client = passed(opening, at)
    for _ in range(10):
        assert is_inside(client.get("/apply/"))
        keep(opening, clock, seats.IDLE_SECONDS + 1)
        again = passed(opening, guard.clock.now())
        client.cookies[tokens.PASS_COOKIE] = again.cookies[tokens.PASS_COOKIE].value
    assert Seat.objects.count() == 1


def test_a_pass_serves_three_devices_and_no_fourth(opening, at, clock):
    clients = [passed(opening, at) for _ in range(4)]
    answers = [client.get("/apply/", headers={"Accept-Language": "en"}) for client in clients]
    assert [is_inside(answer) for answer in answers] == [True, True, True, False]
    assert answers[3].status_code == 403
    assert "3 devices already" in answers[3].content.decode()
    keep(opening, clock, seats.IDLE_SECONDS + 1)
    # The others went away: the place is not lost.
    assert is_inside(passed(opening, guard.clock.now()).get("/apply/"))
    assert Seat.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_devices_at_the_same_moment_get_three_seats_together(system, at, clock):
    opening = make(system, at, kept_at=at)
    answers = at_once(8, lambda _: passed(opening, at).get("/apply/"))
    assert sum(map(is_inside, answers)) == Seat.objects.count() == seats.MOST_DEVICES


def test_a_copied_seat_works_in_one_place_only(opening, at, clock):
    owner, thief = passed(opening, at), Client()
    owner.get("/apply/")
    thief.cookies[tokens.SEAT_COOKIE] = owner.cookies[tokens.SEAT_COOKIE].value
    del owner.cookies[tokens.PASS_COOKIE]
    keep(opening, clock, seats.RENEW_SECONDS + 1)
    assert is_inside(owner.get("/apply/"))
    keep(opening, clock, seats.FORMER_SECONDS + 1)
    assert is_sent_to_the_room(thief.get("/apply/"))
    assert is_inside(owner.get("/apply/"))


def test_requests_that_were_under_way_at_the_renewal_pass_with_the_old_cookie(
    opening, at, clock
):
    client = passed(opening, at)
    client.get("/apply/")
    old = client.cookies[tokens.SEAT_COOKIE].value
    keep(opening, clock, seats.RENEW_SECONDS + 1)
    client.get("/apply/")
    late = Client()
    late.cookies[tokens.SEAT_COOKIE] = old
    answer = late.get("/apply/")
    assert is_inside(answer)
    assert tokens.SEAT_COOKIE not in answer.cookies  # it would put the old one back


def test_while_nobody_keeps_the_room_the_web_lets_in_by_itself_at_the_pace(opening, at, clock):
    keep(opening, clock, 0)
    clock.shift(queries.KEPT_WITHIN + timedelta(seconds=1))
    guard.forget()
    answers = [Client().get("/apply/", headers={"Accept-Language": "en"}) for _ in range(9)]
    assert [is_inside(answer) for answer in answers] == [True] * 5 + [False] * 4
    assert {answer.status_code for answer in answers[5:]} == {503}
    assert 'http-equiv="refresh"' in answers[8].content.decode()
    assert int(answers[8].headers["Retry-After"]) >= 5
    clock.shift(1)
    assert is_inside(Client().get("/apply/"))
    keep(opening, clock, 1)
    assert is_sent_to_the_room(Client().get("/apply/"))


@pytest.mark.django_db(transaction=True)
def test_all_processes_together_keep_the_pace_when_nobody_keeps_the_room(system, at, clock):
    make(system, at, pace=5)
    answers = at_once(16, lambda _: Client().get("/apply/"))
    assert sum(map(is_inside, answers)) == 5


def test_before_the_opening_nobody_goes_in_even_when_nobody_keeps_the_room(
    db, system, at, clock
):
    plan = OpeningPlan("Hajj 1448", at, at + timedelta(hours=1), 5.0)
    services.prepare_opening(plan=plan, by=system, at=at)
    assert is_sent_to_the_room(Client().get("/apply/"))


def test_the_web_tells_how_quickly_it_answers(opening, at, monkeypatch):
    monkeypatch.setattr(pulse, "_pulse", pulse.Pulse())
    monkeypatch.setattr(pulse, "TELL_SECONDS", 0.0)
    passed(opening, at).get("/apply/")
    told = Pulse.objects.get()
    assert (told.requests, told.p95_milliseconds) == (1, 0)


def test_the_p95_is_of_the_requests_since_the_last_telling(monkeypatch):
    monkeypatch.setattr(pulse, "TELL_SECONDS", float("inf"))
    kept = pulse.Pulse()
    assert [kept.note(float(n)) for n in range(1, 100)] == [None] * 99
    monkeypatch.setattr(pulse, "TELL_SECONDS", 0.0)
    assert kept.note(100.0) == (100, 96)
    assert kept.note(3.0) == (1, 3)


def test_one_opening_at_a_time_and_only_who_may(opening, system, at, dawud):
    with pytest.raises(services.OpeningExists):
        make(system, at)
    for act in (
        services.close_opening,
        lambda **who: services.pace_opening(most_pace=1, **who),
    ):
        with pytest.raises(PermissionRefused):
            act(by=dawud, at=at)
    services.pace_opening(most_pace=12, by=system, at=at)
    assert queries.opening_in_force().most_pace == 12
    services.close_opening(by=system, at=at)
    assert queries.opening_in_force() is None
    with pytest.raises(queries.NoOpening):
        services.close_opening(by=system, at=at)
    assert make(system, at).pk != opening.pk


def test_senseless_openings_are_refused(db, system, at):
    for plan in (
        OpeningPlan("x", at, at, 0),
        OpeningPlan("x", at + timedelta(hours=1), at, 5),
    ):
        with pytest.raises(services.BadOpening):
            services.prepare_opening(plan=plan, by=system, at=at)


@pytest.mark.parametrize(
    ("live", "site", "faults"),
    [
        ("https://hajj.example/live", "https://hajj.example", 0),
        ("https://live.hajj.example", "https://hajj.example", 1),
        ("https://live.hajj.example", "", 0),
    ],
)
def test_a_pass_that_could_not_reach_the_door_is_seen_at_the_start(
    settings, live, site, faults
):
    settings.LIVE_URL, settings.LIVE_URL_GIVEN, settings.SITE_URL = live, True, site
    assert len(checks.check_one_host(None)) == faults


def test_seats_are_forgotten_a_month_after_the_door_was_closed(opening, at, system):
    passed(opening, at).get("/apply/")
    services.close_opening(by=system, at=at)
    assert services.sweep_seats(at=at + timedelta(days=29)) == 0
    assert services.sweep_seats(at=at + timedelta(days=31)) == 1

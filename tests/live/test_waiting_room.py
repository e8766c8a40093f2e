"""The waiting room of a real live program: places are kept, and nobody jumps."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import httpx
import pytest

from foundation import signing
from foundation.waiting import services, tokens
from foundation.waiting.models import Opening, Pulse
from foundation.waiting.tokens import Pass
from live.waiting.order import rank_of
from tests.live.waiting_visits import (
    SYSTEM,
    prepare,
    seen,
    ticket_of,
    until,
    until_keeping,
    visitor,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


@pytest.fixture
def room(live):
    """The address of a live program that keeps the room, with nothing prepared yet."""
    until_keeping(live)
    return live


def test_without_an_opening_one_is_led_straight_on(room):
    answer = visitor(room).get("/wait?next=/apply/%3Fstep%3D2")
    assert answer.status_code == 303
    assert answer.headers["location"] == "http://127.0.0.1:8000/apply/?step=2"
    assert tokens.PASS_COOKIE not in answer.cookies


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "apply", "/a\nb", ""],
)
def test_the_way_back_is_a_path_of_the_site_and_nothing_else(room, wanted):
    answer = visitor(room).get("/wait", params={"next": wanted})
    assert answer.headers["location"] == "http://127.0.0.1:8000/"


def test_a_strange_host_is_not_repeated(room):
    answer = visitor(room).get("/wait", headers={"Host": "evil.example"})
    assert answer.headers["location"].startswith("http://127.0.0.1:")


def test_a_short_queue_goes_in_at_once_with_a_pass(room):
    opening = prepare()
    seen(room, opening)
    time.sleep(0.5)
    answer = visitor(room).get("/wait?next=/apply/")
    assert answer.status_code == 303
    key = signing.secret(tokens.SECRET_NAME)
    given = tokens.read(Pass, answer.cookies[tokens.PASS_COOKIE], key=key)
    assert given.opening == opening.id.hex
    assert 0 < given.expires_at - time.time() <= 15 * 60
    cookies = answer.headers.get_list("set-cookie")
    assert all("HttpOnly" in text and "SameSite=lax" in text for text in cookies)


def test_before_the_lobby_nobody_gets_a_place_and_is_told_when(room):
    opening = prepare(opens_in=7200, lobby_in=3600)
    seen(room, opening)
    client = visitor(room)
    answer = client.get("/wait")
    assert "not open yet" in answer.text
    assert tokens.TICKET_COOKIE not in client.cookies
    assert Opening.objects.get().given == 0


def test_a_long_queue_is_told_place_wait_and_what_to_do_without_a_script(room):
    opening = prepare(pace=0.5)
    seen(room, opening)
    clients = [visitor(room) for _ in range(6)]
    answers = [client.get("/wait") for client in clients]
    last = answers[-1]
    assert last.status_code == 200
    ahead = int(re.search(r"<b>(\d+)</b> p\w+ (?:is|are) ahead of you", last.text)[1])
    assert 3 <= ahead <= 5
    assert "minute" in last.text
    assert "You keep your place if you close this page" in last.text
    assert 'href="tel:132"' in last.text
    assert re.search(r"As of \d\d:\d\d:\d\d\.", last.text)
    seconds = int(
        re.search(r'<noscript><meta http-equiv="refresh" content="(\d+)">', last.text)[1]
    )
    assert seconds >= 4
    assert last.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in last.headers["content-security-policy"]
    assert len(last.content) < 14_000


def test_arabic_is_written_in_its_own_direction_and_digits(room):
    opening = prepare(pace=0.5)
    seen(room, opening)
    for _ in range(3):
        visitor(room).get("/wait")
    page = visitor(room, language="ar").get("/wait").text
    assert '<html lang="ar" dir="rtl">' in page
    assert re.search(r"<b>[٠-٩]+</b>", page)
    assert '<html lang="ar"' in httpx.get(f"{room}/wait", timeout=60).text


def test_reload_and_a_second_device_keep_the_place_and_editing_gains_nothing(room):
    opening = prepare(pace=0.5)
    seen(room, opening)
    for _ in range(5):
        visitor(room).get("/wait")
    client = visitor(room)
    code = re.search(r'class="code" dir="ltr">([^<]+)<', client.get("/wait").text)[1]
    ticket = ticket_of(client)
    client.get("/wait")
    client.get("/wait/state")
    assert ticket_of(client) == ticket
    other = visitor(room)
    other.get("/wait", params={"code": code.lower()})
    assert ticket_of(other).number == ticket.number
    forger = visitor(room)
    text = client.cookies[tokens.TICKET_COOKIE].replace(f".{ticket.number}.", ".0.")
    forger.cookies = httpx.Cookies({tokens.TICKET_COOKIE: text})
    forger.get("/wait")
    assert Opening.objects.get().given == 7
    newcomer = visitor(room)
    newcomer.get("/wait", params={"code": "1-AAAAAAAA"})
    assert ticket_of(newcomer).number == 7


def test_who_came_before_the_opening_is_shuffled_and_who_came_after_stands_behind(room):
    opening = prepare(opens_in=3600, pace=200)
    seen(room, opening)
    early = [visitor(room) for _ in range(40)]
    pages = [client.get("/wait") for client in early]
    assert {page.status_code for page in pages} == {200}
    assert "Having come first gives no better place" in pages[0].text
    assert Opening.objects.get().seed is None
    Opening.objects.update(opens_at=datetime.now(UTC))
    row = until(lambda: Opening.objects.exclude(seed=None).first())
    assert row.early == 40
    late = visitor(room)
    late.get("/wait")
    seed = bytes(row.seed)
    ranks = [rank_of(ticket_of(c).number, early=40, seed=seed) for c in early]
    assert sorted(ranks) == list(range(40)) != ranks
    assert rank_of(ticket_of(late).number, early=40, seed=seed) == 40
    for client in [*early, late]:
        until(lambda client=client: client.get("/wait").status_code == 303)


def test_people_are_let_in_at_the_pace_and_in_order(room):
    opening = prepare(pace=5)
    seen(room, opening)
    begun = time.monotonic()
    clients = [visitor(room) for _ in range(40)]
    for client in clients:
        client.get("/wait")
    numbers = [ticket_of(client).number for client in clients]
    assert numbers == sorted(numbers)
    until(lambda: "go" in clients[9].get("/wait/state").json(), pause=0.5)  # not greedily
    states = [client.get("/wait/state").json() for client in clients]
    most = 5 * (time.monotonic() - begun + 2) + 1
    went = [n for n, state in zip(numbers, states, strict=True) if "go" in state]
    assert went == numbers[: len(went)]
    assert 10 <= len(went) <= most
    assert [n for n, s in zip(numbers, states, strict=True) if "html" in s] == numbers[
        len(went) :
    ]


def test_a_slow_web_slows_the_room_and_a_quick_one_lets_it_come_back(room):
    opening = prepare(pace=100)
    seen(room, opening)
    now = datetime.now(UTC)
    Pulse.objects.create(process="a", at=now, requests=9, p95_milliseconds=5_000)

    def pace():
        return Opening.objects.get().pace_now

    until(lambda: pace() < 75)
    Pulse.objects.all().delete()
    slowest = pace()
    until(lambda: pace() > slowest + 5)


def test_a_closed_door_lets_everybody_through(room):
    opening = prepare(pace=0.5)
    seen(room, opening)
    clients = [visitor(room) for _ in range(4)]
    for client in clients:
        client.get("/wait")
    services.close_opening(by=SYSTEM, at=datetime.now(UTC))
    until(lambda: clients[-1].get("/wait").status_code == 303)
    assert clients[-1].get("/wait/state").json() == {"go": "/wait?next=/"}

"""Keepers of the waiting room are killed and cut off: no place is lost, nobody jumps."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from foundation.waiting import tokens
from foundation.waiting.models import Opening
from live.waiting.keeper import LOCK
from tests.live.conftest import running
from tests.live.waiting_visits import prepare, ticket_of, until, until_keeping, visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


def test_a_kill_loses_no_place_and_lets_nobody_jump(environment):
    opening = prepare(pace=2)
    with running(environment) as (address, program):
        until_keeping(address)
        clients = [visitor(address) for _ in range(30)]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda client: client.get("/wait"), clients))
        tickets = [ticket_of(client) for client in clients]
        assert sorted(ticket.number for ticket in tickets) == list(range(30))
        called = Opening.objects.get().called
        program.send_signal(signal.SIGKILL)
        program.wait()
    with running(environment) as (address, _program):
        until_keeping(address)
        again = [
            visitor(address, **{tokens.TICKET_COOKIE: client.cookies[tokens.TICKET_COOKIE]})
            for client in clients
        ]
        newcomer = visitor(address)
        newcomer.get("/wait")
        assert ticket_of(newcomer).number == 30
        row = Opening.objects.get()
        assert called <= row.called < 30
        for client, ticket in zip(again, tickets, strict=True):
            state = client.get("/wait/state").json()
            assert "html" in state or ticket.number < Opening.objects.get().called
        assert ticket_of(again[0]).opening == opening.id.hex


def test_only_one_program_keeps_the_room_and_another_takes_over(environment):
    prepare(pace=1)
    with running(environment) as (first, program), running(environment) as (second, _other):
        until_keeping(first)
        client = visitor(second)
        answer = client.get("/wait")
        assert answer.status_code == 503
        assert "Places are kept" in answer.text
        assert int(answer.headers["retry-after"]) >= 8
        assert client.get("/wait/state").status_code == 503
        program.terminate()
        program.wait()
        until_keeping(second)
        assert client.get("/wait").status_code in (200, 303)


def test_a_cut_connection_is_made_anew_and_the_numbers_go_on(live, database_url):
    until_keeping(live)
    room = live
    prepare(pace=0.5)
    until(lambda: Opening.objects.exclude(kept_at=None).first())
    for _ in range(3):
        visitor(room).get("/wait")
    with psycopg.connect(database_url, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks"
            " WHERE locktype = 'advisory' AND objid = %s AND granted",
            [LOCK],
        )
    client = visitor(room)
    until(lambda: client.get("/wait").status_code == 200)
    assert ticket_of(client).number == 3

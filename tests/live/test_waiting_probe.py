"""Pages that let everybody wait slow the room down, though they think themselves quick."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from foundation.waiting.models import Opening, Pulse
from live.waiting.probe import REMEMBERED, Probe
from tests.live.conftest import running
from tests.live.waiting_visits import prepare, until, until_keeping

SLOW_MILLISECONDS = 200


@contextmanager
def pages(*, seconds):
    """Pages of one thread, that answer so late."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            time.sleep(seconds)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def fresh(database_url, empty_queue, environment):
    """The environment of a live program of one's own."""
    return environment | {"WAITING_ROOM_SLOW_MILLISECONDS": str(SLOW_MILLISECONDS)}


@pytest.mark.django_db(transaction=True)
def test_the_room_slows_down_while_the_pages_are_late_and_no_longer(fresh):
    opening = prepare(pace=100.0)
    told = lambda: Opening.objects.get(pk=opening.pk).pace_now or 0.0  # noqa: E731
    with (
        pages(seconds=SLOW_MILLISECONDS * 3 / 1000) as late,
        running(fresh | {"SITE_URL": late}) as (address, _),
    ):
        until_keeping(address)
        until(lambda: 0 < told() < 100)
    assert not Pulse.objects.exists()  # the web itself told nothing
    slowed = told()
    with pages(seconds=0) as quick, running(fresh | {"SITE_URL": quick}) as (address, _):
        until_keeping(address)
        until(lambda: told() > slowed)


async def asked(site, *, times=REMEMBERED):
    probe = Probe(site, is_wanted=lambda: True)
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(times):
            await probe.ask(client)
    return probe.milliseconds


def test_one_answer_alone_is_no_queue():
    with pages(seconds=0.1) as late:
        assert asyncio.run(asked(late, times=REMEMBERED - 1)) == 0
        assert asyncio.run(asked(late)) >= 100


def test_pages_that_are_away_are_not_slow():
    with pages(seconds=0) as gone:
        pass
    assert asyncio.run(asked(gone)) == 0

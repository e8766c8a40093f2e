"""A live program in a process of its own, and a page that listens to it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from foundation import signing, tickets
from foundation.supervisor.ports import free_port
from tests.foundation.conftest import (  # noqa: F401  (fixtures)
    database_url,
    empty_queue,
    environment,
    forked,
)
from tests.live.waiting_visits import PATIENCE


class Page(threading.Thread):
    """An open page: reads the stream until it is told to stop, and remembers all it heard."""

    def __init__(self, url, *, after=None):
        super().__init__(daemon=True)
        self.url, self.after = url, after
        self.heard, self.ids, self.comments = [], [], []
        self.status = None
        self.is_open = threading.Event()
        self.leave = threading.Event()

    def run(self):
        headers = {"Last-Event-ID": self.after} if self.after else {}
        try:
            with httpx.stream("GET", self.url, headers=headers, timeout=PATIENCE) as answer:
                self.status = answer.status_code
                self._read(answer)
        except httpx.HTTPError:
            return
        finally:
            self.is_open.set()

    def _read(self, answer):
        event = {}
        for line in answer.iter_lines():
            if line.startswith("retry:"):
                self.is_open.set()
            elif line.startswith(":"):
                self.comments.append(line)
            elif line:
                name, _, value = line.partition(": ")
                event[name] = value
            elif event:
                self.heard.append((event["event"], event["data"]))
                self.ids.append(event["id"])
                event = {}
            if self.leave.is_set():
                return

    def names(self):
        return [name for name, _data in self.heard]

    def wait_until(self, is_enough, *, seconds=PATIENCE):
        until = time.monotonic() + seconds
        while not is_enough(self):
            assert time.monotonic() < until, self.heard[-5:]
            time.sleep(0.01)


@contextmanager
def running(environment):  # noqa: F811
    port = free_port()
    program = subprocess.Popen(
        [sys.executable, "-m", "live", "--port", str(port)], env=environment
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + PATIENCE
        while not answers(address):
            assert time.monotonic() < until, "the live program does not answer"
            time.sleep(0.05)
        yield address, program
    finally:
        program.terminate()
        program.wait(timeout=PATIENCE)


def answers(address):
    try:
        return httpx.get(f"{address}/healthz", timeout=PATIENCE).is_success
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="module")
def _shared():
    with ExitStack() as held:
        yield held, []


@pytest.fixture
def live(environment, _shared):  # noqa: F811
    """The address of a live program; the tests of a file share one."""
    held, addresses = _shared
    if not addresses:
        addresses.append(held.enter_context(running(environment))[0])
    return addresses[0]


@pytest.fixture
def listen(settings):
    """Give a function that opens a page on a live program."""
    pages = []

    def open_page(address, *topics, after=None, records=True, expires_in=60):
        ticket = tickets.mint(
            tickets.Ticket("tests", frozenset(topics), records, int(time.time()) + expires_in),
            key=signing.secret(tickets.SECRET_NAME),
        )
        page = Page(f"{address}/events?ticket={ticket}", after=after)
        page.start()
        assert page.is_open.wait(10)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.leave.set()

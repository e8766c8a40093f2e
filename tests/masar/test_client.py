"""The adapter: how calls end, what is tried again, and what never is."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager

import pytest

from mission.masar.rules.states import Operation
from mission.masar.services.client import HttpPath, LineLimits
from mission.masar.services.port import End

PATIENT = LineLimits(
    connect_seconds=5, read_seconds=20, call_seconds=20, operation_seconds=60, tries=3
)
HASTY = LineLimits(
    connect_seconds=0.5, read_seconds=0.4, call_seconds=0.8, operation_seconds=60, tries=3
)
ITEM = {
    "key": "k",
    "season": 1448,
    "licence_no": "Q-1",
    "name_ar": "حملة",
    "name_en": "Campaign",
    "capacity": 1,
}


@pytest.fixture
def path(simulator):
    line = HttpPath(url=simulator.url, token=simulator.token, limits=PATIENT)
    yield line
    line.close()


@contextmanager
def server(answer, *, pause=0.0):
    """A partner that says these bytes to every call, piece by piece."""
    calls = []

    def serve(listener):
        while True:
            try:
                line, _address = listener.accept()
            except OSError:
                return
            with line:
                calls.append(line.recv(65536))
                try:
                    for piece in answer:
                        line.sendall(piece)
                        time.sleep(pause)
                except OSError:
                    continue

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        line = HttpPath(
            url=f"http://127.0.0.1:{listener.getsockname()[1]}", token="t", limits=HASTY
        )
        yield line, calls
        line.close()
        listener.shutdown(socket.SHUT_RDWR)


def test_an_answer_is_an_answer(path):
    reply = path.send(Operation.GROUP, [ITEM])
    assert (reply.end, reply.http_status, reply.tries) == (End.ANSWERED, 207, 1)
    assert reply.items("items")[0]["key"] == "k"
    assert not reply.is_failed


def test_a_lost_answer_to_a_booking_is_silence_and_is_not_sent_again(path, simulator):
    simulator.control("PATCH", "settings", json={"commit_then_drop": 1.0})
    reply = path.send(Operation.GROUP, [ITEM])
    assert (reply.end, reply.tries) == (End.SILENT, 1)
    assert reply.is_failed


def test_a_question_is_asked_again_until_the_tries_are_over(path, simulator):
    simulator.control("PATCH", "settings", json={"server_error": 1.0})
    reply = path.ask(["k"])
    assert (reply.end, reply.tries, reply.http_status) == (End.SILENT, 3, 503)


def test_a_limit_is_waited_for_and_never_counts_as_failed(path, simulator):
    simulator.control("PATCH", "settings", json={"rate_limit": 1.0, "retry_after_seconds": 1})
    began = time.monotonic()
    reply = path.send(Operation.GROUP, [ITEM])
    assert (reply.end, reply.http_status, reply.tries) == (End.TURNED_AWAY, 429, 3)
    assert time.monotonic() - began >= 2
    assert not reply.is_failed


def test_a_refused_connection_took_nothing():
    line = HttpPath(url="http://127.0.0.1:9", token="t", limits=HASTY)
    reply = line.send(Operation.GROUP, [ITEM])
    assert (reply.end, reply.tries, reply.http_status) == (End.TURNED_AWAY, 3, None)
    assert reply.is_failed


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        [b""],
        [b"nonsense\r\n\r\n"],
        [HEAD + b"{"],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"],
        [b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"],
        [b"HTTP/1.1 502 Bad\r\nContent-Length: 6\r\n\r\n<html>"],
        [b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"],
    ],
)
def test_what_cannot_be_read_is_silence(answer):
    with server(answer) as (line, calls):
        reply = line.send(Operation.VISA, [ITEM])
        assert (reply.end, len(calls)) == (End.SILENT, 1)


def test_an_answer_in_crumbs_is_given_up_after_the_time_of_a_whole_call():
    with server([HEAD, *[b"{"] * 19], pause=0.2) as (line, _calls):
        began = time.monotonic()
        reply = line.send(Operation.VISA, [ITEM])
        assert reply.end is End.SILENT
        assert time.monotonic() - began < 3


def test_a_number_of_theirs_cannot_leave_its_place_in_the_address():
    with server([b"HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\n{}"]) as (line, calls):
        line.cancel("../../control?x=1#y")
        assert calls[0].startswith(b"POST /v1/pilgrims/..%2F..%2Fcontrol%3Fx%3D1%23y/cancel ")

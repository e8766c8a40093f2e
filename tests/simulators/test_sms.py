"""The SMS stand-in answers as Kannel does, reports, and shows what it took."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from tests.simulators.sms_program import USERNAME, SmsProgram

TEXT = "123456 رمز دخولك <b>"


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    program = SmsProgram(tmp_path_factory.mktemp("sms"))
    program.start()
    yield program
    program.kill()


@pytest.fixture
def gateway(program):
    program.forget()
    return program


@pytest.fixture
def reports():
    """A server that keeps the paths it was asked for."""
    asked = []

    class Keep(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Keep)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()


def send(gateway, **more):
    asked = {"username": USERNAME, "password": gateway.password, "to": "+97455512345"}
    asked |= {"text": TEXT, "charset": "UTF-8", "coding": "2"} | more
    return httpx.get(
        f"{gateway.url}/cgi-bin/sendsms", params=asked, timeout=60, trust_env=False
    )


def until(condition):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not condition():
        time.sleep(0.05)
    return condition()


def test_a_message_is_taken_as_kannel_takes_it_and_shown(gateway):
    answer = send(gateway)
    assert (answer.status_code, answer.text) == (202, "0: Accepted for delivery")
    page = httpx.get(gateway.url, timeout=60, trust_env=False).text
    assert "123456 رمز دخولك &lt;b&gt;" in page
    assert 'data-copy="123456"' in page


def test_a_wrong_password_is_refused_and_nothing_shown(gateway):
    assert send(gateway, password="guessed").status_code == 403
    assert gateway.messages() == []


@pytest.mark.parametrize("lacking", ["to", "text"])
def test_a_message_without_receiver_or_text_is_refused(gateway, lacking):
    assert send(gateway, **{lacking: ""}).status_code == 400


@pytest.mark.parametrize(("mood", "status"), [("busy", 503), ("reject", 400)])
def test_moods_that_take_nothing(gateway, mood, status):
    gateway.mood(mood)
    assert send(gateway).status_code == status
    assert gateway.messages() == []


@pytest.mark.parametrize(("mood", "kinds"), [("calm", ["8", "1"]), ("unreachable", ["8", "2"])])
def test_what_became_of_a_message_is_reported(gateway, reports, mood, kinds):
    port, asked = reports
    gateway.mood(mood)
    send(gateway, **{"dlr-mask": "27", "dlr-url": f"http://127.0.0.1:{port}/r?kind=%d"})
    assert until(lambda: len(asked) == 2)
    assert asked == [f"/r?kind={kind}" for kind in kinds]


def test_only_the_reports_that_were_asked_for_come(gateway, reports):
    port, asked = reports
    send(gateway, **{"dlr-mask": "1", "dlr-url": f"http://127.0.0.1:{port}/r?kind=%d"})
    assert until(lambda: asked)
    assert until(lambda: gateway.messages()[0]["reports"] == [1])
    assert asked == ["/r?kind=1"]


def test_a_report_may_be_lost(gateway, reports):
    port, asked = reports
    gateway.mood("lost_report")
    send(gateway, **{"dlr-mask": "27", "dlr-url": f"http://127.0.0.1:{port}/r?kind=%d"})
    time.sleep(1.5)  # both reports would have come by now
    assert asked == []
    assert gateway.messages()[0]["text"] == TEXT


def test_a_late_answer_comes_after_the_message_was_taken(gateway):
    gateway.mood("late")
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(
            f"{gateway.url}/cgi-bin/sendsms",
            params={
                "username": USERNAME,
                "password": gateway.password,
                "to": "+97455512345",
                "text": "x",
            },
            timeout=0.5,
            trust_env=False,
        )
    assert [each["text"] for each in gateway.messages()] == ["x"]

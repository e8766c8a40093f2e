"""The real client against the stand-in: over HTTP, in its moods."""

from __future__ import annotations

import time

import pytest

from foundation.supervisor.ports import free_port
from mission.notifications import services
from mission.notifications.rules import End, State
from mission.notifications.services import client

TEXT = "١٢٣ رمزك & 100% + ok"


def hand_over():
    return client.hand_over(to="+97455512345", text=TEXT, report_url="http://127.0.0.1:1/?k=%d")


def test_a_text_arrives_as_it_was_written(gateway):
    assert hand_over().end is End.ACCEPTED
    (message,) = gateway.messages()
    assert (message["to"], message["text"]) == ("+97455512345", TEXT)


@pytest.mark.parametrize(("mood", "end"), [("busy", End.TEMPORARY), ("reject", End.REFUSED)])
def test_moods_are_understood(gateway, mood, end):
    gateway.mood(mood)
    assert hand_over().end is end


def test_a_wrong_password_is_trouble_that_passes(gateway, settings):
    settings.SMS_PASSWORD = "changed there and not here"
    assert hand_over().end is End.TEMPORARY


def test_nobody_at_the_address_is_trouble_that_passes(settings):
    settings.SMS_URL = f"http://127.0.0.1:{free_port()}"
    assert hand_over().end is End.TEMPORARY
    client.close_lines()


def test_an_answer_that_does_not_come_is_unknown(gateway, monkeypatch):
    monkeypatch.setattr(client, "READ_SECONDS", 0.5)
    gateway.mood("late")
    answer = hand_over()
    assert answer.end is End.UNKNOWN
    assert "password" not in answer.words
    assert len(gateway.messages()) == 1


@pytest.mark.django_db(transaction=True)
def test_the_report_of_the_gateway_reaches_the_message(
    gateway, queued, live_server, settings, system, at
):
    settings.SMS_REPORT_URL = live_server.url
    message = queued()
    services.deliver(message_id=message.id, by=system, clock=lambda: at)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and message.state != State.DELIVERED:
        time.sleep(0.1)
        message.refresh_from_db()
    assert message.state == State.DELIVERED

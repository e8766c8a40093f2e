"""A gateway of the test's own, as a program or as a list of answers."""

from __future__ import annotations

import pytest

from mission.notifications import services
from mission.notifications.rules import Answer, End
from mission.notifications.services import client, sending
from tests.simulators.sms_program import USERNAME, SmsProgram

MOBILE = "+97455512345"


@pytest.fixture(scope="session")
def sms_program(tmp_path_factory):
    program = SmsProgram(tmp_path_factory.mktemp("sms"))
    program.start()
    yield program
    program.kill()


@pytest.fixture
def gateway(sms_program, settings):
    sms_program.forget()
    settings.SMS_URL, settings.SMS_PASSWORD = sms_program.url, sms_program.password
    settings.SMS_USERNAME = USERNAME
    yield sms_program
    client.close_lines()


@pytest.fixture
def answers(monkeypatch):
    """Answers that the gateway gives, in order; the last one again and again; and the calls."""

    class Told:
        def __init__(self):
            self.given = [Answer(End.ACCEPTED, "HTTP 202 0: Accepted for delivery")]
            self.calls = []

        def __call__(self, *, to, text, report_url):
            self.calls.append((to, text, report_url))
            answer = self.given.pop(0) if len(self.given) > 1 else self.given[0]
            if isinstance(answer, BaseException):
                raise answer
            return answer

    told = Told()
    monkeypatch.setattr(sending, "hand_over", told)
    return told


@pytest.fixture
def queued(db, system, at):
    """Give a function that queues a message."""

    def queue(text="Your file is complete.", **more):
        given = {"to": MOBILE, "kind": "notice", "about": "7K3P-9QXM", "by": system, "at": at}
        return services.send_sms(text=text, **(given | more))

    return queue

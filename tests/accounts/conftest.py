"""People who sign in: Hessa is in the register, Ibrahim has an account, nobody knows Jaber."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from foundation import jobs
from foundation.scoping import Actor
from mission.accounts import services
from mission.accounts.models import Account
from mission.notifications.rules import Answer, End
from mission.notifications.services import sending
from mission.people.models import Person

HESSA, IBRAHIM, JABER = "28063400001", "27063400002", "29063400003"
HESSAS, IBRAHIMS, JABERS = "+97455512345", "+97455598765", "+97466611122"
STRANGERS = "+97433300099"
SIGN_IN, CODE = "/apply/sign-in/", "/apply/sign-in/code/"
CODE_PATTERN = re.compile(r"(?<!\d)\d{6}(?!\d)")
VISITOR = Actor(kind="applicant", id="", label="applicant")


@pytest.fixture
def known(db):
    """Hessa in the register, Ibrahim with an account."""
    Person.objects.create(
        national_id=HESSA,
        name_ar="حصة المري",
        sex="F",
        birth_date=date(1980, 1, 1),
        nationality="QAT",
        mobile=HESSAS,
        known_since=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return Account.objects.create(
        national_id=IBRAHIM, mobile=IBRAHIMS, opened_at=datetime(2026, 1, 1, tzinfo=UTC)
    )


class Sent:
    """The messages that the gateway took: (mobile, text), oldest first."""

    def __init__(self):
        self.messages = []

    def __call__(self, *, to, text, report_url):
        self.messages.append((to, text))
        return Answer(End.ACCEPTED)

    def code(self):
        """Run the waiting jobs and answer the code of the newest message."""
        jobs.run_until_idle(queues=["messages"])
        return CODE_PATTERN.search(self.messages[-1][1])[0]

    def mobiles(self):
        """Run the waiting jobs and answer to whom messages went."""
        jobs.run_until_idle(queues=["messages"])
        return [to for to, _ in self.messages]


@pytest.fixture
def sent(monkeypatch):
    told = Sent()
    monkeypatch.setattr(sending, "hand_over", told)
    return told


@pytest.fixture
def phone(db):
    """Give a function that answers somebody's browser."""

    def open_browser(**more):
        client = Client(**more)
        client.cookies["language"] = "en"
        return client

    return open_browser


def ask(client, national_id, mobile, **more):
    """Ask for a code as the page does."""
    return client.post(SIGN_IN, {"national_id": national_id, "mobile": mobile}, **more)


def begin(national_id, mobile, at, address="10.0.0.1"):
    """Ask for a code as the view does; answer the sign-in's id, or None when limited."""
    return services.begin_sign_in(
        national_id=national_id,
        mobile=mobile,
        address=address,
        language="en",
        by=VISITOR,
        at=at,
    ).sign_in


def issue(sign_in_id, at, system):
    """Let the code go out as the job does; answer it, or an empty text when none went out."""
    made = []

    def words(code, _language):
        made.append(code)
        return f"{code} is your code"

    services.issue_code(sign_in_id=sign_in_id, words=words, by=system, at=at)
    return made[0] if made else ""


def prove(sign_in_id, code, at):
    """Type a code as the view does."""
    return services.prove_code(sign_in_id=sign_in_id, code=code, by=VISITOR, at=at)


def other_than(code):
    """Answer a code that is wrong for sure."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


SOON = timedelta(seconds=1)

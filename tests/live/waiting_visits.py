"""People who visit the waiting room, and doors that are prepared for them."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import httpx

from foundation import signing
from foundation.scoping import Actor
from foundation.waiting import services, tokens
from foundation.waiting.models import Opening
from foundation.waiting.services import OpeningPlan
from foundation.waiting.tokens import Ticket

SYSTEM = Actor.system("tests")
PATIENCE = 60.0  # seconds: a machine with other work takes long to answer
ENGLISH = {"Accept-Language": "en"}


def prepare(*, opens_in=-3600.0, lobby_in=-7200.0, pace=1_000.0):
    now = datetime.now(UTC)
    plan = OpeningPlan(
        name="Hajj 1448",
        lobby_from=now + timedelta(seconds=min(lobby_in, opens_in)),
        opens_at=now + timedelta(seconds=opens_in),
        most_pace=pace,
        help_line="132",
    )
    return services.prepare_opening(plan=plan, by=SYSTEM, at=now)


def until_keeping(address, *, keeps=True):
    def said():
        return httpx.get(f"{address}/healthz", timeout=PATIENCE).json()["keeps_waiting_room"]

    until(lambda: said() is keeps)


def until(condition, *, pause=0.05, seconds=PATIENCE):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline
        time.sleep(pause)
    return found


def seen(room, opening):
    """Wait until the program has seen the opening."""
    until(lambda: Opening.objects.get(pk=opening.pk).kept_at)


class Visitor:
    """A browser with its cookies; no connection is kept."""

    def __init__(self, room, cookies):
        self.room, self.cookies = room, httpx.Cookies(cookies)

    def get(self, path, **more):
        with httpx.Client(
            base_url=self.room, headers=ENGLISH, cookies=self.cookies, timeout=PATIENCE
        ) as client:
            answer = client.get(path, **more)
            self.cookies = client.cookies
        return answer


def visitor(room, **cookies):
    return Visitor(room, cookies)


def ticket_of(client):
    text = client.cookies[tokens.TICKET_COOKIE]
    return tokens.read(Ticket, text, key=signing.secret(tokens.SECRET_NAME))

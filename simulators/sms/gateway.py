"""What a gateway does with a message: takes or refuses it and reports, as its mood is."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import deque
from dataclasses import dataclass, field
from hmac import compare_digest

import httpx

KEPT = 500
# A mood: what the gateway does with the messages that come while it lasts.
MOODS = {
    "calm": "takes every message and reports that it arrived",
    "reject": "refuses every message for good",
    "busy": "takes nothing now: temporal failure",
    "slow": "takes three seconds for every answer",
    "late": "takes the message and answers after half a minute, when nobody listens any more",
    "lost_report": "takes the message and never reports",
    "unreachable": "takes the message and reports that it did not arrive",
}
SLOW_SECONDS, LATE_SECONDS, REPORT_SECONDS = 3.0, 30.0, 0.5
REPORT_TRIES = 3
DELIVERED, NOT_DELIVERED, TAKEN_BY_OPERATOR = 1, 2, 8


@dataclass
class Shown:
    """A message that was taken."""

    number: int
    to: str
    sender: str
    text: str
    at: float
    reports: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Reply:
    """An answer of the gateway, as Kannel words it."""

    status: int
    text: str


BAD_LOGIN = Reply(403, "Authorization failed for sendsms")
BUSY = Reply(503, "Temporal failure, try again later.")
REFUSED = Reply(400, "Malformed message: refused by the operator")
NO_RECEIVER = Reply(400, "Missing receiver number, rejected")
EMPTY = Reply(400, "Empty text not allowed, rejected")
ACCEPTED = Reply(202, "0: Accepted for delivery")


class Gateway:
    """Holds the newest messages in memory."""

    def __init__(self, *, username: str, password: str, mood: str) -> None:
        self._login = f"{username}\n{password}"
        self._numbers = itertools.count(1)
        self._reporters: set[asyncio.Task[None]] = set()
        self.mood = mood
        self.taken: deque[Shown] = deque(maxlen=KEPT)

    async def send(self, asked: dict[str, str]) -> Reply:
        """Answer one call of ``sendsms``."""
        mood = self.mood
        refusal = self._refusal(asked, mood)
        if refusal is not None:
            return refusal
        shown = self._take(asked)
        if mood != "lost_report" and asked.get("dlr-url"):
            self._report_later(shown, asked, mood)
        await asyncio.sleep({"slow": SLOW_SECONDS, "late": LATE_SECONDS}.get(mood, 0))
        return ACCEPTED

    def _refusal(self, asked: dict[str, str], mood: str) -> Reply | None:
        login = f"{asked.get('username', '')}\n{asked.get('password', '')}"
        if not compare_digest(login.encode(), self._login.encode()):
            return BAD_LOGIN
        if not asked.get("to"):
            return NO_RECEIVER
        if not asked.get("text"):
            return EMPTY
        return {"busy": BUSY, "reject": REFUSED}.get(mood)

    def forget(self) -> None:
        """Drop all messages and be calm again."""
        self.taken.clear()
        self.mood = "calm"

    def _take(self, asked: dict[str, str]) -> Shown:
        shown = Shown(
            number=next(self._numbers),
            to=asked["to"],
            sender=asked.get("from", ""),
            text=asked["text"],
            at=time.time(),
        )
        self.taken.appendleft(shown)
        return shown

    def _report_later(self, shown: Shown, asked: dict[str, str], mood: str) -> None:
        mask = int(asked.get("dlr-mask") or 0)
        last = NOT_DELIVERED if mood == "unreachable" else DELIVERED
        kinds = [kind for kind in (TAKEN_BY_OPERATOR, last) if mask & kind]
        task = asyncio.create_task(_report(shown, asked["dlr-url"], kinds))
        self._reporters.add(task)
        task.add_done_callback(self._reporters.discard)


async def _report(shown: Shown, url: str, kinds: list[int]) -> None:
    async with httpx.AsyncClient(timeout=10, trust_env=False) as line:
        for kind in kinds:
            for _ in range(REPORT_TRIES):
                await asyncio.sleep(REPORT_SECONDS)
                try:
                    answer = await line.get(url.replace("%d", str(kind)))
                except httpx.HTTPError:
                    continue
                if answer.is_success:
                    shown.reports.append(kind)
                    break

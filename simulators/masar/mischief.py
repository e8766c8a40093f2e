"""The bad line between the simulator and its callers: delays, limits, outages, lost answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulators.masar.behaviour import Behaviour
from simulators.masar.dice import Dice

HTML_ERROR = b"<html><head><title>502 Bad Gateway</title></head><body>502</body></html>"


@dataclass(frozen=True)
class Answer:
    """A whole answer, ready to be sent, held back or lost."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


def problem(status: int, code: str, title: str, **headers: str) -> Answer:
    """Give an answer in the form of RFC 9457."""
    body = {"type": f"urn:masar:problem:{code.lower()}", "title": title, "status": status}
    names = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    return Answer(
        status,
        [(b"content-type", b"application/problem+json"), *names],
        json.dumps({**body, "code": code}).encode(),
    )


class Mischief:
    """Wraps the application; every call under /v1/ goes through it."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        dice: Dice,
        behaviour: Callable[[], Behaviour],
        clock: Callable[[], float],
    ) -> None:
        self._app = app
        self._dice = dice
        self._behaviour = behaviour
        self._clock = clock
        self._outage_until = 0.0
        self._second, self._calls_in_second = 0, 0

    def begin_outage(self, seconds: float) -> None:
        """Answer nothing but 503 for a while; 0 ends an outage."""
        self._outage_until = self._clock() + seconds

    @property
    def outage_seconds(self) -> float:
        """Seconds that the outage still lasts."""
        return max(0.0, self._outage_until - self._clock())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a call, badly."""
        if scope["type"] != "http" or not scope["path"].startswith("/v1/"):
            await self._app(scope, receive, send)
            return
        dice = self._dice.for_call("line", f"{scope['method']} {scope['path']}"[:40])
        behaviour = self._behaviour()
        refusal = self._refused_before(dice, behaviour)
        if refusal == "reset":
            await _hang_up(scope)
            return
        if isinstance(refusal, Answer):
            await _send_whole(send, refusal)
            return
        await self._answer(scope, receive, send, dice)

    def _refused_before(self, dice: Random, behaviour: Behaviour) -> Answer | str:
        chances = [dice.random() for _ in range(5)]
        if chances[0] < behaviour.outage:
            self.begin_outage(behaviour.outage_seconds)
        wait = str(int(behaviour.retry_after_seconds))
        answer: Answer | str = ""
        if self._clock() < self._outage_until:
            answer = problem(503, "OUTAGE", "The service is down", retry_after=wait)
        elif self._too_many(behaviour) or chances[1] < behaviour.rate_limit:
            answer = problem(429, "RATE_LIMITED", "Too many calls", retry_after=wait)
        elif chances[2] < behaviour.connection_reset:
            answer = "reset"
        elif chances[3] < behaviour.server_error:
            answer = problem(503, "UNAVAILABLE", "Try again later", retry_after=wait)
        elif chances[4] < behaviour.token_hiccup:
            answer = problem(401, "TOKEN_NOT_RECOGNISED", "The token was not recognised")
        return answer

    def _too_many(self, behaviour: Behaviour) -> bool:
        second = int(self._clock())
        if second != self._second:
            self._second, self._calls_in_second = second, 0
        self._calls_in_second += 1
        return self._calls_in_second > behaviour.calls_per_second

    async def _answer(self, scope: Scope, receive: Receive, send: Send, dice: Random) -> None:
        behaviour = self._behaviour()
        seconds = dice.uniform(0, behaviour.answer_seconds_max)
        if dice.random() < behaviour.long_answer:
            seconds = behaviour.long_answer_seconds
        scope["processing_seconds"] = seconds / 2
        answer = await _whole_answer(self._app, scope, receive)
        await asyncio.sleep(seconds / 2)
        is_write = scope["method"] != "GET"
        drop, gateway = dice.random(), dice.random()
        if _must_drop(answer) or (is_write and drop < behaviour.commit_then_drop):
            await _hang_up(scope)
        elif is_write and gateway < behaviour.commit_then_gateway_error:
            await _send_whole(send, Answer(502, [(b"content-type", b"text/html")], HTML_ERROR))
        elif dice.random() < behaviour.slow_drip:
            await _send_slowly(send, answer, behaviour.drip_seconds)
        else:
            await _send_whole(send, answer)


def _must_drop(answer: Answer) -> bool:
    return any(name == b"x-drop" for name, _ in answer.headers)


async def _hang_up(scope: Scope) -> None:
    hang_up = scope.get("hang_up")  # given by the protocol of line.py
    if hang_up is not None:
        hang_up()
        await asyncio.sleep(0.01)  # the server notices that nobody is there any more


async def _whole_answer(app: ASGIApp, scope: Scope, receive: Receive) -> Answer:
    start: Message = {}
    parts: list[bytes] = []

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, keep)
    return Answer(start["status"], list(start["headers"]), b"".join(parts))


def _start(answer: Answer) -> Message:
    headers = [pair for pair in answer.headers if pair[0] != b"content-length"]
    length = (b"content-length", str(len(answer.body)).encode())
    return {
        "type": "http.response.start",
        "status": answer.status,
        "headers": [*headers, length],
    }


async def _send_whole(send: Send, answer: Answer) -> None:
    await send(_start(answer))
    await send({"type": "http.response.body", "body": answer.body})


async def _send_slowly(send: Send, answer: Answer, seconds: float) -> None:
    crumbs = 10
    size = max(1, len(answer.body) // crumbs)
    await send(_start(answer))
    for begin in range(0, len(answer.body), size):
        crumb = answer.body[begin : begin + size]
        await send({"type": "http.response.body", "body": crumb, "more_body": True})
        await asyncio.sleep(seconds / crumbs)
    await send({"type": "http.response.body", "body": b""})

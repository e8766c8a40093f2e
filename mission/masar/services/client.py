"""The e-path over HTTP: time limits for every phase, retries only where they are safe."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import httpx
import stamina

from mission.masar.rules.states import Operation
from mission.masar.services.port import End, Items, Reply

PATHS = {
    Operation.GROUP: "groups",
    Operation.PILGRIM: "pilgrims",
    Operation.VISA: "visas",
    Operation.PERMIT: "permits",
}
FEED_PAGE = 500
LONGEST_WORDS = 500
LARGEST_ANSWER_BYTES = 8_000_000


@dataclass(frozen=True)
class LineLimits:
    """Seconds for each phase of a call, for a whole call, and for an operation with retries."""

    connect_seconds: float
    read_seconds: float
    call_seconds: float
    operation_seconds: float
    tries: int


class _Again(Exception):
    """A call that may be made again without harm."""

    def __init__(self, reply: Reply, after_seconds: float | None) -> None:
        super().__init__(reply.words)
        self.reply, self.after_seconds = reply, after_seconds


def _wait(error: Exception) -> bool | float:
    if not isinstance(error, _Again):
        return False
    return True if error.after_seconds is None else error.after_seconds


class HttpPath:
    """Speaks version 1 of their interface; may be used by several threads at once."""

    def __init__(self, *, url: str, token: str, limits: LineLimits) -> None:
        self._limits = limits
        self._http = httpx.Client(
            base_url=url,
            headers={"authorization": f"Bearer {token}", "accept": "application/json"},
            timeout=httpx.Timeout(
                connect=limits.connect_seconds,
                read=limits.read_seconds,
                write=limits.read_seconds,
                pool=limits.call_seconds,
            ),
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def send(self, operation: Operation, items: Items) -> Reply:
        """Send requests; only a call that certainly took nothing is made again here."""
        path = f"/v1/{PATHS[operation]}/batch"
        return self._operate("POST", path, {"items": list(items)}, is_safe=False)

    def ask(self, keys: Sequence[str]) -> Reply:
        """Ask what became of keys."""
        return self._operate("POST", "/v1/requests/lookup", {"keys": list(keys)}, is_safe=True)

    def changes(self, cursor: int) -> Reply:
        """Read one page of the feed."""
        path = f"/v1/changes?cursor={cursor}&limit={FEED_PAGE}"
        return self._operate("GET", path, None, is_safe=True)

    def page(self, operation: Operation, *, season: int, after: int) -> Reply:
        """List one page of what they hold."""
        path = f"/v1/{PATHS[operation]}?season={season}&after={after}&limit={FEED_PAGE}"
        return self._operate("GET", path, None, is_safe=True)

    def cancel(self, application_number: str) -> Reply:
        """Cancel an application; their answer is the same however often it is asked."""
        path = f"/v1/pilgrims/{quote(application_number, safe='')}/cancel"
        return self._operate("POST", path, {}, is_safe=True)

    def _operate(
        self, method: str, path: str, body: Mapping[str, Any] | None, *, is_safe: bool
    ) -> Reply:
        """Call, and call again while that is safe and the budget lasts."""
        tries = 0
        try:
            for attempt in stamina.retry_context(
                on=_wait,
                attempts=self._limits.tries,
                timeout=self._limits.operation_seconds,
                wait_initial=0.05,
                wait_jitter=0.1,
                wait_max=2.0,
            ):
                with attempt:
                    tries += 1
                    reply, after_seconds = self._call(method, path, body)
                    may_repeat = is_safe or reply.end is End.TURNED_AWAY
                    if reply.end is not End.ANSWERED and may_repeat:
                        raise _Again(reply, after_seconds)
        except _Again as last:
            reply = last.reply
        return replace(reply, tries=tries)

    def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None
    ) -> tuple[Reply, float | None]:
        deadline = time.monotonic() + self._limits.call_seconds
        try:
            with self._http.stream(method, path, json=body) as response:
                text = _read_until(response, deadline)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Reply(End.TURNED_AWAY, words=_words(error)), None
        except (httpx.HTTPError, httpx.InvalidURL, _TooSlow) as error:
            return Reply(End.SILENT, words=_words(error)), None
        return _reading(response.status_code)(response, text), _retry_after(response)


class _TooSlow(Exception):
    """The answer came in crumbs for longer than a whole call may take, or never ended."""


def _read_until(response: httpx.Response, deadline: float) -> bytes:
    crumbs, size = [], 0
    for crumb in response.iter_bytes():
        crumbs.append(crumb)
        size += len(crumb)
        if time.monotonic() > deadline or size > LARGEST_ANSWER_BYTES:
            raise _TooSlow
    return b"".join(crumbs)


def _reading(status: int) -> Callable[[httpx.Response, bytes], Reply]:
    if 200 <= status < 300:
        return _answered
    return _turned_away if 400 <= status < 500 else _silent


def _answered(response: httpx.Response, text: bytes) -> Reply:
    try:
        body = json.loads(text)
    except ValueError:
        return _silent(response, text)
    if not isinstance(body, dict):
        return _silent(response, text)
    return Reply(End.ANSWERED, body=body, http_status=response.status_code)


def _turned_away(response: httpx.Response, text: bytes) -> Reply:
    return Reply(
        End.TURNED_AWAY, http_status=response.status_code, words=_shown(response, text)
    )


def _silent(response: httpx.Response, text: bytes) -> Reply:
    return Reply(End.SILENT, http_status=response.status_code, words=_shown(response, text))


def _shown(response: httpx.Response, text: bytes) -> str:
    words = text.decode("utf-8", errors="replace").replace("\x00", "")
    return f"HTTP {response.status_code} {words}"[:LONGEST_WORDS]


def _words(error: Exception) -> str:
    return f"{type(error).__name__} {error}".strip()[:LONGEST_WORDS]


def _retry_after(response: httpx.Response) -> float | None:
    text = response.headers.get("retry-after", "")
    seconds = float(text) if text.isascii() and text.isdigit() else 0.0
    return seconds if seconds > 0 else None

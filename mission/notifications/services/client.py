"""The SMS gateway over HTTP, in the shape of Kannel's ``sendsms``."""

from __future__ import annotations

import time

import httpx
from django.conf import settings

from mission.notifications.rules import Answer, End, read_answer

CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0
# With crumbs of an answer that come for ever a call still ends.
CALL_SECONDS = 20.0
LARGEST_ANSWER_BYTES = 10_000
# The gateway tells of arrival (1), failure (2), and what the operator took (8) or not (16).
REPORTS_WANTED = 1 + 2 + 8 + 16


def hand_over(*, to: str, text: str, report_url: str) -> Answer:
    """Hand one text to the gateway and say how it ended; never raises for a bad line."""
    parameters = {
        "username": settings.SMS_USERNAME,
        "password": settings.SMS_PASSWORD,
        "from": settings.SMS_FROM,
        "to": to,
        "text": text,
        "charset": "UTF-8",
        "coding": "2",
        "dlr-mask": str(REPORTS_WANTED),
        "dlr-url": report_url,
    }
    deadline = time.monotonic() + CALL_SECONDS
    try:
        with _line(settings.SMS_URL).stream(
            "GET", "/cgi-bin/sendsms", params=parameters
        ) as response:
            body = _read(response, deadline)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        return Answer(End.TEMPORARY, _words(error))  # certainly nothing was taken
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Answer(End.UNKNOWN, _words(error))
    if body is None:
        return Answer(End.UNKNOWN, "the answer did not end")
    return read_answer(response.status_code, body.decode("utf-8", errors="replace"))


def _words(error: Exception) -> str:
    """Name the kind of trouble alone: the message of an error may hold the whole address."""
    return type(error).__name__


def _read(response: httpx.Response, deadline: float) -> bytes | None:
    body = b""
    for crumb in response.iter_bytes():
        body += crumb
        if time.monotonic() > deadline or len(body) > LARGEST_ANSWER_BYTES:
            return None
    return body


def close_lines() -> None:
    """Close all connections to gateways."""
    while _lines:
        _lines.popitem()[1].close()


_lines: dict[str, httpx.Client] = {}


def _line(url: str) -> httpx.Client:
    """Answer the connections to a gateway, kept open between messages."""
    if url not in _lines:
        timeout = httpx.Timeout(
            connect=CONNECT_SECONDS, read=READ_SECONDS, write=READ_SECONDS, pool=CALL_SECONDS
        )
        made = httpx.Client(
            base_url=url, timeout=timeout, follow_redirects=False, trust_env=False
        )
        if _lines.setdefault(url, made) is not made:  # another thread was quicker
            made.close()
    return _lines[url]

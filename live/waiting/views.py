"""The addresses of the waiting room: ``/wait`` for people, ``/wait/state`` for their script."""

from __future__ import annotations

import math
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from foundation.waiting import tokens
from foundation.waiting.tokens import BadToken, Pass, Ticket
from live.settings import Room
from live.waiting import polling
from live.waiting.calling import GRACE_SECONDS
from live.waiting.greed import Greed
from live.waiting.keeper import Keeper, Opening, RoomAway
from live.waiting.pages import Pages, Standing
from live.waiting.wording import Tongue, tongue_for

AWAY_SECONDS = 8
# From so far on the page of a lobby that is not open asks again, at the latest.
BEFORE_SECONDS = 300
LANGUAGE_SECONDS = 365 * 86_400


@dataclass(frozen=True)
class Waiting:
    """The room of this process: who keeps it, how it is written, what it was told."""

    room: Room
    keeper: Keeper
    pages: Pages
    greed: Greed = field(default_factory=Greed)


async def wait(request: Request) -> Response:
    """Give a ticket, show where it stands, or lead to the door with a pass."""
    waiting: Waiting = request.app.state.waiting
    said = _tongue(request)
    try:
        ticket = await _ticket(request, waiting)
    except RoomAway:
        response = _away(request, waiting, said)
    else:
        if await _is_greedy(waiting, ticket):
            response = _too_often(request, waiting, said)
        else:
            response = _answer(request, waiting, said, ticket)
    if request.query_params.get("language") == said.code:
        response.set_cookie("language", said.code, max_age=LANGUAGE_SECONDS, samesite="lax")
    return response


async def state(request: Request) -> Response:
    """Answer ``{"seconds", "html"}``, or ``{"go"}`` with the address that has the pass."""
    waiting: Waiting = request.app.state.waiting
    if not waiting.keeper.is_keeping:
        headers = {"Retry-After": str(AWAY_SECONDS), "Cache-Control": "no-store"}
        return JSONResponse({"error": "try later"}, 503, headers=headers)
    ticket = _shown(request, waiting)
    headers = {"Cache-Control": "no-store"}
    if await _is_greedy(waiting, ticket):
        headers["Retry-After"] = str(waiting.greed.seconds_left(now=time.monotonic()))
        return JSONResponse({"error": "too often"}, 429, headers=headers)
    go = {"go": f"/wait?next={quote(_next(request))}"}
    opening = waiting.keeper.opening
    if ticket is None or opening is None:
        return JSONResponse(go, headers=headers)
    if waiting.keeper.claim(ticket):
        return JSONResponse(go, headers=headers)
    html, seconds = _content(waiting, opening, ticket, _tongue(request))
    return JSONResponse({"seconds": seconds, "html": html}, headers=headers)


ROUTES = [Route("/wait", wait), Route("/wait/state", state)]


async def _is_greedy(waiting: Waiting, ticket: Ticket | None) -> bool:
    """Count what a ticket asks; one that asks too often waits before it hears so."""
    if ticket is None:
        return False
    greedy = waiting.greed.too_often(ticket.number, now=time.monotonic())
    if greedy:
        await waiting.greed.hold()
    return greedy


def _answer(
    request: Request, waiting: Waiting, said: Tongue, ticket: Ticket | None
) -> Response:
    opening = waiting.keeper.opening
    if opening is None:
        return _to_the_door(request, waiting)
    if ticket is None:
        at = datetime.now(UTC)
        html = waiting.pages.before(said, opening, at)
        left = opening.lobby_from.timestamp() - at.timestamp()
        seconds = math.ceil(min(BEFORE_SECONDS, max(1.0, left)) * (1 + random.random() / 5))  # noqa: S311
        return _page(request, waiting, said, html, seconds)
    if waiting.keeper.claim(ticket):
        return _to_the_door(request, waiting, ticket)
    html, seconds = _content(waiting, opening, ticket, said)
    response = _page(request, waiting, said, html, seconds)
    _set(response, waiting, tokens.TICKET_COOKIE, ticket, tokens.TICKET_COOKIE_SECONDS)
    return response


async def _ticket(request: Request, waiting: Waiting) -> Ticket | None:
    """Answer the ticket that the browser has or joins, else a new one once there are any."""
    keeper = waiting.keeper
    if not keeper.is_keeping:
        raise RoomAway
    opening = keeper.opening
    if opening is None:
        return None
    found = _joined(request, waiting, opening) or _shown(request, waiting)
    if found is not None or time.time() < opening.lobby_from.timestamp():
        return found
    return await keeper.arrive()


def _joined(request: Request, waiting: Waiting, opening: Opening) -> Ticket | None:
    code = request.query_params.get("code", "")
    if not code:
        return None
    try:
        found = tokens.ticket_for(
            code, opening=opening.id, key=waiting.room.key, now=time.time()
        )
    except BadToken:
        return None
    return found if found.number < opening.given else None


def _shown(request: Request, waiting: Waiting) -> Ticket | None:
    """Answer the ticket of the cookie if it is of this opening."""
    text = request.cookies.get(tokens.TICKET_COOKIE, "")
    try:
        found = tokens.read(Ticket, text, key=waiting.room.key)
    except BadToken:
        return None
    opening = waiting.keeper.opening
    return found if opening is not None and found.opening == opening.id else None


def _content(
    waiting: Waiting, opening: Opening, ticket: Ticket, said: Tongue
) -> tuple[str, int]:
    """Write where a ticket stands, and answer after how many seconds to ask again."""
    keeper, chance = waiting.keeper, random.random()  # noqa: S311  (spreads people)
    rank, most = keeper.rank(ticket), waiting.room.most_polls
    code = tokens.code_for(ticket, key=waiting.room.key)
    at = datetime.now(UTC)
    if rank is None:
        left = max(0.0, opening.opens_at.timestamp() - at.timestamp())
        told = polling.interval_before_opening(
            left, waiting=opening.given, most_polls=most, chance=chance
        )
        standing = Standing(at, math.ceil(told), opening.given, code=code)
        html = waiting.pages.lobby(said, standing, opening)
        return html, standing.seconds
    ahead = max(0, rank - keeper.called)
    told = polling.interval_seconds(
        ahead,
        waiting=opening.given - keeper.called,
        rate=keeper.pace.rate,
        most_polls=most,
        chance=chance,
    )
    wait = polling.estimate(ahead, seen_rate=keeper.seen_rate)
    seconds = math.ceil(min(told, GRACE_SECONDS)) if ahead == 0 else math.ceil(told)
    standing = Standing(at, seconds, opening.given, ahead, wait, code)
    return waiting.pages.queue(said, standing, opening), seconds


def _away(request: Request, waiting: Waiting, said: Tongue) -> Response:
    seconds = AWAY_SECONDS + random.randrange(AWAY_SECONDS)  # noqa: S311
    html = waiting.pages.away(said, datetime.now(UTC))
    response = _page(request, waiting, said, html, seconds)
    response.status_code = 503
    response.headers["Retry-After"] = str(seconds)
    return response


def _too_often(request: Request, waiting: Waiting, said: Tongue) -> Response:
    seconds = waiting.greed.seconds_left(now=time.monotonic())
    html = waiting.pages.too_often(said, datetime.now(UTC))
    response = _page(request, waiting, said, html, seconds)
    response.status_code = 429
    response.headers["Retry-After"] = str(seconds)
    return response


def _page(
    request: Request, waiting: Waiting, said: Tongue, html: str, seconds: int
) -> Response:
    text = waiting.pages.page(said, html, seconds=seconds, next_url=quote(_next(request)))
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": waiting.pages.policy,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(text, headers=headers)


def _to_the_door(request: Request, waiting: Waiting, ticket: Ticket | None = None) -> Response:
    address = _site(request, waiting.room) + _next(request)
    response = RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
    if ticket is not None:
        seconds = waiting.room.pass_seconds
        given = Pass(ticket.opening, ticket.number, int(time.time()) + seconds)
        _set(response, waiting, tokens.PASS_COOKIE, given, seconds)
        _set(response, waiting, tokens.TICKET_COOKIE, ticket, tokens.TICKET_COOKIE_SECONDS)
    return response


def _set(
    response: Response, waiting: Waiting, name: str, token: Ticket | Pass, seconds: int
) -> None:
    response.set_cookie(
        name,
        tokens.write(token, key=waiting.room.key),
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=waiting.room.is_secure,
    )


def _next(request: Request) -> str:
    """Answer where the browser wanted to go: a path of the site, nothing else."""
    wanted = request.query_params.get("next", "")
    parts = urlsplit(wanted.replace("\\", "/"))
    is_path = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    is_plain = wanted.isascii() and wanted.isprintable() and len(wanted) <= 500
    if not is_path or not is_plain or parts.scheme or parts.netloc:
        return "/"
    return wanted


def _site(request: Request, room: Room) -> str:
    if room.site_url:
        return room.site_url.rstrip("/")
    host = request.url.hostname or ""
    bracketed = f"[{host}]" if ":" in host else host
    return f"http://{bracketed if bracketed in room.hosts else '127.0.0.1'}:{room.site_port}"


def _tongue(request: Request) -> Tongue:
    chosen = request.query_params.get("language") or request.cookies.get("language", "")
    return tongue_for(chosen, request.headers.get("accept-language", ""))

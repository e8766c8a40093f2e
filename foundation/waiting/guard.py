"""The door: lets a request pass with a seat or a pass, and leads everybody else to the room.

``behind_the_waiting_room`` guards one view, ``WaitingRoom`` the addresses of the settings.
While no opening is in force, or with ``WAITING_ROOM`` off, both let everything pass.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render

from foundation import clock, signing, wording
from foundation.waiting import pulse, queries, seats, tokens
from foundation.waiting.models import Opening
from foundation.waiting.seats import TooManyDevices
from foundation.waiting.tokens import BadToken, Pass, Seat

View = Callable[..., HttpResponseBase]
Token = TypeVar("Token", Pass, Seat)
# Each process asks for the opening so often: one that begins or ends is seen within that.
FRESH_SECONDS = 2.0


@dataclass
class _Door:
    """The opening in force as this process last saw it."""

    opening: Opening | None = None
    seen_at: float = float("-inf")

    def look(self) -> Opening | None:
        if time.monotonic() - self.seen_at > FRESH_SECONDS:
            self.opening, self.seen_at = queries.opening_in_force(), time.monotonic()
        return self.opening


@dataclass(frozen=True)
class Verdict:
    """What the door says: the seat to write into the cookie, or what to answer instead."""

    seat: Seat | None = None
    instead: HttpResponse | None = None


_door = _Door()


def forget() -> None:
    """Look at the opening anew with the next request; tests and commands call this."""
    _door.seen_at = float("-inf")


class WaitingRoom:
    """Guards the addresses that begin with one of WAITING_ROOM_PATHS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or lead to the waiting room."""
        if not request.path.startswith(tuple(settings.WAITING_ROOM_PATHS)):
            return self.get_response(request)
        return _through_the_door(request, lambda: self.get_response(request))


def behind_the_waiting_room(view: View) -> View:
    """Guard one view, whatever its address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _through_the_door(request, lambda: view(request, *args, **kwargs))

    return guarded


def _through_the_door(
    request: HttpRequest, go_on: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    opening = _door.look() if settings.WAITING_ROOM else None
    if opening is None:
        return go_on()
    try:
        verdict = judge(request, opening, at=clock.now())
    except TooManyDevices as refusal:
        facts = {"refusal": refusal, "sentence": wording.sentence(refusal)}
        return _unkept(render(request, "refusal.html", facts, status=refusal.status))
    if verdict.instead is not None:
        return verdict.instead
    with pulse.timed():
        response = go_on()
    if verdict.seat is not None and isinstance(response, HttpResponse):
        _write_cookie(response, verdict.seat)
    return response


def judge(request: HttpRequest, opening: Opening, *, at: datetime) -> Verdict:
    """Answer whether a request may pass; raises TooManyDevices."""
    seat = _seat_of(request, opening)
    given = _pass_of(request, opening, at=at)
    if seat is not None:
        age = at.timestamp() - seat.made_at
        if age <= seats.RENEW_SECONDS:
            return Verdict()
        comes_back = given is not None and given.number == seat.number
        may_stay = age <= _longest(request) or comes_back
        if may_stay and (renewed := seats.renew_seat(seat, at=at)):
            # A request that was under way at the renewal must not put the old cookie back.
            return Verdict(seat=None if renewed is seat else renewed)
    if given is not None:
        return Verdict(seat=seats.take_seat(given=given, at=at))
    if queries.is_kept(opening, at=at) or at < opening.opens_at:
        return Verdict(instead=_to_the_room(request))
    alone = seats.take_seat_alone(
        opening=opening.id, most_a_second=opening.pace_now or opening.most_pace, at=at
    )
    return Verdict(seat=alone) if alone else Verdict(instead=_ask_again(request))


def room_url(request: HttpRequest) -> str:
    """Answer the address of the waiting room as this browser reaches it.

    Cookies belong to a host whatever the port, so without LIVE_URL it is this request's host.
    """
    if settings.LIVE_URL_GIVEN:
        return f"{settings.LIVE_URL}/wait"
    host = urlsplit(f"//{request.get_host()}").hostname or "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.PORT + 1}/wait"


def _seat_of(request: HttpRequest, opening: Opening) -> Seat | None:
    return _read(Seat, request.COOKIES.get(tokens.SEAT_COOKIE, ""), opening)


def _pass_of(request: HttpRequest, opening: Opening, *, at: datetime) -> Pass | None:
    given = _read(Pass, request.COOKIES.get(tokens.PASS_COOKIE, ""), opening)
    return given if given and at.timestamp() < given.expires_at else None


def _read(kind: type[Token], text: str, opening: Opening) -> Token | None:
    try:
        found = tokens.read(kind, text, key=signing.secret(tokens.SECRET_NAME))
    except BadToken:
        return None
    return found if found.opening == opening.id.hex else None


def _longest(request: HttpRequest) -> int:
    is_reading = request.method in ("GET", "HEAD")
    return seats.IDLE_SECONDS if is_reading else seats.TYPING_SECONDS


def _to_the_room(request: HttpRequest) -> HttpResponse:
    address = f"{room_url(request)}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request") == "true":
        return _unkept(HttpResponse(headers={"HX-Redirect": address}))
    return _unkept(HttpResponseRedirect(address))


def _ask_again(request: HttpRequest) -> HttpResponse:
    """Say that it goes on soon, to come back at different moments."""
    seconds = random.randint(5, 15)  # noqa: S311  (spreads people, guards nothing)
    response = render(request, "waiting/soon.html", {"seconds": seconds}, status=503)
    response["Retry-After"] = str(seconds)
    return _unkept(response)


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _write_cookie(response: HttpResponse, seat: Seat) -> None:
    response.set_cookie(
        tokens.SEAT_COOKIE,
        tokens.write(seat, key=signing.secret(tokens.SECRET_NAME)),
        max_age=seats.TYPING_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )

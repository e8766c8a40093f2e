"""What a session holds of the public: who is in, who is on the way in, and where they go on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from foundation.clock import now
from foundation.scoping import Actor
from mission.accounts.models import Account
from mission.accounts.queries import SESSION_ENDS, SESSION_KEY, SESSION_UNTIL
from mission.accounts.rules import SESSION_LIFE

_ON_THE_WAY = "sign_in"
_NEXT = "sign_in_next"
VISITOR = Actor(kind="applicant", id="", label="applicant")


def enter(request: HttpRequest, account: Account) -> None:
    """Begin the session of an account, under a key that nobody can have known before."""
    request.session.cycle_key()
    request.session.pop(_ON_THE_WAY, None)
    request.session[SESSION_KEY] = str(account.id)
    request.session[SESSION_UNTIL] = (now() + SESSION_LIFE).isoformat()
    request.session[SESSION_ENDS] = account.sessions_ended


def leave(request: HttpRequest) -> None:
    """End the session of an account; a member of staff on the same device stays signed in."""
    for key in (SESSION_KEY, SESSION_UNTIL, SESSION_ENDS, _ON_THE_WAY, _NEXT):
        request.session.pop(key, None)
    request.session.cycle_key()


def keep_on_the_way(request: HttpRequest, sign_in: UUID) -> None:
    """Remember which sign-in this browser began."""
    request.session[_ON_THE_WAY] = str(sign_in)


def on_the_way(request: HttpRequest) -> UUID | None:
    """Answer the sign-in that this browser began."""
    kept: str | None = request.session.get(_ON_THE_WAY)
    return UUID(kept) if kept else None


def keep_next(request: HttpRequest) -> None:
    """Remember where the visitor wanted to go; only addresses of our own count."""
    wanted = request.GET.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        request.session[_NEXT] = wanted


def next_address(request: HttpRequest) -> str:
    """Answer where the visitor wanted to go, or the first page of applicants."""
    kept: str = request.session.get(_NEXT, "")
    return kept or home_address()


def taken_next(request: HttpRequest) -> str:
    """Answer where to go on, and forget it."""
    address = next_address(request)
    request.session.pop(_NEXT, None)
    return address


def home_address() -> str:
    """Answer the first page of applicants; the account's own where there is no other."""
    try:
        return reverse("registration:apply")
    except NoReverseMatch:
        return reverse("accounts:account")


def keep(request: HttpRequest, name: str, value: Any) -> None:
    """Keep something until the browser answers."""
    request.session[f"account_{name}"] = value


def take(request: HttpRequest, name: str) -> Any:
    """Answer what was kept, once."""
    return request.session.pop(f"account_{name}", None)

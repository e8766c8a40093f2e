"""What people carry in cookies: a ticket of the queue, a pass to the door, a seat inside.

Signed, never secret in what they say: a number that somebody edits is no longer signed. The
live program writes tickets and passes, the web reads passes and writes seats; both know one
secret of the installation. Plain Python, so that live needs no Django.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode, urlsafe_b64encode
from dataclasses import astuple, dataclass, fields
from typing import Any, TypeVar

SECRET_NAME = "waiting-room"  # noqa: S105  (the name of a file, not what it holds)
TICKET_COOKIE = "waiting-ticket"
PASS_COOKIE = "waiting-pass"  # noqa: S105
SEAT_COOKIE = "waiting-seat"
# The queue's pages set the ticket for so long; the opening's own end is what ends it.
TICKET_COOKIE_SECONDS = 30 * 86_400
_LONGEST = 300
_SEAL_BYTES = 16
_CODE_SEAL_LETTERS = 8  # 40 bits: a guess hits one place in 10¹² tries, each a request
# O, I and L are read as the digits that they look like; b32 has no 0, 1, 8 and 9.
_TYPED = str.maketrans({"0": "O", "1": "I", "8": "B"})
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


class BadToken(ValueError):
    """The text is no token of this kind, was changed, or is of another installation."""


@dataclass(frozen=True)
class Ticket:
    """A place in the queue of one opening.

    number      counts the tickets of the opening from 0, in order of arrival
    arrived_at  milliseconds since 1970
    """

    opening: str
    number: int
    arrived_at: int


@dataclass(frozen=True)
class Pass:
    """Lets the holder of a ticket through the door, until it expires (seconds since 1970)."""

    opening: str
    number: int
    expires_at: int


@dataclass(frozen=True)
class Seat:
    """A device that went through the door. ``nonce`` changes whenever the seat is renewed.

    made_at  seconds since 1970, when this text was written
    """

    opening: str
    number: int
    device: int
    nonce: str
    made_at: int


Token = TypeVar("Token", Ticket, Pass, Seat)


def write(token: Ticket | Pass | Seat, *, key: bytes) -> str:
    """Write a token as text for a cookie."""
    body = ".".join(str(part) for part in (type(token).__name__, *astuple(token)))
    return f"{body}.{_seal(body, key)}"


def read(kind: type[Token], text: str, *, key: bytes) -> Token:
    """Read a token of one kind; raises BadToken. Whether it expired the caller asks."""
    body, _, seal = text.rpartition(".")
    if len(text) > _LONGEST or not text.isascii():
        raise BadToken("no token")
    if not hmac.compare_digest(seal, _seal(body, key)):
        raise BadToken("not ours, or changed")
    name, *parts = body.split(".")
    if name != kind.__name__:
        raise BadToken("of another kind")
    values: list[Any] = [
        int(part) if field.type == "int" else part
        for part, field in zip(parts, fields(kind), strict=True)
    ]
    return kind(*values)


def code_for(ticket: Ticket, *, key: bytes) -> str:
    """Write the short code by which a second device joins a ticket: ``1207-K7QXM2PA``."""
    return f"{ticket.number + 1}-{_code_seal(ticket.opening, ticket.number, key)}"


def ticket_for(code: str, *, opening: str, key: bytes, now: float) -> Ticket:
    """Read a code as people type it; raises BadToken.

    Case, spaces and the kind of digits do not matter. The ticket is the same place.

    now  seconds since 1970
    """
    plain = "".join(code.translate(_ARABIC_DIGITS).upper().split())
    number, _, seal = plain.partition("-")
    if len(plain) > 40 or not plain.isascii() or not number.isdecimal() or int(number) < 1:
        raise BadToken("no code")
    wanted = _code_seal(opening, int(number) - 1, key)
    if not hmac.compare_digest(seal.replace("-", "").translate(_TYPED), wanted):
        raise BadToken("no such code")
    return Ticket(opening, int(number) - 1, int(now * 1000))


def _seal(body: str, key: bytes) -> str:
    digest = hmac.digest(key, body.encode(), hashlib.sha256)[:_SEAL_BYTES]
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def _code_seal(opening: str, number: int, key: bytes) -> str:
    digest = hmac.digest(key, f"code.{opening}.{number}".encode(), hashlib.sha256)
    return b32encode(digest).decode()[:_CODE_SEAL_LETTERS]

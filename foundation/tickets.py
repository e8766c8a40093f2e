"""Tickets: what a browser shows the live program to be told of events; short-lived and signed.

The web process mints them for signed-in people, the live program reads them; both know one
secret of the installation. Plain Python, so that live needs no Django.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

SECRET_NAME = "live-tickets"  # noqa: S105  (the name of a file, not what it holds)
_LONGEST = 4_000


class BadTicket(ValueError):
    """The ticket is no ticket, was changed, or is too old."""


@dataclass(frozen=True)
class Ticket:
    """What its holder may be told until it expires.

    topics      apps (``permits``) and wire names (``permits.PermitIssued``)
    records     tell of each record by itself; else of each kind, and how many there were
    expires_at  seconds since 1970
    """

    holder: str
    topics: frozenset[str]
    records: bool
    expires_at: int

    def covers(self, wire: str) -> bool:
        """Answer whether its holder may hear of an event."""
        return wire in self.topics or wire.partition(".")[0] in self.topics


def mint(ticket: Ticket, *, key: bytes) -> str:
    """Write a ticket as text for an address."""
    told = [ticket.holder, sorted(ticket.topics), ticket.records, ticket.expires_at]
    body = urlsafe_b64encode(json.dumps(told, separators=(",", ":")).encode()).rstrip(b"=")
    return f"{body.decode()}.{_seal(body, key)}"


def read(text: str, *, key: bytes, now: float) -> Ticket:
    """Read a ticket's text.

    now  seconds since 1970

    Raises BadTicket.
    """
    body, _, seal = text.partition(".")
    if len(text) > _LONGEST or not text.isascii():
        raise BadTicket("no ticket")
    if not hmac.compare_digest(seal, _seal(body.encode(), key)):
        raise BadTicket("not ours, or changed")
    holder, topics, records, expires_at = json.loads(
        urlsafe_b64decode(body + "=" * (-len(body) % 4))
    )
    if now >= expires_at:
        raise BadTicket("too old")
    return Ticket(holder, frozenset(topics), bool(records), int(expires_at))


def _seal(body: bytes, key: bytes) -> str:
    return urlsafe_b64encode(hmac.digest(key, body, hashlib.sha256)).rstrip(b"=").decode()

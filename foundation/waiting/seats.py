"""Seats behind the door: taken with a pass, renewed while somebody works, one device each.

A seat's cookie is believed without the database until it is a minute old; then it is renewed
and its nonce changes. So a cookie that was copied to other devices works on one of them only.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from foundation.refusals import Refusal
from foundation.waiting import tokens

# A phone, and the computer or the family member's phone that joined by the ticket's code.
MOST_DEVICES = 3
RENEW_SECONDS = 60
IDLE_SECONDS = 30 * 60
# What somebody typed is taken even if it took longer than a seat lasts.
TYPING_SECONDS = 12 * 3600
# Requests that were under way when the nonce changed.
FORMER_SECONDS = 30

_TAKE = """
INSERT INTO waiting_seat (opening_id, number, device, nonce, former, made_at, renewed_at)
SELECT %(opening)s, %(number)s, free.device, %(nonce)s, '', %(at)s, %(at)s
FROM generate_series(1, %(most)s) AS free (device) WHERE NOT EXISTS (
    SELECT 1 FROM waiting_seat seat WHERE seat.opening_id = %(opening)s
    AND seat.number = %(number)s AND seat.device = free.device)
ORDER BY free.device LIMIT 1
ON CONFLICT ON CONSTRAINT waiting_seat_of_device DO NOTHING RETURNING device
"""
_TAKE_IDLE = """
UPDATE waiting_seat SET nonce = %(nonce)s, former = '', made_at = %(at)s, renewed_at = %(at)s
WHERE id = (SELECT id FROM waiting_seat WHERE opening_id = %(opening)s AND number = %(number)s
    AND renewed_at < %(idle)s ORDER BY renewed_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING device
"""
_RENEW = """
UPDATE waiting_seat SET nonce = %(new)s, former = %(nonce)s, renewed_at = %(at)s
WHERE opening_id = %(opening)s AND number = %(number)s AND device = %(device)s
    AND nonce = %(nonce)s RETURNING device
"""
_WAS_RENEWED = """
SELECT 1 FROM waiting_seat WHERE opening_id = %(opening)s AND number = %(number)s
    AND device = %(device)s AND former = %(nonce)s AND renewed_at > %(since)s
"""
_ALONE = """
UPDATE waiting_opening SET lone_given = lone_given + 1, lone_second = %(second)s,
    lone_in_second = CASE WHEN lone_second = %(second)s THEN lone_in_second + 1 ELSE 1 END
WHERE id = %(opening)s AND (lone_second < %(second)s OR lone_in_second < %(most)s)
RETURNING lone_given
"""


class TooManyDevices(Refusal):
    """The ticket's place is used on as many devices as one person has."""

    code = "too_many_devices"
    status = 403


def take_seat(*, given: tokens.Pass, at: datetime) -> tokens.Seat:
    """Let a device in with a pass, in the place of one that went away if need be.

    Raises TooManyDevices.
    """
    return _take(given.opening, given.number, most=MOST_DEVICES, at=at)


def take_seat_alone(*, opening: UUID, most_a_second: float, at: datetime) -> tokens.Seat | None:
    """Let a device in without a pass while nobody keeps the room; None when no seat is left.

    All web processes together let in no more than ``most_a_second``, at least one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _ALONE,
            {
                "opening": opening,
                "second": int(at.timestamp()),
                "most": max(1, int(most_a_second)),
            },
        )
        row = cursor.fetchone()
    return _take(opening.hex, -row[0], most=1, at=at) if row else None


def renew_seat(seat: tokens.Seat, *, at: datetime) -> tokens.Seat | None:
    """Renew a seat; answer the seat as it is now, or None when another device renewed it.

    A request that came a moment after the renewal keeps the seat that it showed.
    """
    nonce = secrets.token_hex(8)
    facts: dict[str, UUID | int | str | datetime] = {
        "opening": UUID(hex=seat.opening),
        "number": seat.number,
        "device": seat.device,
        "nonce": seat.nonce,
        "new": nonce,
        "at": at,
        "since": at - timedelta(seconds=FORMER_SECONDS),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, facts)
        if cursor.fetchone():
            return _seat(seat.opening, seat.number, seat.device, nonce, at)
        cursor.execute(_WAS_RENEWED, facts)
        return seat if cursor.fetchone() else None


def _take(opening: str, number: int, *, most: int, at: datetime) -> tokens.Seat:
    nonce = secrets.token_hex(8)
    facts: dict[str, UUID | int | str | datetime] = {
        "opening": UUID(hex=opening),
        "number": number,
        "nonce": nonce,
        "at": at,
        "most": most,
        "idle": at - timedelta(seconds=IDLE_SECONDS),
    }
    # Two devices at the same moment want the same free number: the other one tries again.
    for statement in (*[_TAKE] * most, _TAKE_IDLE):
        with connection.cursor() as cursor:
            cursor.execute(statement, facts)
            row = cursor.fetchone()
        if row:
            return _seat(opening, number, row[0], nonce, at)
    raise TooManyDevices(most=most)


def _seat(opening: str, number: int, device: int, nonce: str, at: datetime) -> tokens.Seat:
    return tokens.Seat(opening, number, device, nonce, int(at.timestamp()))

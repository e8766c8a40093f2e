"""Readers are prepared with a code, enrolled by the phone that takes it, and revoked."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from foundation import journal
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.gates import access
from mission.gates.events import ReaderEnrolled, ReaderPrepared, ReaderRevoked
from mission.gates.models import Gate, ReaderDevice, ReaderRevocation
from mission.gates.queries.posts import GatePost, forget_posts, post_at, rule_value
from mission.gates.queries.readers import (
    NAME_WIDTH,
    own_phones,
    reader_by_code,
    reader_by_id,
)

HOLDER_LEFT = "holder_left"  # a reason that a program gave; the pages put it into words

_CODE_BYTES, _TOKEN_BYTES = 16, 32


class EnrolmentCodeRefused(Refusal):
    """The code is nobody's, was used already, or its time is over."""

    code = "enrolment_code_refused"
    status = 401


class ReaderAlreadyRevoked(Refusal):
    """The reader was revoked before."""

    code = "reader_already_revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderWish:
    """How a new reader shall be: its name, its language, and whether it shows names."""

    name: str
    language: str
    shows_names: bool


@dataclass(frozen=True, slots=True)
class PreparedReader:
    """A reader that waits, with the code that is shown this once and kept nowhere."""

    device: ReaderDevice
    code: str


@dataclass(frozen=True, slots=True)
class EnrolledReader:
    """A reader's post, with the token that is given this once and kept nowhere."""

    post: GatePost
    token: str


def hash_secret(secret: str) -> bytes:
    """Hash a code or token for keeping; both are random and long, so one round suffices."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


@transaction.atomic
def prepare_reader(*, gate: Gate, wish: ReaderWish, by: Actor, at: datetime) -> PreparedReader:
    """Make a reader that a phone may become, once, by a code with a short life.

    Whoever may scan may prepare their own phone; the season's rules say whether such a
    reader shows names.
    Raises PermissionRefused.
    """
    access.check_may_prepare_reader(by=by)
    minutes = rule_value(gate.season, "gate_enrolment_minutes")
    code = secrets.token_urlsafe(_CODE_BYTES)
    device = ReaderDevice.objects.create(
        gate=gate,
        name=wish.name[:NAME_WIDTH],
        language=wish.language,
        shows_names=wish.shows_names and bool(rule_value(gate.season, "gate_names_shown")),
        code_hash=hash_secret(code),
        code_until=at + timedelta(minutes=minutes),
        prepared_at=at,
        prepared_by=by.label,
    )
    prepared = ReaderPrepared(device=device.id, gate=gate.id, name=device.name)
    journal.record(prepared, by=by, at=at)
    return PreparedReader(device, code)


@transaction.atomic
def enrol_reader(*, code: str, by: Actor, at: datetime) -> EnrolledReader:
    """Turn a phone that shows the code into a reader; the code is worth nothing afterwards.

    Raises EnrolmentCodeRefused.
    """
    device = reader_by_code(hash_secret(code))
    if device is None or device.token_hash is not None or at >= device.code_until:
        raise EnrolmentCodeRefused
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    device.token_hash = hash_secret(token)
    device.enrolled_at = at
    device.save(update_fields=["token_hash", "enrolled_at"])
    journal.record(ReaderEnrolled(device=device.id, gate=device.gate_id), by=by, at=at)
    return EnrolledReader(post_at(device.gate, device), token)


@transaction.atomic
def revoke_reader(*, device: UUID, reason: str, by: Actor, at: datetime) -> ReaderDevice:
    """Stop a reader: this process refuses it at once, every other one within seconds.

    Raises PermissionRefused, NoSuchReader, ReaderAlreadyRevoked.
    """
    access.check_may_manage_devices(by=by)
    reader = reader_by_id(device, lock=True)
    if ReaderRevocation.objects.filter(device=reader).exists():
        raise ReaderAlreadyRevoked(name=reader.name)
    ReaderRevocation.objects.create(device=reader, at=at, by=by.label, reason=reason)
    revoked = ReaderRevoked(device=reader.id, gate=reader.gate_id, reason=reason)
    journal.record(revoked, by=by, at=at)
    transaction.on_commit(forget_posts)
    return reader


@transaction.atomic
def revoke_own_phones(*, holder: str, by: Actor, at: datetime) -> int:
    """Stop the phones that somebody made readers of their own; answers how many.

    Raises PermissionRefused.
    """
    access.check_may_manage_devices(by=by)
    phones = own_phones(holder)
    for phone in phones:
        revoke_reader(device=phone, reason=HOLDER_LEFT, by=by, at=at)
    return len(phones)

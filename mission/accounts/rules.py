"""The public's sign-in: how codes and limits work, and who gets a code; plain decisions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from foundation.names import western_digits
from foundation.refusals import ReasonMissing, Refusal

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=5)
CODE_TRIES = 5
# Shorter and people press twice before the first message had its time.
RESEND_AFTER = timedelta(seconds=60)
# How long the page of the code takes codes at all, sent or not: the same for everybody.
SIGN_IN_LIFE = timedelta(minutes=15)
SESSION_LIFE = timedelta(hours=12)
# Sign-ins that led nowhere name people who may not be known here: they do not stay.
KEPT = timedelta(days=1)

# As the workbooks' reader takes it: century of birth, then ten digits.
_NATIONAL_ID = re.compile(r"[23][0-9]{10}")
_SEPARATORS = re.compile(r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069-]+")


class BadNationalId(Refusal):
    """The text is no national id."""

    code = "bad_national_id_typed"
    status = 422


class MobileDiffers(Refusal):
    """The national id has another mobile; it is moved, not opened anew."""

    code = "account_mobile_differs"


class RecognitionMissing(ReasonMissing):
    """Nobody moves an account without saying how the person was recognised."""

    code = "account_reason_missing"


class Proof(StrEnum):
    """How it was proved that a mobile belongs to a national id.

    REGISTER  the mobile stood in the register of people
    MOBILE    nobody knew the id; a code reached the mobile that was typed
    IDENTITY  the national identity service said so
    STAFF     a member of staff checked who calls
    """

    REGISTER = "REGISTER"
    MOBILE = "MOBILE"
    IDENTITY = "IDENTITY"
    STAFF = "STAFF"


class Way(StrEnum):
    """How somebody signed in."""

    CODE = "CODE"
    PASSKEY = "PASSKEY"
    IDENTITY = "IDENTITY"


class Counted(StrEnum):
    """What is counted when somebody asks for a code, in the order of counting."""

    PAIR = "PAIR"
    NATIONAL_ID = "NATIONAL_ID"
    MOBILE = "MOBILE"
    ADDRESS = "ADDRESS"
    ALL = "ALL"


@dataclass(frozen=True)
class CodeLimit:
    """How many codes may be asked for within a window; the wait is as long."""

    counted: Counted
    most: int
    window: timedelta


_QUARTER, _DAY = timedelta(minutes=15), timedelta(days=1)

LIMITS: tuple[CodeLimit, ...] = (
    # Five tries a code: so at most 60 guesses of a million a day at one person's code.
    CodeLimit(Counted.PAIR, 5, _QUARTER),
    CodeLimit(Counted.PAIR, 12, _DAY),
    # Wider than the pair: else a stranger who knows only the id could keep its owner out.
    CodeLimit(Counted.NATIONAL_ID, 30, _QUARTER),
    # A family signs in with one mobile; beyond that somebody fills a stranger's mobile.
    CodeLimit(Counted.MOBILE, 10, _QUARTER),
    CodeLimit(Counted.MOBILE, 30, _DAY),
    # Coarse only: carriers put thousands of mobiles behind one address.
    CodeLimit(Counted.ADDRESS, 300, _QUARTER),
    # More than a whole season's applications (20,774 for 1445) within a quarter of an hour:
    # whatever comes beyond that is no rush of applicants, and every message costs.
    # Counted in sixteen parts by id and mobile, so that one row is not waited for by everybody.
    CodeLimit(Counted.ALL, 40_000 // 16, _QUARTER),
)


@dataclass(frozen=True)
class Receiver:
    """Where a code goes, and what typing it will prove."""

    mobile: str
    proof: Proof


def read_national_id(text: str) -> str:
    """Read a national id as people type it, in digits of any script; raises BadNationalId."""
    digits = _SEPARATORS.sub("", western_digits(text))
    if not _NATIONAL_ID.fullmatch(digits):
        raise BadNationalId
    return digits


def read_code(text: str) -> str:
    """Read a code as people type it; what is no code is answered as an empty text."""
    digits = _SEPARATORS.sub("", western_digits(text))
    is_code = len(digits) == CODE_DIGITS and digits.isascii() and digits.isdigit()
    return digits if is_code else ""


def receiver(
    typed: str, *, account: tuple[str, Proof] | None, registered: str
) -> Receiver | None:
    """Answer where the code goes; None: nowhere, and nobody is told so.

    typed       the mobile that was typed
    account     mobile and proof of the account of this id, if there is one
    registered  the mobile of this id in the register of people; empty when none stands there
    """
    if account is not None:
        known, proof = account
    elif registered:
        known, proof = registered, Proof.REGISTER
    else:
        known, proof = typed, Proof.MOBILE
    return Receiver(typed, proof) if typed == known else None


def is_too_many(count: int, *, limit: CodeLimit) -> bool:
    """Answer whether this request, counted in ``count``, is one too many."""
    return count > limit.most


def resend_wait(begun_at: datetime, *, at: datetime) -> timedelta:
    """Answer how long to wait until another code may be asked for."""
    return max(begun_at + RESEND_AFTER - at, timedelta(0))

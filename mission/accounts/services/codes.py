"""The way in by a code: asking, the code itself, and proving it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from foundation import jobs, journal, signing
from foundation.scoping import Actor
from mission.accounts import queries
from mission.accounts.events import (
    CodeIssued,
    CodeRefused,
    SignedIn,
    SignInBegun,
    SignInsForgotten,
)
from mission.accounts.models import Account, CodeCount, SignIn
from mission.accounts.rules import CODE_DIGITS, CODE_LIFE, CODE_TRIES, KEPT, SIGN_IN_LIFE, Way
from mission.accounts.services.accounts import opened
from mission.accounts.services.limits import count_request
from mission.notifications.services import Secret, send_sms

CODE_KIND = "sign_in_code"

# Counted before the code is looked at, in one statement that locks its row.
_TRY = """
UPDATE accounts_signin SET tries = tries + 1
WHERE id = %(id)s AND tries < %(most)s AND NOT is_over AND begun_at > %(floor)s
RETURNING tries, code_hash, expires_at, national_id, mobile, language
"""


@dataclass(frozen=True)
class Begun:
    """What asking for a code led to: a sign-in, or how long to wait."""

    sign_in: UUID | None
    wait: timedelta | None = None


@dataclass(frozen=True)
class Proved:
    """What a typed code led to: an account, or how many tries are left."""

    account: Account | None
    tries_left: int = 0


@dataclass(frozen=True)
class _Tried:
    tries: int
    code_hash: str
    expires_at: datetime | None
    national_id: str
    mobile: str
    language: str


@transaction.atomic
def begin_sign_in(
    *, national_id: str, mobile: str, address: str, language: str, by: Actor, at: datetime
) -> Begun:
    """Take what somebody typed; whether a code goes out is decided later, by a job.

    So the answer, and the time it takes, are the same whether the id is known or not. Earlier
    codes for the same id and mobile hold no more. A wait is answered and not raised, because a
    raise would roll the count back.
    """
    wait = count_request(national_id=national_id, mobile=mobile, address=address, by=by, at=at)
    if wait is not None:
        return Begun(None, wait)
    # Here and not when the code goes out: what no longer holds must not show whether one did.
    SignIn.objects.filter(national_id=national_id, mobile=mobile).update(is_over=True)
    begun = SignIn.objects.create(
        national_id=national_id, mobile=mobile, language=language, begun_at=at
    )
    journal.record(SignInBegun(sign_in=begun.id), by=by, at=at)
    jobs.defer_by_name("accounts.issue_code", sign_in=str(begun.id))
    return Begun(begun.id)


@transaction.atomic
def issue_code(
    *, sign_in_id: UUID, words: Callable[[str, str], str], by: Actor, at: datetime
) -> bool:
    """Make a code and have it sent, if this mobile may have one; answer whether it may.

    words  makes the text of a code in a language
    Run twice it sends one code.
    """
    begun = SignIn.objects.select_for_update().filter(pk=sign_in_id).first()
    if begun is None or begun.code_hash or begun.is_over:
        return False
    if at >= begun.begun_at + SIGN_IN_LIFE:
        return False  # the queue stood still; whoever asked has gone
    receiver = queries.receiver_of(begun.national_id, typed=begun.mobile)
    if receiver is None:
        return False
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    begun.code_hash, begun.expires_at = _hash(begun.id, code), at + CODE_LIFE
    begun.save(update_fields=["code_hash", "expires_at"])
    send_sms(
        to=receiver.mobile,
        kind=CODE_KIND,
        text=Secret(words(code, begun.language), until=begun.expires_at),
        about=str(begun.id),
        by=by,
        at=at,
    )
    journal.record(CodeIssued(sign_in=begun.id), by=by, at=at)
    return True


@transaction.atomic
def prove_code(*, sign_in_id: UUID, code: str, by: Actor, at: datetime) -> Proved:
    """Look at a typed code; the right one opens the account once.

    The same is answered to a wrong, late or used code and where none went out. A no is answered
    and not raised, because a raise would roll the count back.
    """
    tried = _count_try(sign_in_id, at=at)
    if tried is None:
        _refuse(sign_in_id, CODE_TRIES, by=by, at=at)
        return Proved(None)
    # Compared also where no code went out: the time of an answer tells nothing.
    expected = tried.code_hash or "0" * 64
    is_right = hmac.compare_digest(expected, _hash(sign_in_id, code))
    is_fresh = tried.expires_at is not None and at < tried.expires_at
    account = _account_of(tried, by=by, at=at) if is_right and is_fresh else None
    if account is None:
        _refuse(sign_in_id, tried.tries, by=by, at=at)
        return Proved(None, CODE_TRIES - tried.tries)
    SignIn.objects.filter(pk=sign_in_id).update(is_over=True)
    journal.record(SignedIn(account=account.id, way=Way.CODE), by=by, at=at)
    return Proved(account)


@transaction.atomic
def forget_old_sign_ins(*, by: Actor, at: datetime) -> int:
    """Delete what nobody needs any more of former days; answer how many sign-ins."""
    before = at - KEPT
    count, _each = SignIn.objects.filter(begun_at__lt=before).delete()
    CodeCount.objects.filter(since__lt=before).delete()
    if count:
        event = SignInsForgotten(before=before, sign_ins=count)
        journal.record(event, by=by, at=at)
    return count


def _count_try(sign_in_id: UUID, *, at: datetime) -> _Tried | None:
    given: dict[str, Any] = {"id": sign_in_id, "most": CODE_TRIES, "floor": at - SIGN_IN_LIFE}
    with connection.cursor() as cursor:
        cursor.execute(_TRY, given)
        row = cursor.fetchone()
    return _Tried(*row) if row else None


def _account_of(tried: _Tried, *, by: Actor, at: datetime) -> Account | None:
    """Answer the account, opened if need be; None when the mobile counts no more.

    Between the code and its proof the id may have got another mobile: by a member of staff, by
    an import, or by somebody who was quicker with an id that nobody knew.
    """
    receiver = queries.receiver_of(tried.national_id, typed=tried.mobile)
    if receiver is None:
        return None
    account = opened(
        national_id=tried.national_id,
        mobile=tried.mobile,
        proof=receiver.proof,
        language=tried.language,
        by=by,
        at=at,
    )
    return account if account.mobile == tried.mobile else None


def _refuse(sign_in_id: UUID, tries: int, *, by: Actor, at: datetime) -> None:
    journal.record(CodeRefused(sign_in=sign_in_id, tries=tries), by=by, at=at)


def _hash(sign_in_id: UUID, code: str) -> str:
    text = f"code {sign_in_id} {code}"
    return hmac.new(signing.secret("sign-in"), text.encode(), hashlib.sha256).hexdigest()

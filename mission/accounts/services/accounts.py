"""Opening an account, at the telephone too, and moving it to another mobile."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation import journal
from foundation.scoping import Actor
from mission.accounts import access
from mission.accounts.events import AccountOpened, AccountUsedForCaller, MobileMoved
from mission.accounts.models import Account
from mission.accounts.rules import MobileDiffers, Proof, RecognitionMissing
from mission.people.queries import mobile_of


def opened(
    *, national_id: str, mobile: str, proof: Proof, language: str, by: Actor, at: datetime
) -> Account:
    """Answer the account of a national id, in the caller's transaction; open it if needed.

    Of two who open the same at once one waits and finds the other's, mobile and all.
    """
    account, is_new = Account.objects.get_or_create(
        national_id=national_id,
        defaults={"mobile": mobile, "proof": proof, "language": language, "opened_at": at},
    )
    if is_new:
        journal.record(AccountOpened(account=account.id, proof=proof), by=by, at=at)
    return account


@transaction.atomic
def open_for_caller(
    *, national_id: str, mobile: str, by: Actor, at: datetime, language: str = "ar"
) -> Account:
    """Answer the account of somebody who calls the contact centre, opened if there is none.

    The caller proves nothing by a code: ``by`` answers for having checked who it is.
    Raises PermissionRefused, and MobileDiffers when another mobile stands for this id.
    """
    access.check_may_act_for_caller(by=by)
    registered = mobile_of(national_id)
    known = Account.objects.filter(national_id=national_id).first()
    if (known.mobile if known else registered or mobile) != mobile:
        raise MobileDiffers
    account = opened(
        national_id=national_id,
        mobile=mobile,
        proof=Proof.REGISTER if registered == mobile else Proof.STAFF,
        language=language,
        by=by,
        at=at,
    )
    if account.mobile != mobile:  # somebody else opened it at the same moment
        raise MobileDiffers
    journal.record(AccountUsedForCaller(account=account.id), by=by, at=at)
    return account


@transaction.atomic
def move_mobile(
    *, national_id: str, mobile: str, reason: str, by: Actor, at: datetime
) -> Account:
    """Let another mobile stand for a national id; all sessions and passkeys of it end.

    reason  how the person was recognised; it stands in the journal
    Raises PermissionRefused, RecognitionMissing.
    """
    access.check_may_move_mobile(by=by)
    if not reason.strip():
        raise RecognitionMissing
    opened(
        national_id=national_id, mobile=mobile, proof=Proof.STAFF, language="ar", by=by, at=at
    )
    account = Account.objects.select_for_update().get(national_id=national_id)
    account.mobile, account.proof = mobile, Proof.STAFF
    account.sessions_ended += 1
    account.save(update_fields=["mobile", "proof", "sessions_ended"])
    # A passkey may lie on the very telephone that was lost or taken.
    account.passkeys.all().delete()
    journal.record(MobileMoved(account=account.id, reason=reason.strip()), by=by, at=at)
    return account

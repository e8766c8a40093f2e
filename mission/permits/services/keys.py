"""Signing keys of a season: made when first needed, rotated, withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation import journal
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.permits import access, queries
from mission.permits.events import SigningKeyWithdrawn
from mission.permits.models import KeyUsage, KeyWithdrawal, SigningKey
from mission.permits.rules.bracelets import check_reason, signing_kid
from mission.permits.services.lists import publish_status_list, publish_trust_list
from mission.permits.services.locking import lock_keys, lock_series
from mission.permits.services.signers import make_key
from mission.season.models import Season


class KeyAlreadyWithdrawn(Refusal):
    """The key was withdrawn before."""

    code = "key_already_withdrawn"


@transaction.atomic
def ensure_keys(*, season: Season, by: Actor, at: datetime) -> None:
    """Make the keys that a season needs and has not: for bracelets and for its status list.

    Publishes the trust list when it made one.
    """
    access.check_may_issue_bracelets(by=by)
    lock_keys()
    missing = [
        usage for usage in (KeyUsage.QR, KeyUsage.STATUS) if not _has_key(season, usage, at)
    ]
    for usage in missing:
        make_key(season, usage, by=by, at=at)
    if missing:
        publish_trust_list(season=season, by=by, at=at)


@transaction.atomic
def rotate_key(*, season: Season, usage: str, by: Actor, at: datetime) -> SigningKey:
    """Make the season's next key and publish it now; it signs when readers have heard of it.

    Until then the present key goes on signing, and what it signed stays good.
    """
    access.check_may_manage_keys(by=by)
    lock_keys()
    key = make_key(season, usage, by=by, at=at)
    publish_trust_list(season=season, by=by, at=at)
    return key


@transaction.atomic
def withdraw_key(*, key: SigningKey, reason: str, by: Actor, at: datetime) -> SigningKey:
    """Take a key out of the trust list, as when somebody else may have its private half.

    Every bracelet that it signed is refused from a reader's next contact on; the next issue
    makes new ones for their pilgrims. Where no other key is ready, one is made and signs at
    once. Raises KeyAlreadyWithdrawn.
    """
    access.check_may_manage_keys(by=by)
    check_reason(reason)
    if key.season is None:
        raise KeyAlreadyWithdrawn(kid=key.kid)
    lock_series(key.season)  # always before the keys, as whoever replaces a bracelet does
    lock_keys()
    if KeyWithdrawal.objects.filter(key=key).exists():
        raise KeyAlreadyWithdrawn(kid=key.kid)
    KeyWithdrawal.objects.create(key=key, reason=reason[:300], at=at, by=by.label)
    event = SigningKeyWithdrawn(kid=key.kid, usage=key.usage, reason=reason[:300])
    journal.record(event, by=by, at=at)
    if not _has_key(key.season, key.usage, at):
        make_key(key.season, key.usage, by=by, at=at)
    publish_trust_list(season=key.season, by=by, at=at)
    if key.usage == KeyUsage.STATUS and queries.indexes_given(key.season):
        publish_status_list(season=key.season, by=by, at=at)
    return key


def _has_key(season: Season, usage: str, at: datetime) -> bool:
    return signing_kid(queries.key_facts(season, usage).values(), at=at) is not None

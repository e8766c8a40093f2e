"""Passkeys (WebAuthn) of the public: added after a sign-in, then a way in by themselves.

The holder's telephone checks finger, face or PIN, so a passkey alone signs in; no id is typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from foundation import journal
from foundation.refusals import NotFound, Refusal
from foundation.scoping import Actor
from mission.accounts import queries
from mission.accounts.events import PasskeyAdded, PasskeyRemoved, SignedIn
from mission.accounts.models import Account, Passkey
from mission.accounts.rules import Way

PASSKEYS_MOST = 5
LONGEST_NAME = 200
Options = dict[str, Any]
State = dict[str, Any]


class PasskeyRefused(Refusal):
    """The passkey is not known, or its answer is not what was asked for."""

    code = "passkey_refused"
    status = 422


class TooManyPasskeys(Refusal):
    """The account has as many passkeys as one may have."""

    code = "too_many_passkeys"


class NoSuchPasskey(NotFound):
    """The account has no such passkey."""

    code = "no_such_passkey"


@dataclass(frozen=True)
class Site:
    """Where the page stands: ``host`` without port, exact ``origin``, the mission's name."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True)
class Asked:
    """What the browser was asked for, and where: kept in the session until it answers."""

    site: Site
    state: State


def passkey_to_add(account: Account, *, name: str, site: Site) -> tuple[Options, State]:
    """Answer what the browser needs to make a passkey, and what to keep meanwhile."""
    known = [
        AttestedCredentialData(bytes(each.credential)) for each in queries.passkeys_of(account)
    ]
    if len(known) >= PASSKEYS_MOST:
        raise TooManyPasskeys(most=PASSKEYS_MOST)
    user = PublicKeyCredentialUserEntity(id=account.id.bytes, name=name, display_name=name)
    options, state = _server(site).register_begin(
        user,
        credentials=known,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), state


@transaction.atomic
def add_passkey(
    *,
    account: Account,
    asked: Asked,
    answer: Mapping[str, Any],
    device: str,
    by: Actor,
    at: datetime,
) -> Passkey:
    """Keep the passkey that the browser made. Raises PasskeyRefused."""
    try:
        made = _server(asked.site).register_complete(asked.state, answer)
        credential = made.credential_data
        if credential is None:
            raise PasskeyRefused
        with transaction.atomic():
            passkey = Passkey.objects.create(
                account=account,
                credential_id=credential.credential_id,
                credential=bytes(credential),
                uses=made.counter,
                device=device[:LONGEST_NAME],
                added_at=at,
            )
    except (ValueError, KeyError, TypeError, IndexError, IntegrityError) as wrong:
        raise PasskeyRefused from wrong
    journal.record(PasskeyAdded(account=account.id, passkey=passkey.id), by=by, at=at)
    return passkey


def passkey_to_use(*, site: Site) -> tuple[Options, State]:
    """Answer what the browser needs to offer passkeys, and what to keep meanwhile."""
    options, state = _server(site).authenticate_begin(
        user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), state


@transaction.atomic
def sign_in_by_passkey(
    *, asked: Asked, answer: Mapping[str, Any], by: Actor, at: datetime
) -> Account:
    """Answer whose passkey it is, after its signature was checked. Raises PasskeyRefused."""
    try:
        given = AuthenticationResponse.from_dict(answer)
        passkey = (
            Passkey.objects.select_for_update(of=("self",))
            .select_related("account")
            .get(credential_id=given.raw_id)
        )
        holder = given.response.user_handle
        if holder is not None and holder != passkey.account.id.bytes:
            raise PasskeyRefused
        known = [AttestedCredentialData(bytes(passkey.credential))]
        _server(asked.site).authenticate_complete(asked.state, known, given)
    except (ValueError, KeyError, TypeError, IndexError, Passkey.DoesNotExist) as wrong:
        raise PasskeyRefused from wrong
    uses = given.response.authenticator_data.counter
    # One that counts and does not move on was copied; most count nothing and stay at 0.
    if uses <= passkey.uses and (uses or passkey.uses):
        raise PasskeyRefused
    passkey.uses, passkey.used_at = uses, at
    passkey.save(update_fields=["uses", "used_at"])
    journal.record(SignedIn(account=passkey.account_id, way=Way.PASSKEY), by=by, at=at)
    return passkey.account


@transaction.atomic
def remove_passkey(*, account: Account, passkey_id: UUID, by: Actor, at: datetime) -> None:
    """Forget one passkey of an account. Raises NoSuchPasskey."""
    count, _each = Passkey.objects.filter(account=account, pk=passkey_id).delete()
    if not count:
        raise NoSuchPasskey(passkey=passkey_id)
    journal.record(PasskeyRemoved(account=account.id, passkey=passkey_id), by=by, at=at)


def _server(site: Site) -> Fido2Server:
    party = PublicKeyCredentialRpEntity(id=site.host, name=site.name)
    return Fido2Server(party, verify_origin=lambda origin: origin == site.origin)

"""The members' secrets: promised by hash before the freeze, shown or struck before chance."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from foundation import journal
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.selection import access, queries
from mission.selection.events import (
    RevealsClosed,
    SecretCommitted,
    SecretRevealed,
    SecretStruck,
)
from mission.selection.models import (
    Answer,
    Commitment,
    Disclosure,
    Freeze,
    Proposal,
    Round,
)
from mission.selection.queries.rounds import commitments
from mission.selection.rules import ceremony
from mission.selection.rules.council import NotDecided, Step
from mission.selection.rules.seed import check_revealed
from mission.selection.services.deciding import decided, propose
from mission.selection.services.steps import locked, move_to

HEX_SHA256 = re.compile(r"[0-9a-f]{64}")


class BadCommitment(Refusal):
    """A promise that is not a SHA-256 in lower-case hex, or has no name."""

    code = "bad_commitment"
    status = 422


class AlreadyCommitted(Refusal):
    """The member, or somebody of that name, has promised a secret in this round already."""

    code = "already_committed"


class NothingPromised(Refusal):
    """The member has promised no secret in this round."""

    code = "nothing_promised"


class AlreadyDisclosed(Refusal):
    """The secret was shown or struck already."""

    code = "already_disclosed"


def holder_of(by: Actor, member: str) -> str:
    """Answer who alone may reveal: a signed-in member, or a name that the program carries."""
    return by.id if by.kind == "staff" else f"{by.id}:{member}"[:250]


@transaction.atomic
def commit_secret(
    *, selection_round: Round, member: str, sha256: str, by: Actor, at: datetime
) -> Commitment:
    """Promise a secret by its hash; the secret itself stays with the member.

    member  the name that commitments.json publishes
    Raises BadCommitment, AlreadyCommitted, StepOutOfOrder, PermissionRefused.
    """
    access.check_may_commit_secret(by=by)
    if not HEX_SHA256.fullmatch(sha256) or not 0 < len(member.strip()) <= 200:
        raise BadCommitment(member=member)
    held = locked(selection_round, needed=ceremony.COMMITTING)
    holder = holder_of(by, member)
    is_named = held.commitments.filter(member__iexact=member.strip()).exists()
    if is_named or queries.commitment_of(held, holder) is not None:
        raise AlreadyCommitted(member=member)
    promise = Commitment.objects.create(
        round=held,
        place=held.commitments.count() + 1,
        member=member.strip(),
        holder=holder,
        sha256=sha256,
        at=at,
    )
    journal.record(SecretCommitted(round=held.id, member=member, sha256=sha256), by=by, at=at)
    return promise


@transaction.atomic
def reveal_secret(
    *, selection_round: Round, member: str, secret: str, by: Actor, at: datetime
) -> Disclosure:
    """Show a promised secret; only before the moment of the public randomness.

    Raises SecretDiffers, NothingPromised, AlreadyDisclosed, ChanceAlreadyKnown, StepOutOfOrder,
    PermissionRefused.
    """
    access.check_may_reveal_secret(by=by)
    held = locked(selection_round, needed=ceremony.FROZEN)
    ceremony.check_chance_ahead(at=at, chance_at=Freeze.objects.get(round=held).chance_at)
    promise = queries.commitment_of(held, holder_of(by, member))
    if promise is None:
        raise NothingPromised(member=member)
    _check_open(promise)
    check_revealed(secret, sha256=promise.sha256, member=promise.member)
    shown = Disclosure.objects.create(
        commitment=promise, secret=secret, is_struck=False, at=at, by=by.label
    )
    journal.record(SecretRevealed(round=held.id, member=promise.member), by=by, at=at)
    return shown


@transaction.atomic
def propose_strike(
    *, selection_round: Round, commitment: Commitment, reason: str, by: Actor, at: datetime
) -> Proposal:
    """Propose to strike out the secret of a member who will not show it.

    Raises AlreadyDisclosed, and what ``propose`` refuses.
    """
    access.check_may_draw_round(by=by)
    held = locked(selection_round, needed=ceremony.FROZEN)
    promise = held.commitments.select_related("disclosure").get(id=commitment.id)
    _check_open(promise)
    matter = {
        "commitment": str(promise.id),
        "member": promise.member,
        "reason": reason.strip()[:200],
    }
    return propose(step=Step.STRIKE, selection_round=held, matter=matter, by=by, at=at)


@transaction.atomic
def strike_secret(
    *, selection_round: Round, commitment: Commitment, by: Actor, at: datetime
) -> Disclosure:
    """Strike out a secret as two persons decided, so that the seed goes without it.

    Raises NotDecided, AlreadyDisclosed, StepOutOfOrder, PermissionRefused.
    """
    access.check_may_confirm_step(by=by)
    held = locked(selection_round, needed=ceremony.FROZEN)
    promise = held.commitments.select_related("disclosure").get(id=commitment.id)
    _check_open(promise)
    decision = decided(held, Step.STRIKE)
    matter = decision.proposal.matter
    if matter["commitment"] != str(promise.id):
        raise NotDecided(step=Step.STRIKE)
    return _strike(promise, decision, reason=matter["reason"], by=by, at=at)


@transaction.atomic
def propose_close(*, selection_round: Round, by: Actor, at: datetime) -> Proposal:
    """Propose to end the revealing. Raises SecretsOutstanding, and what ``propose`` refuses."""
    access.check_may_draw_round(by=by)
    held = locked(selection_round, needed=ceremony.FROZEN)
    struck = _outstanding(held, at=at)
    matter = {"struck": [promise.member for promise in struck]}
    return propose(step=Step.CLOSE, selection_round=held, matter=matter, by=by, at=at)


@transaction.atomic
def close_reveals(*, selection_round: Round, by: Actor, at: datetime) -> Round:
    """End the revealing as two persons decided: what is not shown by now is struck out.

    Before the moment of chance only when every secret is shown or struck, for a member who
    still has time keeps it.
    Raises NotDecided, SecretsOutstanding, StepOutOfOrder, PermissionRefused.
    """
    access.check_may_confirm_step(by=by)
    held = locked(selection_round, needed=ceremony.FROZEN)
    struck = _outstanding(held, at=at)
    decision = decided(held, Step.CLOSE)
    for promise in struck:
        _strike(promise, decision, reason="not shown in time", by=by, at=at)
    move_to(ceremony.REVEALED, selection_round=held, by=by, at=at, decision=decision)
    journal.record(RevealsClosed(round=held.id), by=by, at=at)
    return held


def _outstanding(held: Round, *, at: datetime) -> list[Commitment]:
    """Answer the promises that nobody kept; raises SecretsOutstanding while there is time."""
    chance_at = Freeze.objects.get(round=held).chance_at
    open_promises = [one for one in commitments(held) if not hasattr(one, "disclosure")]
    if open_promises and at < chance_at:
        names = ", ".join(promise.member for promise in open_promises)
        raise SecretsOutstanding(members=names, chance_at=chance_at)
    return open_promises


class SecretsOutstanding(Refusal):
    """Some members have not shown their secrets and still have time to."""

    code = "secrets_outstanding"


def _check_open(promise: Commitment) -> None:
    if hasattr(promise, "disclosure"):
        raise AlreadyDisclosed(member=promise.member)


def _strike(
    promise: Commitment, decision: Answer, *, reason: str, by: Actor, at: datetime
) -> Disclosure:
    struck = Disclosure.objects.create(
        commitment=promise, is_struck=True, reason=reason, decision=decision, at=at, by=by.label
    )
    journal.record(
        SecretStruck(round=promise.round_id, member=promise.member, reason=reason), by=by, at=at
    )
    return struck

"""Answer a proposal, and carry out at once what two persons have decided by it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.scoping import Actor
from mission.selection import queries
from mission.selection.models import Answer, Proposal
from mission.selection.rules.council import Step
from mission.selection.services.amending import amend_result
from mission.selection.services.deciding import answer
from mission.selection.services.secrets import close_reveals, strike_secret


class EnteredNotAnswered(ValueError):
    """Chance is entered by the second person too, never agreed to at a press."""


@transaction.atomic
def answer_proposal(*, proposal: Proposal, agrees: bool, by: Actor, at: datetime) -> Answer:
    """Agree to a proposal or decline it; what is short work is done in the same transaction.

    The work of ``council.LONG`` takes a while: the caller starts its job.
    Raises whatever ``answer`` and the step refuse; then no answer is kept either.
    """
    if proposal.step == Step.CHANCE and agrees:
        raise EnteredNotAnswered(proposal.id)
    given = answer(proposal=proposal, agrees=agrees, by=by, at=at)
    if agrees:
        _carry_out(proposal, by=by, at=at)
    return given


def _carry_out(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    held = proposal.round
    if proposal.step == Step.STRIKE:
        promise = queries.commitment_by_id(held, UUID(proposal.matter["commitment"]))
        strike_secret(selection_round=held, commitment=promise, by=by, at=at)
    elif proposal.step == Step.CLOSE:
        close_reveals(selection_round=held, by=by, at=at)
    elif proposal.step == Step.AMEND:
        amend_result(selection_round=held, by=by, at=at)

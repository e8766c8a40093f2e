"""How two persons decide a step: one proposes, another in another office answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from foundation import journal
from foundation.scoping import Actor
from mission.selection import access, queries
from mission.selection.events import StepAnswered, StepProposed
from mission.selection.models import Answer, Proposal, Round
from mission.selection.rules import council
from mission.selection.rules.canonical import canonical_json
from mission.selection.rules.council import Step
from mission.selection.services.attending import seat_of
from mission.selection.services.steps import locked


@transaction.atomic
def propose(
    *,
    step: Step,
    selection_round: Round,
    matter: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> Proposal:
    """Propose a step to the committee; each step has a service of its own that checks it.

    Raises NotPresent, StepAlreadyProposed, StepOutOfOrder, PermissionRefused.
    """
    access.check_may_propose_step(step, by=by)
    held = locked(selection_round, needed=council.NEEDED[step])
    office = _office(held, step, by=by)
    newest = queries.newest_proposal(held, step)
    if newest is not None and queries.proposed(newest).is_open(at=at):
        raise council.StepAlreadyProposed(by=newest.by)
    wait = timedelta(minutes=queries.answer_minutes(held.season))
    made = Proposal.objects.create(
        round=held,
        place=held.proposals.count() + 1,
        step=step,
        matter=dict(matter),
        holder=by.id,
        office=office,
        by=by.label,
        at=at,
        expires_at=at + wait,
    )
    _tell_proposed(made, by=by, at=at)
    return made


def _tell_proposed(made: Proposal, *, by: Actor, at: datetime) -> None:
    matter = canonical_json(made.matter).decode()
    journal.record(
        StepProposed(
            round=made.round_id,
            proposal=made.id,
            step=made.step,
            office=made.office,
            matter=matter,
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def answer(
    *, proposal: Proposal, agrees: bool, by: Actor, at: datetime, said: str = ""
) -> Answer:
    """Write the second person's word on a proposal.

    said  what they entered themselves, for a step that asks two people the same thing
    Raises OwnProposal, SameOffice, ProposalExpired, ProposalAnswered, NotPresent,
    StepOutOfOrder, PermissionRefused.
    """
    access.check_may_confirm_step(by=by)
    step = Step(proposal.step)
    held = locked(proposal.round, needed=council.NEEDED[step])
    office = _office(held, step, by=by)
    council.check_answerable(queries.proposed(proposal), holder=by.id, office=office, at=at)
    given = Answer.objects.create(
        proposal=proposal,
        proposer=proposal.holder,
        proposer_office=proposal.office,
        expires_at=proposal.expires_at,
        holder=by.id,
        office=office,
        agrees=agrees,
        said=said,
        by=by.label,
        at=at,
    )
    journal.record(
        StepAnswered(
            round=held.id,
            proposal=proposal.id,
            step=step,
            office=office,
            agrees=agrees,
            said=said,
        ),
        by=by,
        at=at,
    )
    return given


def decided(held: Round, step: Step) -> Answer:
    """Answer the decision of a step by two persons; raises NotDecided."""
    decision = queries.decision_of(held, step)
    if decision is None:
        raise council.NotDecided(step=step)
    return decision


def _office(held: Round, step: Step, *, by: Actor) -> str:
    """Answer the office in which somebody decides; after the ceremony nobody sits any more."""
    if step is Step.AMEND:
        access.check_may_sit(by=by)
        return access.office_of(by)
    return seat_of(held, by=by).office

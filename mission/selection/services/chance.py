"""Chance comes last, and two people enter what they saw, each without the other."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation.scoping import Actor
from mission.selection import access, queries
from mission.selection.models import Answer, ChanceKind, Freeze, Proposal, Round
from mission.selection.queries.rounds import draw_of
from mission.selection.rules import ceremony
from mission.selection.rules.council import Step
from mission.selection.rules.seed import checked_randomness
from mission.selection.services.deciding import answer, propose
from mission.selection.services.drawing import ChanceAlreadyRecorded, record_chance
from mission.selection.services.steps import locked


@transaction.atomic
def enter_chance(
    *, selection_round: Round, public_randomness: str, by: Actor, at: datetime
) -> Proposal | Answer:
    """Enter the public randomness: the first of two, or the second, which has to be the same.

    public_randomness  what was thrown or announced; for drand the round's signature
    When both are the same it is written down, once and for all, and the seed follows from it.
    When they differ both stand, neither counts, and two people enter it again.
    Raises ChanceAlreadyRecorded, ChanceNotDue, BadRandomness, BadDrandSignature, OwnProposal,
    SameOffice, NotPresent, StepOutOfOrder, PermissionRefused.
    """
    access.check_may_confirm_step(by=by)
    held = locked(selection_round, needed=ceremony.REVEALED)
    frozen = Freeze.objects.get(round=held)
    ceremony.check_chance_due(at=at, chance_at=frozen.chance_at)
    entered = _plain(frozen, public_randomness)
    if (earlier := draw_of(held)) is not None:
        raise ChanceAlreadyRecorded(public_randomness=earlier.public_randomness)
    first = queries.newest_proposal(held, Step.CHANCE)
    if first is None or not queries.proposed(first).is_open(at=at):
        return propose(
            step=Step.CHANCE, selection_round=held, matter={"entered": entered}, by=by, at=at
        )
    agrees = first.matter["entered"] == entered
    given = answer(proposal=first, agrees=agrees, said=entered, by=by, at=at)
    if agrees:
        record_chance(selection_round=held, public_randomness=entered, by=by, at=at)
    return given


def _plain(frozen: Freeze, given: str) -> str:
    """Check what was entered, and write it so that the same is equal."""
    if frozen.chance_kind != ChanceKind.DRAND:
        return checked_randomness(given)
    ceremony.drand_randomness(number=int(frozen.chance_name), signature=given)
    return given.strip().lower()

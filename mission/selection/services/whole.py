"""A whole ceremony in one go, for the command line and for sample seasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from foundation.progress import QUIET, Progress
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.season.models import Season
from mission.selection import access, queries
from mission.selection.models import ChanceKind, Commitment, Round
from mission.selection.rules.secrets_file import BroughtSecret
from mission.selection.services.attending import come
from mission.selection.services.chance import enter_chance
from mission.selection.services.deciding import answer
from mission.selection.services.drawing import hold_round_draw, propose_draw
from mission.selection.services.freezing import Chance, freeze_round, propose_freeze
from mission.selection.services.publishing import propose_publication, publish_round
from mission.selection.services.rounds import open_commitments, open_round
from mission.selection.services.secrets import (
    close_reveals,
    commit_secret,
    propose_close,
    propose_strike,
    reveal_secret,
    strike_secret,
)

MOMENT = timedelta(milliseconds=1)


class RoundNotNext(Refusal):
    """Another round than the season's next one was asked for."""

    code = "round_not_next"


@dataclass(frozen=True)
class Plan:
    """What decides a round that is held in one go.

    number  the round meant; one that was held already is not held again
    rules   None for the season's own
    """

    season: Season
    secrets: Sequence[BroughtSecret]
    public_randomness: str
    number: int = 1
    rules: Mapping[str, Any] | bytes | None = None
    chance_name: str = "Public randomness of the ceremony"


@dataclass(frozen=True)
class Two:
    """The two offices that decide each step when the program holds a round by itself."""

    chair: Actor
    secretary: Actor


@transaction.atomic
def run_round(*, plan: Plan, by: Actor, at: datetime, progress: Progress = QUIET) -> Round:
    """Commit, freeze, reveal, draw and publish a round; all of it or nothing.

    The files must have been judged. Raises RoundNotNext and whatever a step refuses.
    """
    latest = queries.latest_round(plan.season)
    expected = latest.number + 1 if latest else 1
    if plan.number != expected:
        raise RoundNotNext(number=plan.number, expected=expected)
    held = open_round(season=plan.season, rules=plan.rules, by=by, at=at)
    open_commitments(selection_round=held, by=by, at=at)
    two = _seated(held, plan, by=by, at=at)
    _commit_all(held, plan, by=by, at=at)
    chance = Chance(kind=ChanceKind.DICE, name=plan.chance_name, at=at + MOMENT)
    proposed = propose_freeze(
        selection_round=held, chance=chance, by=two.chair, at=at, in_one_go=True
    )
    answer(proposal=proposed, agrees=True, by=two.secretary, at=at)
    freeze_round(selection_round=held, by=two.secretary, at=at, progress=progress)
    _disclose_all(held, plan, two, by=by, at=at)
    _draw_and_publish(held, plan, two, at=chance.at, progress=progress)
    return held


def _seated(held: Round, plan: Plan, *, by: Actor, at: datetime) -> Two:
    """Sign the attendance of a chair, a secretary and all who brought a secret."""
    two = Two(
        chair=_person(by, "chair", access.PERMISSIONS),
        secretary=_person(by, "secretary", access.SECRETARY_PERMISSIONS),
    )
    come(selection_round=held, name=two.chair.label, by=two.chair, at=at)
    come(selection_round=held, name=two.secretary.label, by=two.secretary, at=at)
    for name in dict.fromkeys(brought.member.strip() for brought in plan.secrets):
        # A member may be called like an office; their id says that they are none.
        member = _person(by, f"member:{name}", access.MEMBER_PERMISSIONS)
        come(selection_round=held, name=name, by=member, at=at)
    return two


def _person(by: Actor, name: str, permissions: frozenset[str]) -> Actor:
    label = f"{by.label} · {name}"
    return Actor("system", f"{by.id}:{name}"[:250], label, permissions, campaigns=None)


def _draw_and_publish(
    held: Round, plan: Plan, two: Two, *, at: datetime, progress: Progress
) -> None:
    for person in (two.chair, two.secretary):
        enter_chance(
            selection_round=held, public_randomness=plan.public_randomness, by=person, at=at
        )
    proposed = propose_draw(selection_round=held, by=two.chair, at=at)
    answer(proposal=proposed, agrees=True, by=two.secretary, at=at)
    hold_round_draw(selection_round=held, by=two.secretary, at=at, progress=progress)
    proposed = propose_publication(selection_round=held, by=two.chair, at=at)
    answer(proposal=proposed, agrees=True, by=two.secretary, at=at)
    publish_round(selection_round=held, by=two.secretary, at=at, progress=progress)


def _commit_all(held: Round, plan: Plan, *, by: Actor, at: datetime) -> None:
    for brought in plan.secrets:
        commit_secret(
            selection_round=held, member=brought.member, sha256=brought.sha256, by=by, at=at
        )


def _disclose_all(held: Round, plan: Plan, two: Two, *, by: Actor, at: datetime) -> None:
    promises = {promise.member: promise for promise in held.commitments.all()}
    for brought in plan.secrets:
        if brought.is_struck:
            _strike(held, promises[brought.member.strip()], two, at=at)
        else:
            reveal_secret(
                selection_round=held,
                member=brought.member,
                secret=brought.secret,
                by=by,
                at=at,
            )
    proposed = propose_close(selection_round=held, by=two.chair, at=at)
    answer(proposal=proposed, agrees=True, by=two.secretary, at=at)
    close_reveals(selection_round=held, by=two.secretary, at=at)


def _strike(held: Round, promise: Commitment, two: Two, *, at: datetime) -> None:
    reason = "struck in the file of secrets"
    proposed = propose_strike(
        selection_round=held, commitment=promise, reason=reason, by=two.chair, at=at
    )
    answer(proposal=proposed, agrees=True, by=two.secretary, at=at)
    strike_secret(selection_round=held, commitment=promise, by=two.secretary, at=at)

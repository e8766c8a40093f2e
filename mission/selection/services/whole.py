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
from mission.selection import queries
from mission.selection.models import ChanceKind, Round
from mission.selection.rules.secrets_file import BroughtSecret
from mission.selection.services.drawing import hold_round_draw, record_chance
from mission.selection.services.freezing import Chance, freeze_round
from mission.selection.services.publishing import publish_round
from mission.selection.services.rounds import open_commitments, open_round
from mission.selection.services.secrets import (
    close_reveals,
    commit_secret,
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
    _commit_all(held, plan, by=by, at=at)
    chance = Chance(kind=ChanceKind.DICE, name=plan.chance_name, at=at + MOMENT)
    freeze_round(selection_round=held, chance=chance, by=by, at=at, progress=progress)
    _disclose_all(held, plan, by=by, at=at)
    close_reveals(selection_round=held, by=by, at=at)
    record_chance(
        selection_round=held, public_randomness=plan.public_randomness, by=by, at=chance.at
    )
    hold_round_draw(selection_round=held, by=by, at=chance.at, progress=progress)
    publish_round(selection_round=held, by=by, at=chance.at)
    return held


def _commit_all(held: Round, plan: Plan, *, by: Actor, at: datetime) -> None:
    for brought in plan.secrets:
        commit_secret(
            selection_round=held, member=brought.member, sha256=brought.sha256, by=by, at=at
        )


def _disclose_all(held: Round, plan: Plan, *, by: Actor, at: datetime) -> None:
    promises = {promise.member: promise for promise in held.commitments.all()}
    for brought in plan.secrets:
        if brought.is_struck:
            strike_secret(
                selection_round=held,
                commitment=promises[brought.member.strip()],
                reason="struck in the file of secrets",
                by=by,
                at=at,
            )
        else:
            reveal_secret(
                selection_round=held,
                member=brought.member,
                secret=brought.secret,
                by=by,
                at=at,
            )

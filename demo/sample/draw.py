"""The committee of the sample season holds its first round, and has begun a second."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from demo.sample.people import LOADER, committee, seated
from foundation.scoping import Actor
from mission.season.models import Season
from mission.season.queries import rule_values
from mission.selection import queries, services
from mission.selection.models import Round, State
from mission.staff.rules import Role

# Thrown by nobody: a sample has sample dice, so that it is the same everywhere.
DICE = "4 2 6 1 3 5 5 2 6 6 1 4 3 2 2 5 1 6 4 3"
RESERVE_SEATS = 120


def hold_first_round(season: Season, *, at: datetime) -> None:
    """Commit, freeze, reveal, throw the dice, draw and publish, each by whoever may."""
    if queries.latest_published() is not None:
        return
    members = committee()
    chair, secretary = members[0][1], seated(Role.COMMITTEE_SECRETARY)[1]
    witness = seated(Role.COMMITTEE_WITNESS)[1]
    held = _opened(season, by=chair, at=at, rules=None)
    _promise(held, members, at=at)
    _sit(held, members, at=at)
    if queries.current_state(held) == State.COMMITTING:
        _freeze(held, chair, secretary, at=at + timedelta(hours=1))
    if queries.current_state(held) == State.FROZEN:
        _reveal(held, members, secretary, at=at + timedelta(minutes=90))
    after = at + timedelta(hours=2, minutes=5)
    if queries.current_state(held) == State.REVEALED:
        _draw(held, chair, secretary, at=after)
    services.attest_round(selection_round=held, remark="", by=witness, at=after)
    after += timedelta(minutes=10)
    proposed = services.propose_publication(selection_round=held, by=chair, at=after)
    services.answer_proposal(proposal=proposed, agrees=True, by=secretary, at=after)
    services.publish_round(selection_round=held, by=secretary, at=after)


def begin_reserve_round(season: Season, *, at: datetime) -> None:
    """Open a second round for returned seats; one member has promised, the others are asked."""
    latest = queries.latest_round(season)
    if latest is None or latest.number > 1:
        return
    members = committee()
    rules: dict[str, Any] = json.loads(json.dumps(rule_values(season)["draw_rules"]))
    rules["quota"], rules["shares"] = RESERVE_SEATS, []
    opened = _opened(season, by=members[0][1], at=at, rules=rules)
    _promise(opened, members[-1:], at=at)


def _opened(season: Season, *, by: Actor, at: datetime, rules: dict[str, Any] | None) -> Round:
    latest = queries.latest_round(season)
    if latest is None or queries.current_state(latest) == State.PUBLISHED:
        latest = services.open_round(season=season, by=by, at=at, rules=rules)
    if queries.current_state(latest) == State.DRAFT:
        services.open_commitments(selection_round=latest, by=by, at=at)
    return latest


def _promise(held: Round, members: list[tuple[str, Actor]], *, at: datetime) -> None:
    for name, actor in members:
        if queries.commitment_of(held, actor.id) is None:
            services.commit_secret(
                selection_round=held,
                member=name,
                sha256=sha256(_secret(name).encode()).hexdigest(),
                by=actor,
                at=at,
            )


def _sit(held: Round, members: list[tuple[str, Actor]], *, at: datetime) -> None:
    others = [seated(role) for role in (Role.COMMITTEE_SECRETARY, Role.COMMITTEE_WITNESS)]
    for name, actor in [*members, *others]:
        if queries.presence_of(held, actor.id) is None:
            services.come(selection_round=held, name=name, by=actor, at=at)


def _freeze(held: Round, chair: Actor, secretary: Actor, *, at: datetime) -> None:
    chance = services.Chance(
        kind="DICE",
        name="عشر رميات لنردين · Ten throws of two dice",
        at=at + timedelta(hours=1),
    )
    proposed = services.propose_freeze(selection_round=held, chance=chance, by=chair, at=at)
    services.answer_proposal(proposal=proposed, agrees=True, by=secretary, at=at)
    services.freeze_round(selection_round=held, by=secretary, at=at)


def _draw(held: Round, chair: Actor, secretary: Actor, *, at: datetime) -> None:
    for person in (chair, secretary):
        if queries.draw_of(held) is None:
            services.enter_chance(
                selection_round=held, public_randomness=DICE, by=person, at=at
            )
    proposed = services.propose_draw(selection_round=held, by=chair, at=at)
    services.answer_proposal(proposal=proposed, agrees=True, by=secretary, at=at)
    services.hold_round_draw(selection_round=held, by=secretary, at=at)


def _reveal(
    held: Round, members: list[tuple[str, Actor]], secretary: Actor, *, at: datetime
) -> None:
    for name, actor in members:
        services.reveal_secret(
            selection_round=held, member=name, secret=_secret(name), by=actor, at=at
        )
    proposed = services.propose_close(selection_round=held, by=members[0][1], at=at)
    services.answer_proposal(proposal=proposed, agrees=True, by=secretary, at=at)


def _secret(name: str) -> str:
    return f"{LOADER.label}: the secret of {name}"

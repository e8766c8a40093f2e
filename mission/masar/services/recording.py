"""Recording what the e-path told: steps, what an acceptance or a rejection leads to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation import journal
from foundation.events import Event
from foundation.scoping import Actor
from mission.campaigns.queries import left_among
from mission.masar.events import (
    AnswersRecorded,
    PermitGranted,
    PermitWithdrawn,
    RequestRefused,
)
from mission.masar.models import Exchange
from mission.masar.rules.answers import Next, Told, after_rejection
from mission.masar.rules.states import Operation, State, moves
from mission.masar.services.opening import (
    built_bodies,
    hold_writing,
    next_requests,
    pilgrims_of_groups,
    put_in,
)
from mission.masar.services.steps import Why, add_steps, move_rows
from mission.masar.services.voiding import void_followers
from mission.season.models import Season
from mission.season.queries import rule_values

_FOLLOWS = {Operation.PILGRIM: Operation.VISA, Operation.VISA: Operation.PERMIT}


@transaction.atomic
def record_told(
    *, season: Season, told: Mapping[UUID, Told], why: Why, by: Actor, at: datetime
) -> Counter[State]:
    """Move requests to where the e-path says they are; answers how many moved to which state.

    What is old, repeated or unknown to us moves nothing. What follows is opened in the same
    transaction: the next operation after an acceptance, the next try after a rejection.
    """
    hold_writing(season)
    stands = Exchange.objects.filter(season=season, id__in=told).values_list("id", "state")
    ids = [key for key, state in stands if moves(stands=State(state), told=told[key].state)]
    moved = list(Exchange.objects.filter(id__in=ids).order_by("id")) if ids else []
    if not moved:
        return Counter()
    most = int(rule_values(season)["masar_resubmissions_most"])
    again = [row for row in moved if _take_over(row, told[row.id], at=at, most=most)]
    move_rows(moved, at=at)
    words = {row.id: told[row.id].raw for row in moved}
    add_steps(moved, why=why, by=by.label, at=at, answers=words)
    voided = void_followers(moved, by=by, at=at)
    _open_what_follows(season, moved, again, by=by, at=at)
    _tell(season, [*moved, *voided], by=by, at=at)
    return Counter(State(row.state) for row in moved)


def _take_over(row: Exchange, told: Told, *, at: datetime, most: int) -> bool:
    """Write what they told into the row; answers whether it is submitted again by itself."""
    row.state, row.state_at = told.state, at
    row.number = told.number or row.number
    row.reasons = list(told.reasons) or row.reasons
    row.valid_from = told.valid_from or row.valid_from
    row.valid_until = told.valid_until or row.valid_until
    if told.state is State.WITHDRAWN:
        row.needs_person = True
    if told.state is not State.REJECTED:
        return False
    follows = after_rejection(
        reasons=told.reasons, resubmissions=row.resubmissions, resubmissions_most=most
    )
    row.needs_person = follows is Next.PERSON
    return follows is Next.RESUBMIT


def _open_what_follows(
    season: Season,
    moved: Sequence[Exchange],
    again: Sequence[Exchange],
    *,
    by: Actor,
    at: datetime,
) -> None:
    accepted: dict[Operation, list[Exchange]] = defaultdict(list)
    for row in moved:
        if row.state == State.ACCEPTED:
            accepted[Operation(row.operation)].append(row)
    groups = [row.campaign_id for row in accepted[Operation.GROUP] if row.campaign_id]
    fresh = pilgrims_of_groups(season, groups, at=at) if groups else []
    for operation, follows in _FOLLOWS.items():
        ids = [row.pilgrim_id for row in accepted[operation] if row.pilgrim_id]
        if not ids:
            continue
        begun = Exchange.objects.filter(pilgrim_id__in=ids, operation=follows)
        begun = begun.exclude(state=State.WITHDRAWN, needs_person=False)
        known = set(begun.values_list("pilgrim_id", flat=True))
        wanted = [pilgrim_id for pilgrim_id in ids if pilgrim_id not in known]
        fresh += next_requests(season, follows, wanted, at=at)
    put_in(season, [*fresh, *next_tries(season, again, at=at)], by=by, at=at)


def next_tries(season: Season, rejected: Sequence[Exchange], *, at: datetime) -> list[Exchange]:
    """Make the next try of rejected requests, with what our rows say now.

    Who gave the seat up is not asked for again.
    """
    left = left_among([row.pilgrim_id for row in rejected if row.pilgrim_id])
    rejected = [row for row in rejected if row.pilgrim_id not in left]
    bodies: dict[tuple[str, UUID], dict[str, object]] = {}
    for operation in Operation:
        ids = [row.pilgrim_id for row in rejected if row.operation == operation]
        pilgrims = [pilgrim_id for pilgrim_id in ids if pilgrim_id is not None]
        built = built_bodies(season, operation, pilgrims) if pilgrims else {}
        bodies |= {(operation, pilgrim_id): body for pilgrim_id, body in built.items()}
    return [
        Exchange(
            season=season,
            operation=row.operation,
            pilgrim_id=row.pilgrim_id,
            campaign_id=row.campaign_id,
            attempt=row.attempt + 1,
            resubmissions=row.resubmissions + 1,
            body=bodies.get((row.operation, row.pilgrim_id), row.body)
            if row.pilgrim_id
            else row.body,
            opened_at=at,
            state_at=at,
        )
        for row in rejected
    ]


def _tell(season: Season, moved: Sequence[Exchange], *, by: Actor, at: datetime) -> None:
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for row in moved:
        states[row.operation][row.state] += 1
    told: list[Event] = [
        AnswersRecorded(season.id, operation, dict(counted))
        for operation, counted in states.items()
    ]
    journal.record_many([*told, *filter(None, map(_event_about, moved))], by=by, at=at)


def _event_about(row: Exchange) -> Event | None:
    """Give what others want to hear about one request, if anything."""
    codes = tuple(str(reason.get("code", "")) for reason in row.reasons)
    if row.operation == Operation.PERMIT and row.pilgrim_id is not None:
        if row.state == State.ACCEPTED:
            return PermitGranted(
                pilgrim=row.pilgrim_id,
                application_number=row.body.get("application_number", ""),
                visa_number=row.body.get("visa_number", ""),
                permit_number=row.number,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
            )
        if row.state == State.WITHDRAWN:
            return PermitWithdrawn(row.pilgrim_id, row.number, codes)
    if row.needs_person:
        return RequestRefused(row.id, row.operation, row.pilgrim_id, codes)
    return None

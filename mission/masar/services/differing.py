"""Differences between both sides, settled one by one: by the program where it is safe."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation import journal
from foundation.scoping import Actor
from mission.masar import access, queries
from mission.masar.events import DifferenceFound
from mission.masar.models import Difference, Exchange
from mission.masar.rules.differences import Compared, Finding, is_our_key
from mission.masar.rules.states import LIVE, Operation, State
from mission.masar.services.errands import Sitting
from mission.masar.services.opening import built_bodies, hold_writing
from mission.masar.services.port import End
from mission.masar.services.recording import record_told
from mission.masar.services.steps import Why, add_steps
from mission.season.models import Season

COMPARISON = Why("comparison of both sides")
SUBJECTS = {
    Operation.GROUP: "licence_no",
    Operation.PILGRIM: "passport_number",
    Operation.VISA: "application_number",
    Operation.PERMIT: "application_number",
}


def settle_by_program(sitting: Sitting, operation: Operation, difference: Compared) -> str:
    """Settle a difference where no judgement is needed.

    Answers the count of the comparison that it belongs to; "" where a person must look.
    """
    match difference.finding:
        case Finding.MISSING_THERE:
            return "sent_again" if _send_again(sitting, difference) else ""
        case Finding.STRANGER | Finding.DUPLICATE:
            if _adopt(sitting, operation, difference):
                return "taken_over"
            is_cancelled = _cancel_there(sitting, operation, difference)
            return "cancelled_there" if is_cancelled else ""
    return ""


@transaction.atomic
def _send_again(sitting: Sitting, difference: Compared) -> bool:
    """Send what they lost again, under the same key; what was accepted is left to people."""
    at = sitting.clock()
    hold_writing(sitting.season)
    row = Exchange.objects.select_for_update(of=("self",)).get(id=difference.key)
    if row.state != State.RECEIVED:
        return False
    row.state, row.state_at = State.PENDING, at
    row.save(update_fields=["state", "state_at"])
    add_steps(
        [row], why=Why(f"they do not have it: {COMPARISON.reason}"), by=sitting.by.label, at=at
    )
    return True


@transaction.atomic
def _adopt(sitting: Sitting, operation: Operation, difference: Compared) -> bool:
    """Take over a booking that we know nothing of (any more), where its subject is ours.

    After a restore from a backup this finds every request that the backup did not hold. A
    request of ours that was never sent makes room for it; any other keeps its place.
    """
    season, at = sitting.season, sitting.clock()
    told = difference.told
    hold_writing(season)
    owner = queries.owner_of_subject(season, operation, difference.subject)
    if told is None or not is_our_key(difference.key) or owner is None:
        return False
    key = UUID(difference.key)
    same = Exchange.objects.filter(**owner, operation=operation)
    if same.filter(id=key).exists():
        return True
    if not _make_room(list(same.filter(state__in=LIVE)), by=sitting.by, at=at):
        return False
    Exchange.objects.create(
        id=key,
        season=season,
        operation=operation,
        **owner,
        attempt=same.count() + 1,
        body=_body_of(season, operation, owner) | {SUBJECTS[operation]: difference.subject},
        opened_at=at,
        state=State.UNKNOWN,
        state_at=at,
    )
    record_told(season=season, told={key: told}, why=COMPARISON, by=sitting.by, at=at)
    return True


def _make_room(live: list[Exchange], *, by: Actor, at: datetime) -> bool:
    """Withdraw requests that were never sent; answers whether no live one is left."""
    if any(row.state != State.PENDING or row.steps.exists() for row in live):
        return False
    for row in live:
        row.state, row.state_at = State.WITHDRAWN, at
        row.save(update_fields=["state", "state_at"])
    if live:
        why = Why("never sent: a booking of theirs was taken over")
        add_steps(live, why=why, by=by.label, at=at)
    return True


def _body_of(season: Season, operation: Operation, owner: dict[str, UUID]) -> dict[str, object]:
    pilgrim_id = owner.get("pilgrim_id")
    if pilgrim_id is None:
        return {}
    return built_bodies(season, operation, [pilgrim_id]).get(pilgrim_id, {})


def _cancel_there(sitting: Sitting, operation: Operation, difference: Compared) -> bool:
    """Cancel a second booking of a pilgrim that we never made; the first is ours and stays."""
    is_second = difference.finding is Finding.DUPLICATE
    if operation is not Operation.PILGRIM or difference.told is None or not is_second:
        return False
    return sitting.path.cancel(difference.told.number).end is End.ANSWERED


@transaction.atomic
def leave_to_people(
    *, season: Season, operation: Operation, difference: Compared, by: Actor, at: datetime
) -> bool:
    """Show a difference to people; answers whether it was not shown already."""
    access.check_may_send(by=by)
    own = Exchange.objects.filter(id=difference.key) if is_our_key(difference.key) else None
    told = difference.told
    row, is_new = Difference.objects.get_or_create(
        season=season,
        key=difference.key,
        finding=difference.finding,
        settled_at=None,
        defaults={
            "operation": operation,
            "subject": difference.subject,
            "number": told.number if told else "",
            "exchange": own.first() if own is not None else None,
            "answer": dict(told.raw) if told else {},
            "found_at": at,
        },
    )
    if is_new:
        found = DifferenceFound(row.id, row.finding, operation, row.key)
        journal.record(found, by=by, at=at)
    return is_new

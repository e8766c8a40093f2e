"""Who is there: the committee signs the attendance, each on their own sign-in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation import journal
from foundation.scoping import Actor
from mission.selection import access, queries
from mission.selection.events import AttendanceSigned, RoundAttested
from mission.selection.models import Attendance, Attestation, Round, State
from mission.selection.rules import ceremony, council
from mission.selection.services.steps import locked_anywhere


@transaction.atomic
def come(*, selection_round: Round, name: str, by: Actor, at: datetime) -> Attendance:
    """Sign that somebody is at the ceremony, in the office that their role gives them.

    name  how the transcript names them
    Raises AlreadyPresent, OfficeTaken, StepOutOfOrder, PermissionRefused.
    """
    access.check_may_sit(by=by)
    held = locked_anywhere(selection_round)
    ceremony.check_not_over(queries.current_state(held))
    earlier = queries.presence_of(held, by.id)
    if earlier is not None and earlier.is_present:
        raise council.AlreadyPresent(name=earlier.name)
    office = earlier.office if earlier else access.office_of(by)
    council.check_seat(office=office, present=[one.office for one in queries.present(held)])
    return _sign(held, name=name, office=office, is_present=True, by=by, at=at)


@transaction.atomic
def leave(*, selection_round: Round, by: Actor, at: datetime) -> Attendance:
    """Sign that somebody leaves the ceremony. Raises NotPresent, PermissionRefused."""
    access.check_may_sit(by=by)
    held = locked_anywhere(selection_round)
    seat = seat_of(held, by=by)
    return _sign(held, name=seat.name, office=seat.office, is_present=False, by=by, at=at)


def seat_of(held: Round, *, by: Actor) -> Attendance:
    """Answer the seat of somebody who is there; raises NotPresent."""
    seat = queries.presence_of(held, by.id)
    if seat is None or not seat.is_present:
        raise council.NotPresent()
    return seat


def _sign(
    held: Round, *, name: str, office: str, is_present: bool, by: Actor, at: datetime
) -> Attendance:
    signed = Attendance.objects.create(
        round=held,
        place=held.attendance.count() + 1,
        holder=by.id,
        name=(name.strip() or by.label)[:200],
        office=office,
        is_present=is_present,
        at=at,
        by=by.label,
    )
    journal.record(
        AttendanceSigned(
            round=held.id, member=signed.name, office=office, is_present=is_present
        ),
        by=by,
        at=at,
    )
    return signed


class AlreadyAttested(ceremony.StepOutOfOrder):
    """The witness has attested this round already."""

    code = "already_attested"


@transaction.atomic
def attest_round(
    *, selection_round: Round, remark: str, by: Actor, at: datetime
) -> Attestation:
    """Attest, as a witness who was there, the result that came about.

    Raises NotPresent, AlreadyAttested, StepOutOfOrder, PermissionRefused.
    """
    access.check_may_attest_round(by=by)
    held = locked_anywhere(selection_round)
    state = queries.current_state(held)
    if state not in (State.DRAWN, State.PUBLISHED):
        raise ceremony.StepOutOfOrder(state=state, needed=State.DRAWN, is_early=True)
    seat = seat_of(held, by=by)
    if held.attestations.filter(holder=by.id).exists():
        raise AlreadyAttested(name=seat.name)
    attested = Attestation.objects.create(
        round=held,
        holder=by.id,
        name=seat.name,
        result_sha256=held.draw.result_sha256,
        remark=remark.strip()[:500],
        by=by.label,
        at=at,
    )
    journal.record(
        RoundAttested(
            round=held.id,
            member=attested.name,
            result_sha256=attested.result_sha256,
            remark=attested.remark,
        ),
        by=by,
        at=at,
    )
    return attested

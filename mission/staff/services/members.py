"""Hire, give roles, dismiss."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction

from foundation import journal
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.staff import access, queries
from mission.staff.events import (
    MemberDismissed,
    MemberHired,
    PasswordGiven,
    RolesChanged,
    SecondFactorsRemoved,
    SessionEnded,
)
from mission.staff.models import RoleChange, StaffMember
from mission.staff.rules import Role


class EmailTaken(Refusal):
    """Somebody has an account with this e-mail."""

    code = "email_taken"


@transaction.atomic
def hire_member(
    *, email: str, names: tuple[str, str], roles: Iterable[Role], by: Actor, at: datetime
) -> StaffMember:
    """Open an account without a usable password and give it its roles.

    names  Arabic, English
    Raises EmailTaken, PermissionRefused.
    """
    access.check_may_manage_staff(by=by)
    if queries.member_by_email(email) is not None:
        raise EmailTaken(email=email)
    member = StaffMember(email=email.lower(), name_ar=names[0], name_en=names[1], hired_at=at)
    member.set_unusable_password()
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError as taken:  # by somebody who hired at the same moment
        raise EmailTaken(email=email) from taken
    wanted = sorted(set(roles))
    _write_roles(member, wanted, is_held=True, by=by, at=at)
    journal.record(MemberHired(member=member.id, roles=tuple(wanted)), by=by, at=at)
    return member


@transaction.atomic
def set_password(*, member: StaffMember, password: str, by: Actor, at: datetime) -> None:
    """Give an account a password; its owner changes it in the account pages."""
    access.check_may_manage_staff(by=by)
    member.set_password(password)
    member.save(update_fields=["password"])
    journal.record(PasswordGiven(member=member.id), by=by, at=at)


@transaction.atomic
def change_roles(
    *, member: StaffMember, roles: Iterable[Role], by: Actor, at: datetime
) -> frozenset[str]:
    """Let the member hold exactly these roles from now on; answers them.

    Nothing is written when they are held already.
    """
    access.check_may_manage_staff(by=by)
    StaffMember.objects.select_for_update().get(id=member.id)
    held = queries.roles_of(member.id)
    wanted = frozenset(role.value for role in roles)
    given, taken = sorted(wanted - held), sorted(held - wanted)
    if given or taken:
        _write_roles(member, given, is_held=True, by=by, at=at)
        _write_roles(member, taken, is_held=False, by=by, at=at)
        event = RolesChanged(member=member.id, given=tuple(given), taken=tuple(taken))
        journal.record(event, by=by, at=at)
    return wanted


@transaction.atomic
def dismiss_member(*, member: StaffMember, reason: str, by: Actor, at: datetime) -> StaffMember:
    """Close an account and end all its sessions now."""
    access.check_may_manage_staff(by=by)
    member.is_active = False
    member.save(update_fields=["is_active"])
    _end_sessions(member)
    journal.record(MemberDismissed(member=member.id, reason=reason), by=by, at=at)
    return member


@transaction.atomic
def remove_second_factors(
    *, member: StaffMember, reason: str, by: Actor, at: datetime
) -> StaffMember:
    """Take away the codes and passkeys of a member who lost the device; all sessions end.

    The password stays, and leads to the page where a new second factor is made.
    Raises PermissionRefused, also for one's own account.
    """
    access.check_may_remove_second_factors(member.id, by=by)
    queries.second_factors(member.id).delete()
    _end_sessions(member)
    journal.record(SecondFactorsRemoved(member=member.id, reason=reason), by=by, at=at)
    return member


@transaction.atomic
def end_session(*, member: StaffMember, session_id: int, by: Actor, at: datetime) -> None:
    """Sign a member out on one device. Raises NoSuchSession."""
    access.check_may_end_sessions(member.id, by=by)
    queries.session_of(member.id, session_id).end()
    journal.record(SessionEnded(member=member.id), by=by, at=at)


def _end_sessions(member: StaffMember) -> None:
    for session in UserSession.objects.filter(user_id=member.id):
        session.end()


def _write_roles(
    member: StaffMember, roles: Iterable[str], *, is_held: bool, by: Actor, at: datetime
) -> None:
    RoleChange.objects.bulk_create(
        RoleChange(member=member, role=role, is_held=is_held, at=at, by=by.label)
        for role in roles
    )

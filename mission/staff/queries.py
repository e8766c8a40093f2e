"""Reads of the staff."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet

from foundation.refusals import NotFound
from foundation.scoping import Actor, campaigns_of, permissions_of
from mission.staff.models import RoleChange, StaffMember
from mission.staff.rules import sees_every_campaign


class NoSuchMember(NotFound):
    """No account has this id."""

    code = "no_such_member"


class NoSuchSession(NotFound):
    """This member has no such session, or it has ended already."""

    code = "no_such_session"


def session_of(member_id: UUID, session_id: int) -> UserSession:
    """Answer one session of a member; raises NoSuchSession."""
    session = UserSession.objects.filter(user_id=member_id, id=session_id).first()
    if session is None:
        raise NoSuchSession(session=session_id)
    return session


def roles_of(member_id: UUID) -> frozenset[str]:
    """Answer the roles that a member holds now."""
    newest = (
        RoleChange.objects.filter(member_id=member_id)
        .order_by("role", "-id")
        .distinct("role")
        .values_list("role", "is_held")
    )
    return frozenset(role for role, is_held in newest if is_held)


def actor_for(member: StaffMember) -> Actor:
    """Turn an account into the actor that services ask about permissions."""
    roles = roles_of(member.id) if member.is_active else frozenset()
    return Actor(
        kind="staff",
        id=str(member.id),
        label=member.email,
        permissions=permissions_of(roles),
        campaigns=None if sees_every_campaign(roles) else campaigns_of(member.id),
    )


def member_by_id(member_id: UUID) -> StaffMember:
    """Answer one member; raises NoSuchMember."""
    member = StaffMember.objects.filter(id=member_id).first()
    if member is None:
        raise NoSuchMember(member=member_id)
    return member


def member_by_email(email: str) -> StaffMember | None:
    """Answer the member with this e-mail in any letter case, if there is one."""
    return StaffMember.objects.filter(email__iexact=email).first()


def members(search: str = "") -> QuerySet[StaffMember]:
    """Answer the members whose name or e-mail contains the search, by name."""
    found = StaffMember.objects.order_by("name_en", "email")
    if not search:
        return found
    return found.filter(
        Q(email__icontains=search) | Q(name_ar__icontains=search) | Q(name_en__icontains=search)
    )


def second_factors(member_id: UUID) -> QuerySet[Authenticator]:
    """Answer what a member signs in with beside the password: codes, passkeys, spare codes."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=member_id)
    return found


def roles_of_many(member_ids: list[UUID]) -> dict[UUID, list[str]]:
    """Answer the roles of several members in one query, by member."""
    newest = (
        RoleChange.objects.filter(member_id__in=member_ids)
        .order_by("member_id", "role", "-id")
        .distinct("member_id", "role")
        .values_list("member_id", "role", "is_held")
    )
    held: dict[UUID, list[str]] = {member_id: [] for member_id in member_ids}
    for member_id, role, is_held in newest:
        if is_held:
            held[member_id].append(role)
    return held

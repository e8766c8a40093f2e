"""What the staff's templates are given: the frame around every page, roles in words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation import navigation, wording, workboard
from foundation.branding import mission_name
from foundation.clock import now
from foundation.languages import in_language
from foundation.scoping import Actor, actor_of
from mission.season import queries as seasons
from mission.staff import queries
from mission.staff.models import StaffMember
from mission.staff.rules import Role

# How old the counts beside the navigation may be.
WAITING_SECONDS = 30

ROLE_NAMES = {
    Role.SYSTEMS: _("Information systems unit"),
    Role.COMMITTEE_CHAIR: _("Chair of the sorting committee"),
    Role.COMMITTEE_MEMBER: _("Member of the sorting committee"),
    Role.COMMITTEE_SECRETARY: _("Secretary of the sorting committee"),
    Role.COMMITTEE_WITNESS: _("Witness of the draw"),
    Role.REGISTRAR: _("Registrar of documents"),
    Role.CAMPAIGN_MANAGER: _("Campaign manager"),
    Role.GATE_GUARD: _("Gate guard"),
    Role.CONTACT_AGENT: _("Contact centre agent"),
    Role.OPERATIONS: _("Operations room"),
    Role.CLINICIAN: _("Medical unit"),
    Role.HEAD_OF_MISSION: _("Head of mission"),
}

wording.register(
    {
        "email_taken": _(
            "There is an account with this e-mail already. Look it up in the list."
        ),
        "no_such_session": _("This device is signed out already. Open the list again."),
        "no_such_member": _("There is no such account. Go back to the list of staff."),
    }
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every template what the frame shows: who, which season, which steps."""
    actor = _actor(request)
    return {
        "actor": actor,
        "member_name": member_name(request.user) if actor else "",
        "member_roles": _roles_in_words(request.user) if actor else [],
        "thread_steps": _steps(actor, request.path) if actor else [],
        "season": seasons.current_season(),
        "today": now(),
        "mission_name": mission_name(),
        "live_url": settings.LIVE_URL,
    }


def _steps(actor: Actor, path: str) -> list[navigation.ShownStep]:
    """Count what waits at each step; the counts may be half a minute old."""
    key = f"waiting:{actor.id}"
    waiting = cache.get(key)
    if waiting is None:
        waiting = {item.url: item.count for item in workboard.waiting_for(actor)}
        cache.set(key, waiting, WAITING_SECONDS)
    return navigation.steps_for(actor, path, waiting=waiting)


def member_name(member: Any) -> str:
    """Answer a member's name in the reader's language."""
    if not isinstance(member, StaffMember):
        return ""
    return in_language(member.name_ar, member.name_en) or member.email


def role_names(roles: list[str]) -> list[str]:
    """Answer roles in words, in the reader's language."""
    return [str(ROLE_NAMES[Role(role)]) for role in sorted(roles)]


def _roles_in_words(member: Any) -> list[str]:
    return role_names(list(queries.roles_of(member.id))) if member.is_authenticated else []


def _actor(request: HttpRequest) -> Actor | None:
    known: Actor | None = getattr(request, "actor", None)
    if known is not None:
        return known
    user = getattr(request, "user", None)
    return actor_of(user) if user is not None and user.is_authenticated else None

"""What the gates do when the staff changes."""

from __future__ import annotations

from datetime import datetime

from foundation.scoping import Actor
from mission.gates import services
from mission.staff import queries as staff
from mission.staff.events import MemberDismissed, RolesChanged


def stop_phones_of_former_guard(event: MemberDismissed | RolesChanged, *, at: datetime) -> None:
    """Revoke the phones that a member made readers of their own, unless they still scan."""
    member = staff.member_by_id(event.member)
    if not staff.actor_for(member).may("gates.scan"):
        services.revoke_own_phones(holder=member.email, by=Actor.system("gates"), at=at)

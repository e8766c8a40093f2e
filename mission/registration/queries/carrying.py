"""Files of earlier seasons that were not taken, and may be carried over."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from mission.accounts.models import Account
from mission.accounts.queries import is_known_holder
from mission.registration.models import Applicant, Application, Role
from mission.season.models import Season

_seat_sources: list[Callable[[UUID], bool]] = []


def set_seat_source(source: Callable[[UUID], bool]) -> None:
    """Say how it is known that an application won seats; the app of the draw calls this."""
    _seat_sources[:] = [source]


def carried_candidate(account: Account, season: Season) -> Application | None:
    """Answer the file of the season before this one that a person led without being taken.

    None when there was no earlier season, the person led nothing there, it won seats or was
    withdrawn, or the account is not known to be the person's.
    """
    if not is_known_holder(account):
        return None
    last = (
        Season.objects.filter(hijri_year__lt=season.hijri_year).order_by("-hijri_year").first()
    )
    if last is None or not _seat_sources:
        return None
    found = Application.objects.filter(
        season=last,
        withdrawn_at__isnull=True,
        applicants__role=Role.LEAD,
        applicants__person__national_id=account.national_id,
    ).first()
    return None if found is None or _seat_sources[0](found.pk) else found


def persons_to_carry(application: Application) -> list[Applicant]:
    """Answer the persons of a file with what the register knows of them, the lead first."""
    people = Applicant.objects.filter(application=application).select_related("person")
    return sorted(people, key=lambda each: (each.role != Role.LEAD, each.id))

"""Reads of objections and of the verdicts that they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from foundation.refusals import NotFound
from mission.registration.models import Answer, Application, Eligibility, Objection
from mission.season.models import Season


@dataclass(frozen=True)
class AgainstFile:
    """What stands against a file by the newest judgement, and since which one it does."""

    codes: tuple[str, ...]
    since: datetime


def against(application: Application) -> AgainstFile | None:
    """Answer what holds against an application; None while nothing was found against it."""
    verdicts = list(
        Eligibility.objects.filter(application=application)
        .select_related("run")
        .order_by("-run__number")
    )
    if not verdicts or not verdicts[0].codes:
        return None
    since = verdicts[0].run.judged_at
    for earlier in verdicts[1:]:
        if earlier.codes != verdicts[0].codes:
            break
        since = earlier.run.judged_at
    return AgainstFile(tuple(verdicts[0].codes), since)


def objections_of(application: Application) -> list[Objection]:
    """Answer the objections of an application with their answers, the oldest first."""
    found = Objection.objects.filter(application=application)
    return list(found.select_related("answer", "document").order_by("raised_at", "id"))


def is_taken_up(found: AgainstFile, application: Application) -> bool:
    """Answer whether an objection waits, or one to these very findings was answered."""
    return any(
        not hasattr(each, "answer") or tuple(each.codes) == found.codes
        for each in objections_of(application)
    )


def objections_in(season: Season, *, answered: bool | None = None) -> list[Objection]:
    """Answer the objections of a season, who waits longest first."""
    found = Objection.objects.filter(application__season=season).select_related(
        "application", "answer", "document"
    )
    if answered is not None:
        found = found.filter(answer__isnull=not answered)
    return list(found)


def objection_by_id(objection_id: UUID) -> Objection:
    """Answer one objection; raises NotFound."""
    found = Objection.objects.select_related("application__season", "answer", "document")
    one = found.filter(pk=objection_id).first()
    if one is None:
        raise NotFound()
    return one


def waived_codes(season: Season) -> dict[UUID, set[str]]:
    """Answer the codes that the committee decided not to count: application → codes."""
    waived: dict[UUID, set[str]] = {}
    upheld = Objection.objects.filter(
        application__season=season, answer__status=Answer.UPHELD
    ).values_list("application_id", "codes")
    for application, codes in upheld:
        waived.setdefault(application, set()).update(codes)
    return waived

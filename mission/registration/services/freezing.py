"""Freezing applications: a round of the selection takes them as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation import journal
from foundation.copying import copy_rows
from foundation.ids import uuid7
from foundation.scoping import Actor
from mission.registration.events import ApplicationsFrozen
from mission.registration.models import Application, ApplicationStatus, Status
from mission.registration.rules.applying import FreezeMeetsWithdrawal
from mission.season.models import Season

_STATUS = "id application_id status reason at by".split()


@transaction.atomic
def freeze_applications(
    *, season: Season, applications: Sequence[UUID], round_id: UUID, by: Actor, at: datetime
) -> int:
    """Keep these applications from being changed any more; answer how many are newly frozen.

    The selection calls it within its own write, which asks for the permission.
    Raises FreezeMeetsWithdrawal when one was withdrawn since it was chosen: then the round
    freezes anew, without it.
    """
    open_ones = Application.objects.select_for_update().filter(
        season=season, pk__in=list(applications), frozen_at__isnull=True
    )
    # In the order in which the leads of a family lock theirs, so that nobody waits in a ring.
    rows = list(open_ones.order_by("pk").values_list("pk", "withdrawn_at"))
    if any(withdrawn for _pk, withdrawn in rows):
        raise FreezeMeetsWithdrawal(season=season.hijri_year)
    ids = [pk for pk, _withdrawn in rows]
    Application.objects.filter(pk__in=ids).update(frozen_at=at)
    label = by.label
    copy_rows(
        ApplicationStatus._meta.db_table,
        _STATUS,
        ((uuid7(), pk, Status.FROZEN.value, str(round_id), at, label) for pk in ids),
    )
    journal.record(ApplicationsFrozen(round_id, season.hijri_year, len(ids)), by=by, at=at)
    return len(ids)

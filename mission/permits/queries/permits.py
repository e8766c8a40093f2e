"""Reads of permits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from foundation.refusals import NotFound
from foundation.scoping import Actor
from mission.campaigns.models import Campaign, Pilgrim
from mission.permits.models import Bracelet, KeyWithdrawal, Permit, PermitStatus
from mission.season.models import Season


@dataclass(frozen=True, slots=True)
class PendingPermit:
    """A permit in force whose pilgrim has no bracelet that counts for it."""

    permit_id: UUID
    pilgrim_id: UUID
    campaign_id: UUID
    valid_until: datetime


class PermitRow(NamedTuple):
    """A line of the permits' table, as it is exported."""

    pilgrim: str
    campaign: str
    application_number: str
    visa_number: str
    permit_number: str
    valid_from: datetime
    valid_until: datetime
    status: str


def permits_in_force(season: Season, *, at: datetime) -> QuerySet[Permit]:
    """Answer the granted permits that are neither cancelled nor over."""
    return Permit.objects.filter(
        ~_cancelled(), season=season, valid_until__gt=at, pilgrim__left_at__isnull=True
    )


def pending_permits(
    season: Season, *, at: datetime, among: Collection[UUID] | None = None
) -> list[PendingPermit]:
    """Answer the permits that wait for a bracelet, campaign by campaign, files together.

    among  ids of permits; all of the season when not given
    """
    withdrawn = list(KeyWithdrawal.objects.values_list("key_id", flat=True))
    with_one = Bracelet.objects.filter(permit=OuterRef("pk")).exclude(key_id__in=withdrawn)
    found = permits_in_force(season, at=at).filter(~Exists(with_one))
    if among is not None:
        found = found.filter(id__in=among)
    rows = found.order_by(
        "pilgrim__campaign__licence_no",
        "pilgrim__application__reference",
        "-pilgrim__is_lead",
        "pilgrim__reference",
    )
    fields = ("id", "pilgrim_id", "pilgrim__campaign_id", "valid_until")
    return [PendingPermit(*row) for row in rows.values_list(*fields)]


def permit_of_pilgrim(pilgrim_id: UUID) -> Permit | None:
    """Answer a pilgrim's newest permit with its states, whether it counts or not."""
    found = Permit.objects.filter(pilgrim_id=pilgrim_id).prefetch_related("statuses")
    return found.order_by("-generation").first()


def permit_by_number(season: Season, number: str) -> Permit | None:
    """Answer a permit by the Saudi side's number, if it was received."""
    return Permit.objects.filter(season=season, number=number).first()


def is_granted(permit: Permit) -> bool:
    """Answer whether a permit was not cancelled."""
    return not permit.statuses.filter(status=PermitStatus.Status.CANCELLED).exists()


def received_numbers(season: Season, among: Collection[str] | None = None) -> set[str]:
    """Answer the numbers of permits that were entered, cancelled ones too; all or of these."""
    found = Permit.objects.filter(season=season)
    if among is not None:
        found = found.filter(number__in=among)
    return set(found.values_list("number", flat=True))


def season_of_pilgrim(pilgrim_id: UUID) -> Season:
    """Answer the season in which a pilgrim travels; raises NotFound."""
    found = Pilgrim.objects.select_related("season").filter(id=pilgrim_id).first()
    if found is None:
        raise NotFound(pilgrim=str(pilgrim_id))
    return found.season


def latest_permits(pilgrim_ids: Collection[UUID]) -> dict[UUID, tuple[int, bool]]:
    """Answer the newest permit of each pilgrim: its generation, and whether it is cancelled."""
    rows = (
        Permit.objects.filter(pilgrim_id__in=pilgrim_ids)
        .annotate(is_cancelled=_cancelled())
        .order_by("pilgrim_id", "-generation")
        .distinct("pilgrim_id")
    )
    return {
        pilgrim_id: (generation, is_cancelled)
        for pilgrim_id, generation, is_cancelled in rows.values_list(
            "pilgrim_id", "generation", "is_cancelled"
        )
    }


def permit_rows(season: Season, *, by: Actor) -> Iterator[PermitRow]:
    """Answer the permits that `by` may see, by pilgrim's reference, for an export."""
    status = Case(
        When(_cancelled(), then=Value(PermitStatus.Status.CANCELLED.value)),
        default=Value(PermitStatus.Status.GRANTED.value),
    )
    rows = Permit.objects.filter(season=season).annotate(status=status)
    if by.campaigns is not None:
        rows = rows.filter(pilgrim__campaign_id__in=by.campaigns)
    fields = (
        "pilgrim__reference",
        "pilgrim__campaign__licence_no",
        "application_number",
        "visa_number",
        "number",
        "valid_from",
        "valid_until",
        "status",
    )
    ordered = rows.order_by("pilgrim__reference", "generation").values_list(*fields)
    for row in ordered.iterator(chunk_size=2000):
        yield PermitRow(*row)


def camps_of_campaigns(season: Season) -> dict[UUID, tuple[int, ...]]:
    """Answer the numbers of each campaign's camps in ascending order; none is left out."""
    camps: dict[UUID, tuple[int, ...]] = {}
    rows = Campaign.objects.filter(season=season).values_list("id", "camps__number")
    for campaign_id, number in rows.order_by("id", "camps__number"):
        before = camps.setdefault(campaign_id, ())
        camps[campaign_id] = before if number is None else (*before, number)
    return camps


def _cancelled() -> Exists:
    return Exists(
        PermitStatus.objects.filter(permit=OuterRef("pk"), status=PermitStatus.Status.CANCELLED)
    )

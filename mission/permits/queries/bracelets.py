"""Reads of bracelets: who wears which, and what their states are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypedDict
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from foundation.cose.statuslist import Status
from foundation.ids import BadReference, parse_reference
from foundation.refusals import NotFound
from foundation.scoping import Actor
from mission.campaigns.models import Pilgrim
from mission.people.queries import name_condition
from mission.permits.models import Bracelet, BraceletSeries, BraceletStatus
from mission.permits.rules.bracelets import LISTED, BraceletFacts, State
from mission.season.models import Season

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

LIVE = (State.ISSUED, State.SUSPENDED)


class NoSuchBracelet(NotFound):
    """No bracelet has this serial, or it is not the asker's."""

    code = "no_such_bracelet"


class BraceletRow(NamedTuple):
    """A line of the bracelets' table, as it is exported."""

    serial: str
    pilgrim: str
    credential: str


@dataclass(frozen=True, slots=True)
class LatestBracelet:
    """The newest bracelet of a pilgrim, as far as issuing another one needs it."""

    id: UUID
    serial: str
    permit_id: UUID
    generation: int
    state: State
    is_key_withdrawn: bool


class _WithState(TypedDict):
    state: str


StatedBracelet: TypeAlias = "WithAnnotations[Bracelet, _WithState]"


class _WithBracelet(TypedDict):
    bracelet_serial: str | None
    bracelet_state: str | None


PilgrimWithBracelet: TypeAlias = "WithAnnotations[Pilgrim, _WithBracelet]"


def with_state(bracelets: QuerySet[Bracelet]) -> QuerySet[StatedBracelet]:
    """Add each bracelet's `state`, that of its newest status row."""
    newest = BraceletStatus.objects.filter(bracelet=OuterRef("pk")).order_by("-id")
    return bracelets.annotate(state=Subquery(newest.values("status")[:1]))


def bracelet_by_serial(serial: str, *, by: Actor) -> StatedBracelet:
    """Answer a bracelet that `by` may see, with its pilgrim; raises NoSuchBracelet.

    The serial is read as people type it.
    """
    try:
        written = parse_reference(serial)
    except BadReference:
        raise NoSuchBracelet(serial=serial[:40]) from None
    found = with_state(Bracelet.objects.filter(serial=written)).select_related(
        "season", "key", "permit", "pilgrim__person", "pilgrim__campaign"
    )
    bracelet = found.first()
    if bracelet is None or not by.covers_campaign(bracelet.pilgrim.campaign_id):
        raise NoSuchBracelet(serial=written)
    return bracelet


def bracelets_by_serials(season: Season, serials: Collection[str]) -> list[StatedBracelet]:
    """Answer the season's bracelets of these serials, with pilgrims, in order of issue."""
    found = Bracelet.objects.filter(season=season, serial__in=serials)
    return list(with_state(found).select_related("pilgrim").order_by("id"))


def bracelet_facts(bracelet: Bracelet) -> BraceletFacts:
    """Answer what the rules need to know of a bracelet, its state read anew."""
    state = bracelet.statuses.order_by("-id").values_list("status", flat=True)[0]
    return BraceletFacts(serial=bracelet.serial, state=State(state))


def bracelets_of_pilgrim(pilgrim_id: UUID) -> list[StatedBracelet]:
    """Answer all bracelets that a pilgrim ever had, the newest first, with their states."""
    found = with_state(Bracelet.objects.filter(pilgrim_id=pilgrim_id))
    return list(
        found.select_related("key").prefetch_related("statuses").order_by("-generation")
    )


def live_bracelets_of_permit(permit_id: UUID) -> list[StatedBracelet]:
    """Answer a permit's bracelets that are not stopped for good."""
    found = with_state(Bracelet.objects.filter(permit_id=permit_id)).select_related("pilgrim")
    return list(found.filter(Q(state=State.ISSUED) | Q(state=State.SUSPENDED)).order_by("id"))


def latest_bracelets(pilgrim_ids: Collection[UUID]) -> dict[UUID, LatestBracelet]:
    """Answer the newest bracelet of each pilgrim who ever had one."""
    rows = with_state(Bracelet.objects.filter(pilgrim_id__in=pilgrim_ids))
    newest = rows.order_by("pilgrim_id", "-generation").distinct("pilgrim_id")
    fields = ("id", "serial", "permit_id", "generation", "state", "key__withdrawal")
    return {
        pilgrim_id: LatestBracelet(
            id=id_,
            serial=serial,
            permit_id=permit_id,
            generation=generation,
            state=State(state),
            is_key_withdrawn=withdrawal is not None,
        )
        for pilgrim_id, id_, serial, permit_id, generation, state, withdrawal in (
            newest.values_list("pilgrim_id", *fields)
        )
    }


def live_bracelets(
    season: Season, *, campaign_id: UUID | None = None
) -> QuerySet[StatedBracelet]:
    """Answer the bracelets that open gates now, campaign by campaign, files together."""
    found = with_state(Bracelet.objects.filter(season=season)).filter(state=State.ISSUED)
    if campaign_id is not None:
        found = found.filter(pilgrim__campaign_id=campaign_id)
    return found.order_by(
        "pilgrim__campaign__licence_no",
        "pilgrim__application__reference",
        "-pilgrim__is_lead",
        "pilgrim__reference",
    )


def bracelet_rows(season: Season) -> Iterator[BraceletRow]:
    """Answer serial, pilgrim and credential of the bracelets that open gates now."""
    rows = live_bracelets(season).values_list("serial", "pilgrim__reference", "credential")
    for row in rows.iterator(chunk_size=2000):
        yield BraceletRow(*row)


def listed_statuses(season: Season) -> Mapping[int, Status]:
    """Answer what the status list must say: index to status, ordinary ones left out."""
    stopped = BraceletStatus.objects.exclude(status=State.ISSUED)
    touched = Bracelet.objects.filter(season=season, id__in=stopped.values("bracelet_id"))
    rows = with_state(touched).values_list("status_index", "state")
    return {index: LISTED[State(state)] for index, state in rows if state != State.ISSUED}


def indexes_given(season: Season) -> int:
    """Answer how many status indexes of the season are given away."""
    series = BraceletSeries.objects.filter(season=season).first()
    return series.next_index if series else 0


def taken_serials(serials: Collection[str]) -> frozenset[str]:
    """Answer which of these serials are held already."""
    found = Bracelet.objects.filter(serial__in=serials)
    return frozenset(found.values_list("serial", flat=True))


def pilgrims_with_permits(
    season: Season, *, by: Actor, search: str = "", campaign_id: UUID | None = None
) -> QuerySet[PilgrimWithBracelet]:
    """Answer the pilgrims whom `by` may see and who were granted a permit, by reference.

    Each has `bracelet_serial` and `bracelet_state` of the newest bracelet, None without one.
    search  a name in either script, a reference, or a serial
    """
    found = Pilgrim.objects.filter(season=season, permits__generation=1)
    if by.campaigns is not None:
        found = found.filter(campaign_id__in=by.campaigns)
    if campaign_id is not None:
        found = found.filter(campaign_id=campaign_id)
    if search.strip():
        found = _matching(found, search.strip())
    newest = Bracelet.objects.filter(pilgrim=OuterRef("pk")).order_by("-generation")
    return (
        found.select_related("person", "campaign")
        .annotate(
            bracelet_serial=Subquery(newest.values("serial")[:1]),
            bracelet_state=Subquery(with_state(newest).values("state")[:1]),
        )
        .order_by("reference")
    )


def _matching(pilgrims: QuerySet[Pilgrim], text: str) -> QuerySet[Pilgrim]:
    try:
        code = parse_reference(text)
    except BadReference:
        return pilgrims.filter(name_condition(text, path="person__"))
    wearers = Bracelet.objects.filter(serial=code).values("pilgrim_id")
    by_serial = pilgrims.filter(id__in=wearers)
    return by_serial | pilgrims.filter(reference=code)

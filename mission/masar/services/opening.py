"""Opening requests: for everybody who lacks one, and for what follows an acceptance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from foundation import journal
from foundation.scoping import Actor
from mission.campaigns.models import Campaign, Pilgrim
from mission.campaigns.queries import left_among
from mission.masar import access, queries
from mission.masar.events import RequestsOpened
from mission.masar.models import Exchange
from mission.masar.rules.states import Operation, State, next_operation
from mission.masar.services import bodies
from mission.season.models import Season

CHUNK = 1000


def hold_writing(season: Season) -> None:
    """Let one transaction at a time move the requests of a season; rows need no lock more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext('masar.writing'), %s)", [season.hijri_year]
        )


@transaction.atomic
def open_requests(*, season: Season, by: Actor, at: datetime) -> int:
    """Open the next request of every campaign and pilgrim that has none under way.

    Answers how many were opened. Opening twice opens nothing more.
    """
    access.check_may_send(by=by)
    hold_writing(season)
    fresh = _group_requests(season, at=at)
    waiting: dict[Operation, list[UUID]] = defaultdict(list)
    for pilgrim_id, accepted, begun in queries.pilgrims_begun(season):
        operation = next_operation(accepted=accepted, begun=begun)
        if operation is not None:
            waiting[operation].append(pilgrim_id)
    for operation, pilgrim_ids in waiting.items():
        fresh += next_requests(season, operation, pilgrim_ids, at=at)
    put_in(season, fresh, by=by, at=at)
    return len(fresh)


def put_in(season: Season, fresh: Sequence[Exchange], *, by: Actor, at: datetime) -> None:
    """Write new requests and say so in the journal, an event an operation."""
    Exchange.objects.bulk_create(fresh, batch_size=CHUNK)
    counts: dict[str, int] = defaultdict(int)
    for exchange in fresh:
        counts[exchange.operation] += 1
    opened = [
        RequestsOpened(season.id, operation, count) for operation, count in counts.items()
    ]
    if opened:
        journal.record_many(opened, by=by, at=at)


def pilgrims_of_groups(
    season: Season, campaign_ids: Iterable[UUID], *, at: datetime
) -> list[Exchange]:
    """Make the requests of pilgrims whose campaigns' groups were accepted."""
    begun = Exchange.objects.filter(season=season, operation=Operation.PILGRIM)
    pilgrims = Pilgrim.objects.filter(
        season=season, campaign_id__in=list(campaign_ids), left_at__isnull=True
    )
    lacking = pilgrims.exclude(id__in=begun.values("pilgrim_id")).values_list("id", flat=True)
    return next_requests(season, Operation.PILGRIM, list(lacking), at=at)


def next_requests(
    season: Season, operation: Operation, pilgrim_ids: Sequence[UUID], *, at: datetime
) -> list[Exchange]:
    """Make first requests of one operation; pilgrims without an accepted group wait."""
    built = built_bodies(season, operation, pilgrim_ids)
    earlier = queries.attempts(operation, pilgrim_ids)
    return [
        Exchange(
            season=season,
            operation=operation,
            pilgrim_id=pilgrim_id,
            attempt=earlier.get(pilgrim_id, 0) + 1,
            body=body,
            opened_at=at,
            state_at=at,
        )
        for pilgrim_id, body in built.items()
    ]


def built_bodies(
    season: Season, operation: Operation, pilgrim_ids: Sequence[UUID]
) -> dict[UUID, dict[str, object]]:
    """Build what would be sent for pilgrims now.

    Who lacks a number for it, or gave the seat up, is left out.
    """
    left = left_among(pilgrim_ids)
    pilgrim_ids = [pilgrim_id for pilgrim_id in pilgrim_ids if pilgrim_id not in left]
    year = season.hijri_year
    if operation is Operation.PILGRIM:
        groups = queries.group_numbers(season)
        pilgrims = Pilgrim.objects.filter(id__in=pilgrim_ids, campaign_id__in=groups)
        ordered = pilgrims.select_related("person").order_by("id")
        return bodies.pilgrim_bodies(ordered, hijri_year=year, groups=groups)
    numbers = queries.accepted_numbers(season, pilgrim_ids)
    built: dict[UUID, dict[str, object]] = {}
    for pilgrim_id in pilgrim_ids:
        held = numbers.get(pilgrim_id, {})
        application, visa = held.get(Operation.PILGRIM, ""), held.get(Operation.VISA, "")
        if operation is Operation.VISA and application:
            built[pilgrim_id] = bodies.visa_body(
                hijri_year=year, application_number=application
            )
        elif operation is Operation.PERMIT and application and visa:
            built[pilgrim_id] = bodies.permit_body(
                hijri_year=year, application_number=application, visa_number=visa
            )
    return built


def _group_requests(season: Season, *, at: datetime) -> list[Exchange]:
    begun = Exchange.objects.filter(season=season, operation=Operation.GROUP)
    travelling = Pilgrim.objects.filter(season=season, left_at__isnull=True)
    lacking = Campaign.objects.filter(season=season, id__in=travelling.values("campaign_id"))
    return [
        Exchange(
            season=season,
            operation=Operation.GROUP,
            campaign=campaign,
            body=bodies.group_body(campaign, hijri_year=season.hijri_year),
            opened_at=at,
            state=State.PENDING,
            state_at=at,
        )
        for campaign in lacking.exclude(id__in=begun.values("campaign_id"))
    ]

"""Reads of the exchange: how the link is, what waits, what was granted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Value

from foundation.names import search_keys
from foundation.refusals import NotFound
from foundation.scoping import Actor
from mission.campaigns.models import Campaign, Pilgrim
from mission.masar.models import Breaker, Call, Difference, Exchange, Link, Reconciliation
from mission.masar.rules.states import LIVE, OPEN, Operation, State
from mission.season.models import Season


@dataclass(frozen=True)
class AcceptedPermit:
    """A pilgrim's numbers with the Saudi side; `valid_until` is excluded."""

    pilgrim_id: UUID
    application_number: str
    visa_number: str
    permit_number: str
    valid_from: date | None
    valid_until: date | None


def accepted_permits(
    season: Season, pilgrim_ids: Sequence[UUID] | None = None
) -> list[AcceptedPermit]:
    """Answer the permits in force, in the order of asking; of all or of some pilgrims."""
    rows = Exchange.objects.filter(
        season=season, operation=Operation.PERMIT, state=State.ACCEPTED
    )
    if pilgrim_ids is not None:
        rows = rows.filter(pilgrim_id__in=pilgrim_ids)
    found = rows.order_by("id").values_list(
        "pilgrim_id",
        "body__application_number",
        "body__visa_number",
        "number",
        "valid_from",
        "valid_until",
    )
    return [AcceptedPermit(*row) for row in found]


def pilgrims_begun(season: Season) -> Iterator[tuple[UUID, set[Operation], set[Operation]]]:
    """Run through pilgrims without a permit request: id, accepted and begun operations."""
    permits = Exchange.objects.filter(pilgrim=OuterRef("id"), operation=Operation.PERMIT)
    accepted = Q(exchanges__state=State.ACCEPTED)
    rows = (
        Pilgrim.objects.filter(~Exists(permits), season=season, left_at__isnull=True)
        .annotate(
            done=ArrayAgg("exchanges__operation", filter=accepted, default=Value([])),
            begun=ArrayAgg(
                "exchanges__operation",
                filter=Q(exchanges__isnull=False),
                default=Value([]),
            ),
        )
        .order_by("id")
        .values_list("id", "done", "begun")
    )
    for pilgrim_id, done, begun in rows.iterator(chunk_size=5000):
        yield (
            pilgrim_id,
            {Operation(name) for name in done},
            {Operation(name) for name in begun},
        )


def group_numbers(season: Season) -> dict[UUID, str]:
    """Answer the accepted groups: campaign id → their number."""
    rows = Exchange.objects.filter(
        season=season, operation=Operation.GROUP, state=State.ACCEPTED
    )
    return {
        campaign_id: number
        for campaign_id, number in rows.values_list("campaign_id", "number")
        if campaign_id is not None
    }


def accepted_numbers(
    season: Season, pilgrim_ids: Sequence[UUID]
) -> dict[UUID, dict[Operation, str]]:
    """Answer the numbers that pilgrims hold: pilgrim id → operation → number."""
    rows = Exchange.objects.filter(
        season=season, pilgrim_id__in=pilgrim_ids, state=State.ACCEPTED
    ).values_list("pilgrim_id", "operation", "number")
    held: dict[UUID, dict[Operation, str]] = defaultdict(dict)
    for pilgrim_id, operation, number in rows:
        if pilgrim_id is not None:
            held[pilgrim_id][Operation(operation)] = number
    return held


def attempts(operation: Operation, pilgrim_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Answer how many requests of a kind pilgrims had so far; those without are left out."""
    rows = Exchange.objects.filter(pilgrim_id__in=pilgrim_ids, operation=operation)
    found = rows.values_list("pilgrim_id").annotate(most=Max("attempt")).order_by()
    return {pilgrim_id: most for pilgrim_id, most in found if pilgrim_id is not None}


def counts(season: Season) -> dict[Operation, dict[State, int]]:
    """Count requests by operation and state; every cell is there."""
    table = {operation: dict.fromkeys(State, 0) for operation in Operation}
    rows = Exchange.objects.filter(season=season).values_list("operation", "state")
    for operation, state, count in rows.annotate(count=Count("id")).order_by():
        table[Operation(operation)][State(state)] = count
    return table


def count_open(season: Season) -> int:
    """Count requests that are not finished."""
    return Exchange.objects.filter(season=season, state__in=OPEN).count()


def count_settled(season: Season) -> int:
    """Count requests that ended, those refused once and submitted again left out."""
    ended = Q(state=State.ACCEPTED) | Q(needs_person=True)
    return Exchange.objects.filter(ended, season=season).count()


def count_requests(season: Season) -> int:
    """Count all requests ever opened."""
    return Exchange.objects.filter(season=season).count()


def count_to_settle(season: Season) -> int:
    """Count what is left until every pilgrim holds a permit: three operations each."""
    return max(
        0, 3 * count_pilgrims(season) + len(group_numbers(season)) - count_settled(season)
    )


def is_in_use(season: Season) -> bool:
    """Say whether anything of the season was ever opened for the e-path."""
    return Exchange.objects.filter(season=season).exists()


def pending_operations(season: Season) -> list[Operation]:
    """Answer the operations with requests to send, the most requests first."""
    rows = Exchange.objects.filter(season=season, state=State.PENDING).values_list("operation")
    found = rows.annotate(count=Count("id")).order_by("-count")
    return [Operation(operation) for operation, _ in found]


def unknown_keys(season: Season, limit: int) -> list[UUID]:
    """Answer keys of UNKNOWN requests, those that wait longest first."""
    rows = Exchange.objects.filter(season=season, state=State.UNKNOWN)
    return list(rows.order_by("state_at", "id").values_list("id", flat=True)[:limit])


def received_keys(season: Season, *, before: datetime, limit: int) -> list[UUID]:
    """Answer keys of requests that they have had since before a moment, oldest first."""
    rows = Exchange.objects.filter(season=season, state=State.RECEIVED, state_at__lt=before)
    return list(rows.order_by("state_at", "id").values_list("id", flat=True)[:limit])


def owner_of_subject(
    season: Season, operation: Operation, subject: str
) -> dict[str, UUID] | None:
    """Find whose a booking of theirs is, as a filter on requests; None unless exactly one fits.

    subject  licence of a group, passport of a pilgrim, application number of all else
    """
    rows: QuerySet[Any, tuple[Any, ...]]
    if operation is Operation.GROUP:
        rows = Campaign.objects.filter(season=season, licence_no=subject).values_list("id")
    elif operation is Operation.PILGRIM:
        rows = Pilgrim.objects.filter(
            season=season,
            left_at__isnull=True,
            person__passports__number=subject,
            person__passports__is_current=True,
        ).values_list("id")
    else:
        rows = Exchange.objects.filter(
            season=season, operation=Operation.PILGRIM, number=subject, state=State.ACCEPTED
        ).values_list("pilgrim_id")
    found = [row[0] for row in rows[:2]]
    if len(found) != 1:
        return None
    name = "campaign_id" if operation is Operation.GROUP else "pilgrim_id"
    return {name: found[0]}


def count_not_begun(season: Season) -> int:
    """Count pilgrims for whom nothing was ever asked of the e-path."""
    begun = Exchange.objects.filter(pilgrim=OuterRef("id"))
    standing = Pilgrim.objects.filter(season=season, left_at__isnull=True)
    return standing.filter(~Exists(begun)).count()


def count_pilgrims(season: Season) -> int:
    """Count the season's pilgrims."""
    return Pilgrim.objects.filter(season=season, left_at__isnull=True).count()


def leavers(season: Season, *, by: Actor) -> QuerySet[Pilgrim]:
    """Answer who gave the seat up and still stands in the e-path, who left first first.

    Both sides agree again once the e-path tells that the application there was withdrawn.
    """
    there = Exchange.objects.filter(
        pilgrim=OuterRef("id"), operation=Operation.PILGRIM, state__in=LIVE - {State.PENDING}
    )
    rows = Pilgrim.objects.filter(Exists(there), season=season, left_at__isnull=False)
    if by.campaigns is not None:
        rows = rows.filter(campaign_id__in=by.campaigns)
    return rows.select_related("person", "campaign").order_by("left_at", "id")


def standing_of(pilgrims: Sequence[Pilgrim]) -> dict[UUID, list[Exchange]]:
    """Answer what of these pilgrims stands in the e-path now, in the order of asking."""
    rows = Exchange.objects.filter(pilgrim__in=pilgrims, state__in=LIVE).order_by("id")
    found: dict[UUID, list[Exchange]] = defaultdict(list)
    for row in rows:
        if row.pilgrim_id is not None:
            found[row.pilgrim_id].append(row)
    return found


def unknown_since(season: Season, before: datetime) -> QuerySet[Exchange]:
    """Answer requests that have been UNKNOWN since before a moment, oldest first."""
    rows = Exchange.objects.filter(season=season, state=State.UNKNOWN, state_at__lt=before)
    return rows.select_related("pilgrim__person", "campaign").order_by("state_at")


def link_of(season: Season) -> Link:
    """Answer the state of the link; one that was never used when there is none yet."""
    return Link.objects.filter(season=season).first() or Link(season=season)


def breakers(season: Season) -> list[Breaker]:
    """Answer the breakers that ever counted a failure, by purpose."""
    return list(Breaker.objects.filter(season=season).order_by("purpose"))


def newest_calls(season: Season, limit: int) -> list[Call]:
    """Answer the newest calls, newest first."""
    return list(Call.objects.filter(season=season).order_by("-begun_at")[:limit])


def newest_comparison(season: Season) -> Reconciliation | None:
    """Answer the last full comparison that ended."""
    rows = Reconciliation.objects.filter(season=season, ended_at__isnull=False)
    return rows.order_by("-begun_at").first()


def refusals(season: Season, *, by: Actor) -> QuerySet[Exchange]:
    """Answer refused requests that wait for a person and that ``by`` may see, oldest first."""
    rows = Exchange.objects.filter(season=season, needs_person=True)
    if by.campaigns is not None:
        mine = Q(campaign_id__in=by.campaigns) | Q(pilgrim__campaign_id__in=by.campaigns)
        rows = rows.filter(mine)
    return rows.select_related("pilgrim__person", "pilgrim__campaign", "campaign").order_by(
        "state_at", "id"
    )


def refusals_matching(
    waiting: QuerySet[Exchange], *, operation: str, search: str
) -> QuerySet[Exchange]:
    """Narrow refusals to one operation, and to names, references and licences that match."""
    if operation:
        waiting = waiting.filter(operation=operation)
    if not search:
        return waiting
    told = Q(pilgrim__reference__iexact=search) | Q(campaign__licence_no__iexact=search)
    words = [keys for word in search.split() if (keys := search_keys(word))]
    named = Q()
    for keys in words:
        named &= Q(pilgrim__person__name_keys__overlap=keys)
    if not words:
        return waiting.filter(told)
    return waiting.filter(named | told)


def counts_for_people(season: Season) -> dict[Operation, int]:
    """Count refusals that wait for a person by operation."""
    rows = Exchange.objects.filter(season=season, needs_person=True).values_list("operation")
    found = rows.annotate(count=Count("id")).order_by()
    return {Operation(operation): count for operation, count in found}


def count_for_people(season: Season) -> int:
    """Count refusals that wait for a person, whoever it is."""
    return Exchange.objects.filter(season=season, needs_person=True).count()


def differences(season: Season) -> QuerySet[Difference]:
    """Answer open differences between both sides, oldest first."""
    rows = Difference.objects.filter(season=season, settled_at=None)
    return rows.select_related("exchange__pilgrim__person").order_by("found_at", "id")


def difference(difference_id: UUID) -> Difference:
    """Answer one difference; raises NotFound."""
    found = Difference.objects.filter(id=difference_id).select_related("season").first()
    if found is None:
        raise NotFound(difference=str(difference_id))
    return found


def exchange(exchange_id: UUID) -> Exchange:
    """Answer one request with its subject; raises NotFound."""
    rows = Exchange.objects.select_related("pilgrim__person", "campaign", "season")
    found = rows.filter(id=exchange_id).first()
    if found is None:
        raise NotFound(request=str(exchange_id))
    return found


def pilgrim(pilgrim_id: UUID) -> Pilgrim:
    """Answer a pilgrim with person and campaign; raises NotFound."""
    rows = Pilgrim.objects.select_related("person", "campaign", "season")
    found = rows.filter(id=pilgrim_id).first()
    if found is None:
        raise NotFound(pilgrim=str(pilgrim_id))
    return found


def history_of_pilgrim(pilgrim_id: UUID) -> list[Exchange]:
    """Answer a pilgrim's requests with their steps, in the order in which they were opened."""
    rows = Exchange.objects.filter(pilgrim_id=pilgrim_id).prefetch_related("steps__call")
    return list(rows.order_by("id"))

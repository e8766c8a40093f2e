"""Outcomes: what the draw said about a file, and what came of it since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from foundation.refusals import NotFound
from mission.season.models import Season
from mission.selection.models import (
    Entry,
    Happening,
    Offer,
    OfferStep,
    Outcome,
    OutcomeKind,
    Promotion,
    Round,
    RoundStatus,
    State,
)
from mission.selection.queries.rounds import rules_of
from mission.selection.rules.numbers import number_of

LEFT = (Happening.WITHDRAWN, Happening.LAPSED)


class UnknownReference(NotFound):
    """No published round holds this reference."""

    code = "unknown_reference"


@dataclass(frozen=True)
class SelectedFile:
    """A file that holds seats now, in the order of places; promoted files follow the drawn."""

    application: UUID
    reference: str
    size: int
    place: int
    share: str


@dataclass(frozen=True)
class PublicOutcome:
    """What anyone may know about a reference.

    number     256 bits, as hex digits; the smaller, the earlier
    row        the line of entries.csv by which it was drawn, with ``row_size`` persons; tier,
               tickets and number are those of the line
    together   the files that it was drawn together with
    happening  what came after the draw: empty, WITHDRAWN, LAPSED or PROMOTED
    is_beyond_reserve  waits too far down to move up by the rules of the round
    offered_until  the end of the offer, excluded; None unless it still waits for an answer
    has_accepted   whether the seats were taken up
    """

    reference: str
    round: Round
    outcome: str
    place: int
    share: str
    size: int
    tier: int
    tickets: int
    number: str
    happening: str
    ahead_promoted: int
    row: str
    row_size: int
    together: tuple[str, ...] = ()
    is_beyond_reserve: bool = False
    offered_until: datetime | None = None
    has_accepted: bool = False


def outcome_for(reference: str) -> PublicOutcome:
    """Answer the newest published outcome of a reference; raises UnknownReference."""
    found = (
        Outcome.objects.filter(entry__reference=reference)
        .filter(Exists(published(OuterRef("round"))))
        .select_related("entry__row", "round__season", "round__draw")
        .order_by("-round__opened_at")
        .first()
    )
    if found is None:
        raise UnknownReference(reference=reference)
    entry, row = found.entry, found.entry.row or found.entry
    number = number_of(seed=found.round.draw.seed, reference=row.reference, tickets=row.tickets)
    since = entry.promotions.order_by("-line").first()
    offer = Offer.objects.filter(entry=entry).first()
    answered = _answers(offer)
    return PublicOutcome(
        reference=entry.reference,
        round=found.round,
        outcome=found.outcome,
        place=found.place,
        share=since.share if since and since.happening == Happening.PROMOTED else found.share,
        size=entry.size,
        tier=row.tier,
        tickets=row.tickets,
        number=f"{number:064x}",
        happening=since.happening if since else "",
        ahead_promoted=_promoted_ahead(found),
        row=row.reference,
        row_size=row.size,
        together=tuple(others_of(entry)),
        is_beyond_reserve=_is_beyond_reserve(found),
        offered_until=offer.until if offer and not answered else None,
        has_accepted=answered == {OfferStep.Kind.ACCEPTED},
    )


def others_of(entry: Entry) -> list[str]:
    """Answer the files that one is drawn together with, by reference; none if it is alone."""
    if entry.row_id is None:
        return []
    files = Entry.objects.filter(row=entry.row_id).exclude(pk=entry.pk)
    return sorted(files.values_list("reference", flat=True))


def others_by_application(
    application_ids: Collection[UUID], *, held: Round | None = None
) -> dict[UUID, list[str]]:
    """Answer the others that applications were drawn together with, of those that were: in one
    round, or in the newest that holds them."""
    own = Entry.objects.filter(application__in=application_ids, row__isnull=False)
    found = list((own.filter(round=held) if held else own).order_by("round__opened_at"))
    rows: dict[UUID | None, list[str]] = {}
    files = Entry.objects.filter(row__in=[entry.row_id for entry in found])
    for row, reference in files.order_by("reference").values_list("row_id", "reference"):
        rows.setdefault(row, []).append(reference)
    return {
        entry.application_id: [one for one in rows[entry.row_id] if one != entry.reference]
        for entry in found
    }


def selected_applications(season: Season) -> list[SelectedFile]:
    """Answer the files of a season that hold seats now: round by round, in the order of places,
    then those promoted since; published rounds only."""
    standing = (
        Entry.objects.filter(round__season=season)
        .filter(Exists(published(OuterRef("round"))), holds_seats())
        .select_related("result")
        .order_by("round__number", "result__outcome", "result__place", "result__part")
    )
    promoted = dict(
        Promotion.objects.filter(
            round__season=season, happening=Happening.PROMOTED
        ).values_list("entry_id", "share")
    )
    return [
        SelectedFile(
            application=entry.application_id,
            reference=entry.reference,
            size=entry.size,
            place=entry.result.place,
            share=promoted.get(entry.id, entry.result.share),
        )
        for entry in standing
    ]


def is_selected(application_id: UUID) -> bool:
    """Answer whether an application holds seats by a published round."""
    return (
        Entry.objects.filter(application_id=application_id)
        .filter(Exists(published(OuterRef("round"))), holds_seats())
        .exists()
    )


def standing_entry_ids(selection_round: Round) -> QuerySet[Entry, Any]:
    """Answer the entries of a round that hold seats now."""
    return Entry.objects.filter(holds_seats(), round=selection_round)


def seated_persons(selection_round: Round) -> int:
    """Answer how many persons hold seats of a round now."""
    return sum(standing_entry_ids(selection_round).values_list("size", flat=True))


def waiting_references(selection_round: Round) -> set[str]:
    """Answer who may still be promoted: waiting, not promoted, not withdrawn, and neither
    seated by another round nor in the urn of one that still runs."""
    touched = Promotion.objects.filter(entry=OuterRef("id"))
    elsewhere = Entry.objects.filter(application=OuterRef("application")).exclude(
        round=selection_round
    )
    running = elsewhere.exclude(Exists(published(OuterRef("round"))))
    waiting = Entry.objects.filter(round=selection_round, result__outcome=OutcomeKind.WAITING)
    free = waiting.exclude(Exists(touched)).exclude(Exists(running))
    found = free.exclude(Exists(elsewhere.filter(holds_seats())))
    return set(found.values_list("reference", flat=True)) - beyond_reserve(selection_round)


def beyond_reserve(selection_round: Round) -> set[str]:
    """Answer the waiting files after the reserve that the rules allow, of each stratum."""
    reserve = rules_of(selection_round).reserve
    if reserve is None:
        return set()
    lines = (
        Outcome.objects.filter(round=selection_round, outcome=OutcomeKind.WAITING)
        .order_by("place", "part")
        .values_list("entry__reference", "entry__stratum", "part")
    )
    seen: Counter[str] = Counter()
    beyond = set()
    for reference, stratum, part in lines:
        seen[stratum] += part <= 1  # linked files wait as one
        if seen[stratum] > reserve:
            beyond.add(reference)
    return beyond


def _is_beyond_reserve(found: Outcome) -> bool:
    """Tell whether one file is among ``beyond_reserve``, without reading all that wait."""
    reserve = rules_of(found.round).reserve
    if reserve is None or found.outcome != OutcomeKind.WAITING:
        return False
    alike = Outcome.objects.filter(
        round=found.round,
        outcome=OutcomeKind.WAITING,
        entry__stratum=found.entry.stratum,
        part__lte=1,
    )
    places = alike.order_by("place").values_list("place", flat=True)
    return any(found.place >= first for first in places[reserve : reserve + 1])


def settled_earlier(season: Season) -> set[UUID]:
    """Answer the applications that the next round of a season leaves out: those that hold seats
    by a drawn round, published or not, and those that withdrew or lapsed since."""
    settled = Entry.objects.filter(holds_seats() | _has_left(), round__season=season)
    return set(settled.values_list("application_id", flat=True))


def published_rounds_with(application_id: UUID) -> list[Round]:
    """Answer the published rounds whose urn held an application."""
    holding = Entry.objects.filter(round=OuterRef("pk"), application_id=application_id)
    return list(
        Round.objects.filter(Exists(holding), Exists(published(OuterRef("pk"))))
        .select_related("season")
        .order_by("number")
    )


def withdrawn_references(selection_round: Round) -> list[str]:
    """Answer the files of a round whose application was withdrawn, in the order of places."""
    entries = Entry.objects.filter(
        round=selection_round, application__withdrawn_at__isnull=False
    )
    return list(
        entries.order_by("result__outcome", "result__place", "result__part").values_list(
            "reference", flat=True
        )
    )


def results(
    selection_round: Round, *, search: str = "", outcome: str = ""
) -> QuerySet[Outcome, Outcome]:
    """Answer the lines of the result, selected first, by place; filtered if asked."""
    found = Outcome.objects.filter(round=selection_round).select_related("entry")
    if outcome in OutcomeKind.values:
        found = found.filter(outcome=outcome)
    if search.strip():
        found = found.filter(entry__reference__contains=search.strip().upper())
    return found.order_by("outcome", "place", "part")


def published(selection_round: Any) -> QuerySet[RoundStatus]:
    """Answer the step that made a round public; ``selection_round`` may be an outer column."""
    return RoundStatus.objects.filter(round=selection_round, state=State.PUBLISHED)


def holds_seats() -> Q:
    """Selected by the draw or promoted since, and not gone since."""
    promoted = Promotion.objects.filter(entry=OuterRef("pk"), happening=Happening.PROMOTED)
    return (Q(result__outcome=OutcomeKind.SELECTED) | Q(Exists(promoted))) & ~_has_left()


def _has_left() -> Q:
    """Withdrawn or lapsed."""
    return Q(Exists(Promotion.objects.filter(entry=OuterRef("pk"), happening__in=LEFT)))


def _answers(offer: Offer | None) -> set[str]:
    steps = OfferStep.objects.filter(offer=offer).exclude(kind=OfferStep.Kind.REMINDED)
    return set(steps.values_list("kind", flat=True)) if offer else set()


def _promoted_ahead(found: Outcome) -> int:
    """Count the waiting files before this one that are no longer waiting."""
    if found.outcome != OutcomeKind.WAITING:
        return 0
    gone = Promotion.objects.filter(
        round=found.round_id,
        entry__result__outcome=OutcomeKind.WAITING,
        entry__result__place__lt=found.place,
    )
    return gone.values("entry").distinct().count()

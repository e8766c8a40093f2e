"""After the draw: a place is given up, and the first waiting files that fit take its seats."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation import journal
from foundation.refusals import NotFound, Refusal
from foundation.scoping import Actor
from mission.selection import access, queries
from mission.selection.events import FilePromoted, SeatVacated
from mission.selection.models import (
    Draw,
    Entry,
    Happening,
    Outcome,
    OutcomeKind,
    Promotion,
    Round,
)
from mission.selection.queries.outcomes import LEFT, seated_persons
from mission.selection.queries.proof import promotion_lines
from mission.selection.rules import ceremony
from mission.selection.rules.promotions import PromotionLine, chained, files_to_promote
from mission.selection.services.steps import locked


class NotInRound(NotFound):
    """The round has no such file."""

    code = "not_in_round"


class NotALeaving(Refusal):
    """Something else than a withdrawal or a lapse: nobody is promoted by hand."""

    code = "not_a_leaving"
    status = 422


class PlaceAlreadyLeft(Refusal):
    """The file withdrew, or its approval lapsed, already."""

    code = "place_already_left"


@transaction.atomic
def vacate_place(
    *, selection_round: Round, reference: str, how: str, reason: str, by: Actor, at: datetime
) -> list[Promotion]:
    """Take a file out of the result and let waiting files move up; answer the new lines.

    how  WITHDRAWN (their own wish) or LAPSED (not accepted in time)
    Raises NotALeaving, NotInRound, PlaceAlreadyLeft, StepOutOfOrder, PermissionRefused.
    """
    access.check_may_publish_round(by=by)
    if how not in LEFT:
        raise NotALeaving(how=how)
    held = locked(selection_round, needed=ceremony.PUBLISHED)
    entry, share, is_seated = _standing(held, reference)
    seats = _free_seats(held, leaving=entry.size) if is_seated else 0
    left = _write_line(held, entry, (Happening(how), share), reason=reason, by=by, at=at)
    journal.record(
        SeatVacated(
            round=held.id,
            application=entry.application_id,
            reference=reference,
            how=how,
        ),
        by=by,
        at=at,
    )
    return [left, *_promote(held, share, seats=seats, by=by, at=at)]


def _standing(held: Round, reference: str) -> tuple[Entry, str, bool]:
    """Answer a file that is still in the result, its share, and whether it holds seats."""
    entry = Entry.objects.filter(round=held, reference=reference).first()
    if entry is None:
        raise NotInRound(reference=reference)
    newest = entry.promotions.order_by("-line").first()
    if newest is None:
        drawn = Outcome.objects.get(entry=entry)
        return entry, drawn.share, drawn.outcome == OutcomeKind.SELECTED
    if newest.happening != Happening.PROMOTED:
        raise PlaceAlreadyLeft(reference=reference)
    return entry, newest.share, True


def _free_seats(held: Round, *, leaving: int) -> int:
    """Answer how many seats are free when a file of so many persons leaves.

    What was free before counts only while no later round was opened, for that one got it.
    """
    free = queries.rules_of(held).quota - seated_persons(held) + leaving
    is_latest = not Round.objects.filter(
        season_id=held.season_id, number__gt=held.number
    ).exists()
    return max(0, free if is_latest else min(free, leaving))


def _promote(
    held: Round, share: str, *, seats: int, by: Actor, at: datetime
) -> list[Promotion]:
    if not seats:
        return []
    rules = queries.rules_of(held)
    files = files_to_promote(
        queries.entries_of_round(held),
        rules,
        seed=Draw.objects.get(round=held).seed,
        waiting=queries.waiting_references(held),
        seats=seats,
        share=share,
    )
    lines = []
    for reference, name in files:
        entry = Entry.objects.get(round=held, reference=reference)
        step = (Happening.PROMOTED, name)
        lines.append(_write_line(held, entry, step, reason="", by=by, at=at))
        journal.record(
            FilePromoted(
                round=held.id,
                application=entry.application_id,
                reference=reference,
                share=name,
            ),
            by=by,
            at=at,
        )
    return lines


def _write_line(
    held: Round,
    entry: Entry,
    step: tuple[Happening, str],
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> Promotion:
    happening, share = step
    earlier = promotion_lines(held)
    previous = earlier[-1][1] if earlier else Draw.objects.get(round=held).result_sha256
    line = PromotionLine(
        line=len(earlier) + 1,
        at=at,
        event=happening.value.lower(),
        reference=entry.reference,
        size=entry.size,
        share=share,
    )
    return Promotion.objects.create(
        round=held,
        entry=entry,
        line=line.line,
        happening=happening,
        share=share,
        reason=reason[:200],
        sha256=chained(previous, line),
        at=at,
        by=by.label,
    )

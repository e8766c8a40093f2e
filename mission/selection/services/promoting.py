"""After the draw: a place is given up, and the first waiting files that fit take its seats."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation import journal
from foundation.refusals import NotFound, Refusal
from foundation.scoping import Actor
from mission.selection import access, queries
from mission.selection.events import FilePromoted, SeatVacated
from mission.selection.models import Draw, Entry, Happening, Outcome, Promotion, Round
from mission.selection.queries.outcomes import seated_persons
from mission.selection.queries.proof import promotion_lines
from mission.selection.rules import ceremony
from mission.selection.rules.promotions import PromotionLine, chained, files_to_promote
from mission.selection.services.steps import locked


class NotInRound(NotFound):
    """The round has no such file."""

    code = "not_in_round"


class PlaceAlreadyLeft(Refusal):
    """The file withdrew, or its approval lapsed, already."""

    code = "place_already_left"


@transaction.atomic
def vacate_place(
    *, selection_round: Round, reference: str, how: str, reason: str, by: Actor, at: datetime
) -> list[Promotion]:
    """Take a file out of the result and let waiting files move up; answer the new lines.

    how  WITHDRAWN (their own wish) or LAPSED (not accepted in time)
    Raises NotInRound, PlaceAlreadyLeft, StepOutOfOrder, PermissionRefused.
    """
    access.check_may_publish_round(by=by)
    held = locked(selection_round, needed=ceremony.PUBLISHED)
    entry = Entry.objects.filter(round=held, reference=reference).first()
    if entry is None:
        raise NotInRound(reference=reference)
    steps = entry.promotions.order_by("-line")
    newest = steps.first()
    if newest is not None and newest.happening != Happening.PROMOTED:
        raise PlaceAlreadyLeft(reference=reference)
    share = newest.share if newest else Outcome.objects.get(entry=entry).share
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
    return [left, *_promote(held, share, by=by, at=at)]


def _promote(held: Round, share: str, *, by: Actor, at: datetime) -> list[Promotion]:
    rules = queries.rules_of(held)
    files = files_to_promote(
        queries.entries_of_round(held),
        rules,
        seed=Draw.objects.get(round=held).seed,
        waiting=queries.waiting_references(held),
        seats=max(0, rules.quota - seated_persons(held)),
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

"""Comparing both sides in full: what differs is taken over, sent again, cancelled or shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation import journal
from foundation.progress import Progress
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.masar import access
from mission.masar.events import SidesCompared
from mission.masar.models import Exchange, Reconciliation
from mission.masar.rules.answers import told_by_record
from mission.masar.rules.differences import Compared, Finding, Ours, Theirs, compare
from mission.masar.rules.states import Operation, State
from mission.masar.services.differing import (
    COMPARISON,
    SUBJECTS,
    leave_to_people,
    settle_by_program,
)
from mission.masar.services.errands import Sitting
from mission.masar.services.line import only_sender
from mission.masar.services.port import End
from mission.masar.services.recording import record_told
from mission.masar.services.sending import declare_unknown
from mission.season.models import Season


class PathNotAnswering(Refusal):
    """The comparison was cut off: a page of theirs could not be had."""

    code = "path_not_answering"
    status = 503


def compare_sides(
    sitting: Sitting, *, progress: Progress, is_dry: bool = False
) -> Reconciliation:
    """Compare every request of the season with what they hold, and settle the differences.

    With ``is_dry`` nothing is written; the counts say what would be. Raises SenderAtWork and
    PathNotAnswering.
    """
    access.check_may_send(by=sitting.by)
    begun_at = sitting.clock()
    run = Reconciliation(season=sitting.season, begun_at=begun_at, by=sitting.by.label)
    with only_sender(sitting.season):
        if not is_dry:
            declare_unknown(season=sitting.season, by=sitting.by, at=begun_at)
            run.save()
        for operation in Operation:
            progress.check()
            ours = _ours(sitting.season, operation)
            theirs = _theirs(sitting, operation)
            found = compare(ours=ours, theirs=theirs)
            run.compared += len({own.key for own in ours} | {record.key for record in theirs})
            progress.advance(len(ours))
            if is_dry:
                _count(run, found)
            else:
                _settle(sitting, run, operation, found)
        run.ended_at = sitting.clock()
        if not is_dry:
            _end(run, by=sitting.by, at=run.ended_at)
    return run


@transaction.atomic
def _end(run: Reconciliation, *, by: Actor, at: datetime) -> None:
    run.save()
    event = SidesCompared(
        run.id,
        compared=run.compared,
        taken_over=run.taken_over,
        sent_again=run.sent_again,
        cancelled_there=run.cancelled_there,
        left_to_people=run.left_to_people,
    )
    journal.record(event, by=by, at=at)


def _ours(season: Season, operation: Operation) -> list[Ours]:
    rows = Exchange.objects.filter(season=season, operation=operation)
    found = rows.values_list("id", "state", f"body__{SUBJECTS[operation]}")
    return [Ours(str(key), State(state), str(subject or "")) for key, state, subject in found]


def _theirs(sitting: Sitting, operation: Operation) -> list[Theirs]:
    records: list[Theirs] = []
    after, more, year = 0, True, sitting.season.hijri_year
    while more:
        reply = sitting.path.page(operation, season=year, after=after)
        if reply.end is not End.ANSWERED:
            raise PathNotAnswering(words=reply.words)
        for item in reply.items("items"):
            subject = str(item.get(SUBJECTS[operation]) or "")
            told = told_by_record(operation, item)
            records.append(Theirs(str(item.get("key")), subject, told))
        last = reply.body.get("next_after")
        more = bool(reply.body.get("more")) and isinstance(last, int) and last > after
        after = last if isinstance(last, int) else after
    return records


def _count(run: Reconciliation, found: Sequence[Compared]) -> None:
    for difference in found:
        match difference.finding:
            case Finding.BEHIND | Finding.STRANGER:
                run.taken_over += 1
            case Finding.MISSING_THERE:
                run.sent_again += 1
            case Finding.DUPLICATE:
                run.cancelled_there += 1
            case _:
                run.left_to_people += 1


def _settle(
    sitting: Sitting, run: Reconciliation, operation: Operation, found: Sequence[Compared]
) -> None:
    """Take over what they know better, then settle the other differences one by one."""
    at = sitting.clock()
    behind = {
        UUID(difference.key): difference.told
        for difference in found
        if difference.finding is Finding.BEHIND and difference.told
    }
    moved = record_told(
        season=sitting.season, told=behind, why=COMPARISON, by=sitting.by, at=at
    )
    run.taken_over += moved.total()
    for difference in found:
        if difference.finding is Finding.BEHIND:
            continue
        name = settle_by_program(sitting, operation, difference)
        if name:
            setattr(run, name, getattr(run, name) + 1)
        else:
            run.left_to_people += leave_to_people(
                season=sitting.season,
                operation=operation,
                difference=difference,
                by=sitting.by,
                at=at,
            )

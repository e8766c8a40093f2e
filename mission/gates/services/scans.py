"""Scans are judged and kept, one or five hundred at a time, each exactly once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction

from foundation import journal
from foundation.progress import QUIET, Progress
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.gates import access
from mission.gates.events import ScansParked, ScansRecorded
from mission.gates.models import ParkedScan
from mission.gates.queries.bearers import Bearer
from mission.gates.queries.judging import KeptScan, kept_scans, parked_digests
from mission.gates.queries.posts import GatePost
from mission.gates.rules.scan import Delivery, PresentedScan, Unreadable, kept_text
from mission.gates.services.judging import Seen, judge, recognise
from mission.gates.services.ledger import keep_scans, lock_whereabouts

MANY = 500  # scans of one transaction when more are given
_REASON_WIDTH, _BODY_WIDTH = 400, 4_000


class ScanNotReadable(Refusal):
    """What was sent is no scan; it was put aside for a person to look at."""

    code = "scan_not_readable"
    status = 422


class ScanIdReused(Refusal):
    """The id stands under another scan already; nothing was kept or changed."""

    code = "scan_id_reused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one thing in a delivery: its kept row, or why there is none.

    scan_id      as the reader named it
    is_replayed  the row stood already; its verdict is the one that was given first
    refusal      ScanIdReused or ScanNotReadable
    """

    scan_id: str
    scan: KeptScan | None
    bearer: Bearer | None = None
    is_replayed: bool = False
    refusal: Refusal | None = None


@transaction.atomic
def record_scans(
    *, gate: str, post: GatePost, delivery: Delivery, by: Actor, at: datetime
) -> list[Answer]:
    """Judge and keep what a reader brings; a scan that is known already gets its old verdict.

    Scans are judged in the order in which they were made and answered in the order given. A
    pilgrim's presence is locked meanwhile, so that of scans at once one enters. What cannot
    be read as a scan is put aside, not dropped.

    gate  code of the gate that was asked; the reader must stand there
    Raises PermissionRefused, ReaderOfAnotherGate.
    """
    access.check_may_scan(gate=gate, stands_at=post.gate_code, by=by)
    seen = recognise(delivery.scans, post=post, at=at)
    rows, known = _keep(seen, post=post, at=at)
    if rows:
        journal.record(_recorded(rows, post), by=by, at=at)
    if delivery.unreadable:
        _park(delivery.unreadable, post=post, by=by, at=at)
    answers = _Answers(seen, known | {row.id: row for row in rows}, set(known), post)
    return [answers.to(thing) for thing in delivery.things]


def admit_many(
    *,
    post: GatePost,
    scans: Iterable[PresentedScan],
    by: Actor,
    at: datetime,
    progress: Progress = QUIET,
) -> list[Answer]:
    """Judge any number of scans at one gate, MANY in a transaction, in the order given."""
    answers: list[Answer] = []
    for some in _portions(scans):
        delivery = Delivery(tuple(some))
        answers += record_scans(gate=post.gate_code, post=post, delivery=delivery, by=by, at=at)
        progress.advance(len(some))
        progress.check()
    return answers


def _portions(scans: Iterable[PresentedScan]) -> Iterator[list[PresentedScan]]:
    left = iter(scans)
    while some := list(islice(left, MANY)):
        yield some


def _keep(
    seen: dict[UUID, Seen], *, post: GatePost, at: datetime
) -> tuple[list[KeptScan], dict[UUID, KeptScan]]:
    """Judge and insert; answer the rows that are new and those that stood already.

    One scan alone is inserted without asking first: when it stood already, the insert says so
    and its movement is not applied. Among many, a known scan must not be played through
    again before the others, so there it is asked for under the lock.
    """
    pilgrims = {one.bearer.pilgrim for one in seen.values() if one.bearer}
    whereabouts = lock_whereabouts(pilgrims) if pilgrims else {}
    known = kept_scans(seen) if len(seen) > 1 else {}
    fresh = [one for id_, one in seen.items() if id_ not in known]
    rows, movements = judge(fresh, post=post, whereabouts=whereabouts, at=at)
    inserted = keep_scans(rows, movements) if rows else set()
    lost = [row.id for row in rows if row.id not in inserted]
    if lost:
        known |= kept_scans(lost)
    return [row for row in rows if row.id in inserted], known


def _recorded(rows: Sequence[KeptScan], post: GatePost) -> ScansRecorded:
    admitted = sum(row.is_admitted for row in rows)
    return ScansRecorded(
        gate=post.gate_id,
        device=post.device_id,
        admitted=admitted,
        refused=len(rows) - admitted,
        scans=tuple(row.id for row in rows),
    )


def _park(unreadable: Sequence[Unreadable], *, post: GatePost, by: Actor, at: datetime) -> None:
    things = {thing.digest(): thing for thing in unreadable}
    for digest in parked_digests(post.device_id, things):
        del things[digest]
    ParkedScan.objects.bulk_create(
        ParkedScan(
            gate_id=post.gate_id,
            device_id=post.device_id,
            body=kept_text(thing.body, _BODY_WIDTH),
            digest=digest,
            reason=kept_text(thing.reason, _REASON_WIDTH),
            received_at=at,
        )
        for digest, thing in things.items()
    )
    if things:
        parked = ScansParked(gate=post.gate_id, device=post.device_id, parked=len(things))
        journal.record(parked, by=by, at=at)


@dataclass(frozen=True, slots=True)
class _Answers:
    """Finds the answer to each thing; the second of two equal scans is a replay."""

    seen: dict[UUID, Seen]
    kept: dict[UUID, KeptScan]
    repeated: set[UUID]
    post: GatePost

    def to(self, thing: PresentedScan | Unreadable) -> Answer:
        if isinstance(thing, Unreadable):
            refusal: Refusal = ScanNotReadable(reason=thing.reason)
            return Answer(scan_id=thing.name, scan=None, refusal=refusal)
        row, seen = self.kept[thing.id], self.seen[thing.id]
        is_itself = seen.scan is thing and thing.id not in self.repeated
        if not is_itself and not thing.is_repeated_by(row.fingerprint, self.post.gate_id):
            refusal = ScanIdReused(scan=str(thing.id))
            return Answer(scan_id=str(thing.id), scan=None, refusal=refusal)
        is_replayed = thing.id in self.repeated
        self.repeated.add(thing.id)
        return Answer(
            scan_id=str(thing.id), scan=row, bearer=seen.bearer, is_replayed=is_replayed
        )

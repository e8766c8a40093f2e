"""From presented texts to verdicts: read, recognise, decide in the order of the scans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeGuard
from uuid import UUID

from mission.gates.queries.bearers import Bearer, bearers_at
from mission.gates.queries.judging import KeptScan
from mission.gates.queries.posts import GatePost, bracelet_keys
from mission.gates.rules.decision import (
    Claims,
    Direction,
    Inside,
    Reading,
    ScanFacts,
    Standing,
    Verdict,
    gate_decision,
)
from mission.gates.rules.scan import PresentedScan, kept_text, moves
from mission.gates.services.ledger import Movement, Whereabouts
from mission.permits.queries import Credential, CredentialRefusal, read_credential

_READINGS = {
    CredentialRefusal.MALFORMED: Reading.MALFORMED,
    CredentialRefusal.UNKNOWN_KEY: Reading.UNKNOWN_KEY,
    CredentialRefusal.FORGED: Reading.FORGED,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A scan after its text was read and its bearer looked up."""

    scan: PresentedScan
    reading: Reading
    claims: Claims | None
    bearer: Bearer | None

    @property
    def standing(self) -> Standing:
        """What the bracelet is worth; a place that nobody was given is worth nothing."""
        return Standing.NOT_ISSUED if self.bearer is None else self.bearer.standing


def recognise(
    scans: Sequence[PresentedScan], *, post: GatePost, at: datetime
) -> dict[UUID, Seen]:
    """Read every credential and look all bearers up in one query; by scan id.

    Of several scans under one id the first counts.
    """
    keys = bracelet_keys(at=at)
    read = [(scan, read_credential(scan.credential, keys)) for scan in scans]
    ours = {found.status_index for _, found in read if _is_ours(found, post)}
    bearers = bearers_at(post.season_id, ours)
    return {scan.id: _seen(scan, found, post, bearers) for scan, found in reversed(read)}


def judge(
    seen: Iterable[Seen],
    *,
    post: GatePost,
    whereabouts: dict[UUID, Whereabouts],
    at: datetime,
) -> tuple[list[KeptScan], list[Movement]]:
    """Decide scans one after the other as they were made, each knowing what came before it.

    Answers a row for each and one movement for each pilgrim who moved, the last one.
    """
    now = dict(whereabouts)
    rows: list[KeptScan] = []
    movements: dict[UUID, Movement] = {}
    for one in sorted(seen, key=lambda one: (one.scan.scanned_at, one.scan.id)):
        judged_at = one.scan.judged_at(at)
        pilgrim = one.bearer.pilgrim if one.bearer else None
        where = now.get(pilgrim) if pilgrim else None
        verdict = gate_decision(_facts(one, post, where, judged_at))
        rows.append(_row(one, post=post, verdict=verdict, at=at))
        if pilgrim and verdict.admitted and _moves(where, post, judged_at):
            movements[pilgrim] = _movement(one, pilgrim, post, judged_at)
            now[pilgrim] = _after(one, post, judged_at)
    return rows, list(movements.values())


def _is_ours(found: Credential | CredentialRefusal, post: GatePost) -> TypeGuard[Credential]:
    return (
        isinstance(found, Credential)
        and found.mission == post.post.mission
        and found.season == post.post.season
    )


def _seen(
    scan: PresentedScan,
    found: Credential | CredentialRefusal,
    post: GatePost,
    bearers: dict[int, Bearer],
) -> Seen:
    if isinstance(found, CredentialRefusal):
        return Seen(scan, _READINGS[found], None, None)
    claims = Claims(
        mission=found.mission,
        season=found.season,
        camps=found.camps,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
    )
    bearer = bearers.get(found.status_index) if _is_ours(found, post) else None
    return Seen(scan, Reading.GENUINE, claims, bearer)


def _facts(one: Seen, post: GatePost, where: Whereabouts | None, at: datetime) -> ScanFacts:
    return ScanFacts(
        direction=one.scan.direction,
        at=at,
        post=post.post,
        reading=one.reading,
        claims=one.claims,
        standing=one.standing,
        inside=where.inside if where else None,
    )


def _row(one: Seen, *, post: GatePost, verdict: Verdict, at: datetime) -> KeptScan:
    return KeptScan(
        id=one.scan.id,
        gate_id=post.gate_id,
        device_id=post.device_id,
        bracelet_id=one.bearer.bracelet if one.bearer else None,
        credential="" if one.bearer else kept_text(one.scan.credential),
        direction=one.scan.direction.value,
        scanned_at=one.scan.scanned_at,
        received_at=at,
        code=verdict.code.value,
        facts=dict(verdict.facts),
        fingerprint=one.scan.fingerprint(post.gate_id),
    )


def _moves(where: Whereabouts | None, post: GatePost, at: datetime) -> bool:
    last = where.changed_at if where else None
    return moves(at, last_moved_at=last, clock_skew=post.post.clock_skew)


def _movement(one: Seen, pilgrim: UUID, post: GatePost, at: datetime) -> Movement:
    return Movement(
        pilgrim=pilgrim,
        camp=post.camp_id if one.scan.direction is Direction.IN else None,
        scan=one.scan.id,
        changed_at=at,
    )


def _after(one: Seen, post: GatePost, at: datetime) -> Whereabouts:
    if one.scan.direction is Direction.OUT:
        return Whereabouts(None, at)
    return Whereabouts(Inside(camp=post.post.camp, gate=post.gate_code, since=at), at)

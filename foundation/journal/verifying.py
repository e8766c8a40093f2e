"""Looking for changed, missing, added, reordered or cut-off rows of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from foundation.journal.chain import ENTRY_TEXTS, GENESIS, hash_of
from foundation.journal.checkpoints import Checkpoint, is_genuine, kept_checkpoints
from foundation.progress import QUIET, Progress

PAGE_ROWS = 5_000
MOST_PROBLEMS = 1_000

_LINKS = f"""
SELECT link.number, link.hash, link.xid::text, link.entry_id::text, {ENTRY_TEXTS}
FROM journal_link link LEFT JOIN journal_entry entry ON entry.id = link.entry_id
WHERE link.number > %s ORDER BY link.number LIMIT {PAGE_ROWS}
"""  # noqa: S608  (column names only)
_UNLINKED = """
SELECT entry.id::text, (entry.xid, entry.id) < (last.xid, last.entry_id)
    OR entry.xid < pg_snapshot_xmin(pg_current_snapshot())
        AND entry.recorded_at < now() - interval '1 day'
FROM journal_entry entry LEFT JOIN
    (SELECT xid, entry_id FROM journal_link ORDER BY number DESC LIMIT 1) last ON true
WHERE NOT EXISTS (SELECT 1 FROM journal_link link WHERE link.entry_id = entry.id)
ORDER BY entry.id
"""


@dataclass(frozen=True)
class Problem:
    """Something that cannot be if nobody touched the journal.

    kind  changed_entry, missing_entry, missing_link, added_entry, rewritten_chain,
          cut_off_chain, forged_checkpoint, unreadable_checkpoint
    """

    kind: str
    number: int | None
    detail: str


@dataclass
class Verdict:
    """What was looked at and what was found; ``pending`` entries wait for their number."""

    links: int = 0
    checkpoints: int = 0
    pending: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    def add(self, kind: str, number: int | None, detail: str) -> None:
        """Note a problem; beyond a thousand, one is as good as more."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(kind, number, detail))


def verify(*, progress: Progress = QUIET) -> Verdict:
    """Compare every entry, link and checkpoint, as of one moment; writers are not held up.

    Not inside a transaction that has begun to read.
    """
    verdict = Verdict()
    heads: dict[int, str] = {}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT coalesce(max(number), 0) FROM journal_link")
            last = cursor.fetchone()[0]
        wanted = _checkpoints(verdict)
        progress.start(last, "journal")
        _check_links(verdict, {each.number for each in wanted}, heads, progress)
        _check_unlinked(verdict)
    for checkpoint in wanted:
        _check_against(verdict, checkpoint, heads, last)
    progress.finish()
    return verdict


def _check_links(
    verdict: Verdict, wanted: set[int], heads: dict[int, str], progress: Progress
) -> None:
    previous, expected = GENESIS, 1
    for number, stored, xid, entry_id, *texts in _links():
        if number != expected:
            verdict.add(
                "missing_link", expected, f"numbers {expected} to {number - 1} are gone"
            )
        if texts[0] is None:
            verdict.add("missing_entry", number, f"entry {entry_id} is gone")
        elif number == expected and not _is_whole(previous, number, texts, stored, xid):
            verdict.add("changed_entry", number, f"entry {entry_id} or its link was changed")
        previous, expected = stored, number + 1
        verdict.links += 1
        progress.advance()
        if number in wanted:
            heads[number] = stored.hex()


def _is_whole(previous: bytes, number: int, texts: list[str], stored: bytes, xid: str) -> bool:
    return hash_of(previous, number, tuple(texts)) == stored and xid == texts[1]


def _links() -> Iterator[list[Any]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_LINKS, [last])
            rows = cursor.fetchall()
        for number, stored, *rest in rows:
            yield [number, bytes(stored), *rest]
        if len(rows) < PAGE_ROWS:
            return
        last = rows[-1][0]


def _check_unlinked(verdict: Verdict) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_UNLINKED)
        for entry_id, is_behind in cursor.fetchall():
            if is_behind:
                verdict.add("added_entry", None, f"entry {entry_id} has no place in the chain")
            else:
                verdict.pending += 1


def _checkpoints(verdict: Verdict) -> list[Checkpoint]:
    """Read the checkpoints; those with a bad signature are problems and count no further."""
    good: list[Checkpoint] = []
    try:
        for checkpoint in kept_checkpoints():
            verdict.checkpoints += 1
            if is_genuine(checkpoint):
                good.append(checkpoint)
            else:
                verdict.add("forged_checkpoint", checkpoint.number, f"signed {checkpoint.at}")
    except (ValueError, TypeError) as wrong:
        verdict.add("unreadable_checkpoint", None, str(wrong))
    return good


def _check_against(
    verdict: Verdict, checkpoint: Checkpoint, heads: dict[int, str], last: int
) -> None:
    if checkpoint.number > last:
        detail = f"signed {checkpoint.at}, but the chain ends at {last}"
        verdict.add("cut_off_chain", checkpoint.number, detail)
    elif heads.get(checkpoint.number) != checkpoint.hash:
        detail = f"differs from what was signed {checkpoint.at}"
        verdict.add("rewritten_chain", checkpoint.number, detail)

"""Keep why each file has its outcome, when the result becomes public."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import astuple
from itertools import islice

from django.utils.translation import gettext as _

from foundation.copying import copy_binary
from foundation.ids import uuid7
from foundation.progress import Progress
from mission.selection.models import ExplainedFiles, Explanation, Round
from mission.selection.queries.rounds import rules_of
from mission.selection.rules.draw import RESULT_HEADER, hold_draw
from mission.selection.rules.entries import Entries
from mission.selection.rules.explaining import Explained, explain
from mission.selection.rules.seed import sha256_hex
from mission.selection.services.drawing import ResultDiffers

# Whoever asks for one file reads as many: a page of the database's own store, some 50 kB.
FILES_TOGETHER = 1 << 10
PARTS_TOGETHER = 1 << 7
TABLE = ExplainedFiles._meta.db_table
COLUMNS = "id explanation_id first references counts looks".split()


def write_explanations(held: Round, entries: Entries, *, progress: Progress) -> None:
    """Draw once more from the frozen files, and keep what every pass said to each of them.

    The explanations are of the result that is published, or nothing is: raises ResultDiffers.
    Raises Cancelled.
    """
    progress.start(len(entries), _("Drawing numbers"))
    seed, rules = held.draw.seed, rules_of(held)
    drawn = hold_draw(entries, rules, seed=seed, advance=progress.advance)
    if sha256_hex(RESULT_HEADER, *drawn.pieces()) != held.draw.result_sha256:
        raise ResultDiffers(number=held.number)
    explained = explain(drawn)
    kept = Explanation.objects.create(
        round=held, headings=[astuple(heading) for heading in explained.headings]
    )
    progress.start(len(entries), _("Explaining the outcomes"))
    rows = _rows(kept, entries, explained, progress)
    while together := b"".join(islice(rows, PARTS_TOGETHER)):
        copy_binary(TABLE, COLUMNS, together)
        progress.check()


def _rows(
    kept: Explanation, entries: Entries, explained: Explained, progress: Progress
) -> Iterator[bytes]:
    for start in range(0, len(entries), FILES_TOGETHER):
        references = entries.reference[start : start + FILES_TOGETHER].tolist()
        looks, counts = explained.of_files(start, start + len(references))
        yield _row(
            uuid7().bytes,
            kept.id.bytes,
            references[0],
            b"\n".join(references),
            counts.astype("<u2").tobytes(),
            looks.tobytes(),
        )
        progress.advance(len(references))


def _row(*values: bytes) -> bytes:
    """Write a row as COPY's binary format wants it: each value after its length."""
    fields = b"".join(struct.pack(">i", len(value)) + value for value in values)
    return struct.pack(">h", len(values)) + fields

"""Keep why each file has its outcome, when the result becomes public."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import astuple
from itertools import islice

from django.utils.translation import gettext_noop as _

from foundation.copying import copy_binary
from foundation.ids import uuid7
from foundation.progress import Progress
from mission.selection.models import ExplainedFiles, Explanation, Round
from mission.selection.rules.draw import Drawn
from mission.selection.rules.entries import Entries
from mission.selection.rules.explaining import Explained, explain

# Whoever asks for one file reads as many: a page of the database's own store, some 50 kB.
FILES_TOGETHER = 1 << 10
PARTS_TOGETHER = 1 << 7
TABLE = ExplainedFiles._meta.db_table
COLUMNS = "id explanation_id first references counts looks".split()


def write_explanations(held: Round, drawn: Drawn, *, progress: Progress) -> None:
    """Keep what every pass of a round's draw said to each of its files. Raises Cancelled."""
    entries, explained = drawn.entries, explain(drawn)
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

"""Writes the outcome of every file: columns straight into PostgreSQL's own form of a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

import numpy as np
from django.utils.translation import gettext_noop as _
from numpy.typing import NDArray

from foundation.copying import copy_binary
from foundation.progress import Progress
from mission.selection.models import Outcome, Round
from mission.selection.queries.files import entry_keys
from mission.selection.queries.linked import linked_entries
from mission.selection.rules.draw import SELECTED, WAITING, Drawn
from mission.selection.rules.orders import Order
from mission.selection.rules.seats import GENERAL

# A batch is written in the order of the entries: with batches this long the index of the
# entries is walked through now and then, rather than met anywhere at every row.
BATCH = 1 << 18
TABLE = Outcome._meta.db_table
COLUMNS = "entry_id round_id application_id outcome place share".split()
KEYS = np.dtype([("entry_id", "V16"), ("application_id", "V16")])

AT_ONCE = 2_000

Codes = NDArray[np.int16]
Row = Sequence[tuple[UUID, UUID]]


def write_outcomes(held: Round, drawn: Drawn, *, progress: Progress) -> Counter[str]:
    """Write who is selected and who waits, a batch of places at a time.

    Answers how many files have each outcome. Raises Cancelled.
    """
    progress.start(len(drawn.entries), _("Writing the result"))
    linked = linked_entries(held)
    names_of_rows = np.array([name.encode() for name in linked], dtype=np.bytes_)
    is_linked = np.isin(drawn.entries.reference, names_of_rows)
    keys = _keys(held, is_linked)
    names = [
        *(share.name.encode() for share in drawn.rules.every_share),
        b"",
    ]  # GENERAL is the last
    for outcome, start, files, codes in _batches(drawn):
        ordered = np.argsort(files, kind="stable")
        ordered = ordered[~is_linked[files[ordered]]]
        rows = b"".join(
            _rows(
                held,
                keys[files[these]],
                these + start + 1,
                texts=(outcome.upper().encode(), names[code]),
            )
            for code in np.unique(codes).tolist()
            for these in [ordered[codes[ordered] == code]]
        )
        copy_binary(TABLE, COLUMNS, rows)
        progress.advance(len(files))
        progress.check()
    more = _write_linked(held, drawn, linked, is_linked)
    seated = drawn.seated
    return Counter({SELECTED: len(seated.selected), WAITING: len(seated.waiting)}) + more


def _keys(held: Round, is_linked: NDArray[np.bool_]) -> NDArray[np.void]:
    """Answer the keys of each line that is a file by itself; those of other lines are zero."""
    alone = np.frombuffer(entry_keys(held), dtype=KEYS)
    if not is_linked.any():
        return alone
    keys = np.zeros(len(is_linked), dtype=KEYS)
    keys[~is_linked] = alone
    return keys


def _write_linked(
    held: Round, drawn: Drawn, linked: Mapping[str, Row], is_linked: NDArray[np.bool_]
) -> Counter[str]:
    """Give each linked file the outcome, place and share of its row; answer how many files
    that are more than there are rows, by outcome."""
    shares = [*(share.name for share in drawn.rules.every_share), ""]  # GENERAL is the last
    more: Counter[str] = Counter()
    rows = []
    for outcome, start, files, codes in _batches(drawn):
        for place in np.flatnonzero(is_linked[files]).tolist():
            row = linked[drawn.entries.reference[files[place]].decode()]
            more[outcome] += len(row) - 1
            rows += [
                Outcome(
                    entry_id=entry,
                    round_id=held.id,
                    application_id=application,
                    outcome=outcome.upper(),
                    place=start + place + 1,
                    share=shares[codes[place]],
                    part=part,
                )
                for part, (entry, application) in enumerate(row, start=1)
            ]
    Outcome.objects.bulk_create(rows, batch_size=AT_ONCE)
    return more


def _batches(drawn: Drawn) -> Iterator[tuple[str, int, Order, Codes]]:
    """Yield outcome, places before these, files and the places of their shares."""
    seated = drawn.seated
    nobody = np.full(len(seated.waiting), GENERAL, dtype=np.int16)
    for outcome, files, codes in (
        (SELECTED, seated.selected, seated.share_of),
        (WAITING, seated.waiting, nobody),
    ):
        for start in range(0, len(files), BATCH):
            part = slice(start, start + BATCH)
            yield outcome, start, files[part], codes[part]


def _rows(
    held: Round, keys: NDArray[np.void], places: NDArray[np.intp], *, texts: tuple[bytes, bytes]
) -> bytes:
    """Write rows of one outcome and share, which are then all of one length."""
    values = {
        "entry_id": keys["entry_id"],
        "round_id": np.void(held.id.bytes),
        "application_id": keys["application_id"],
        "outcome": np.void(texts[0]),
        "place": places,
        "share": np.void(texts[1]) if texts[1] else None,
    }
    rows = np.zeros(len(places), dtype=_layout(*map(len, texts)))
    rows["fields"] = len(COLUMNS)
    for name in COLUMNS:
        rows[f"length of {name}"] = _widths(*map(len, texts))[name]
        if values[name] is not None:
            rows[name] = values[name]
    return rows.tobytes()


def _widths(outcome: int, share: int) -> dict[str, int]:
    uuids = dict.fromkeys(COLUMNS, 16)
    return uuids | {"outcome": outcome, "place": 4, "share": share}


def _layout(outcome: int, share: int) -> np.dtype[np.void]:
    """Answer one row of COPY's binary format: each value after its length, big-endian."""
    layout = [("fields", ">i2")]
    for name, width in _widths(outcome, share).items():
        layout.append((f"length of {name}", ">i4"))
        if width:
            layout.append((name, ">i4" if name == "place" else f"V{width}"))
    return np.dtype(layout)

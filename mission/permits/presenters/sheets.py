"""Sheets of bracelets as a PDF file: the labels of a batch, set and joined."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from pypdf import PdfWriter

from foundation.progress import QUIET, Progress
from foundation.typesetting import set_pdf
from mission.permits import queries
from mission.permits.models import PrintBatch
from mission.permits.rules.typesetting import (
    LABELS_A_PAGE,
    SheetLabel,
    SheetPart,
    SheetStyle,
    parts_of,
)
from mission.season.queries import emergency_numbers

_PROCESSES = 2
_PROGRAM = "mission.permits.rules.typesetting"
_TEMPLATE = Path(__file__).resolve().parent.parent / "templates/permits/bracelet_sheet.typ"
# Nobody waits for a sheet before a screen.
_LONGEST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A finished PDF: its SHA-256 in hex, and its pages."""

    digest: str
    pages: int


def write_sheets(batch: PrintBatch, path: Path, *, progress: Progress = QUIET) -> SheetFile:
    """Write a batch's labels into one PDF at `path`, which is there whole or not at all."""
    labels = [
        SheetLabel(
            serial=label.serial,
            credential=label.credential,
            name_ar=label.name_ar,
            name_en=label.name_en,
            campaign_ar=label.campaign_ar,
            campaign_en=label.campaign_en,
        )
        for label in queries.labels(batch)
    ]
    pages = -(-len(labels) // LABELS_A_PAGE)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    progress.start(len(labels))
    parts = parts_of(labels, _style(batch, pages))
    with PdfWriter() as writer:
        for part, pdf in zip(parts, _set_parts(parts), strict=True):
            writer.append(io.BytesIO(pdf), import_outline=False)
            progress.advance(len(part.labels))
            progress.check()
        writer.write(draft)
    digest = hashlib.sha256(draft.read_bytes()).hexdigest()
    draft.replace(path)
    progress.finish()
    return SheetFile(digest=digest, pages=pages)


def _set_parts(parts: Sequence[SheetPart]) -> Iterator[bytes]:
    """Give the PDF of each part in order; whoever stops in between stops the rest."""
    pool = ThreadPoolExecutor(_PROCESSES)
    try:
        yield from pool.map(_set_part, parts)
    finally:
        pool.shutdown(cancel_futures=True)


def _set_part(part: SheetPart) -> bytes:
    return set_pdf(_TEMPLATE, asdict(part), program=_PROGRAM, longest_seconds=_LONGEST_SECONDS)


def _style(batch: PrintBatch, pages: int) -> SheetStyle:
    return SheetStyle(
        title=f"{batch.season.hijri_year}-{batch.number}",
        mission_ar=settings.MISSION_NAME_AR,
        mission_en=settings.MISSION_NAME_EN,
        numbers=tuple(asdict(number) for number in emergency_numbers(batch.season)),
        pages=pages,
    )

"""Reads of print batches and of what stands on their sheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from foundation.refusals import NotFound
from mission.permits.models import PrintBatch, PrintedBracelet
from mission.season.models import Season


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed of one bracelet; a name may be missing in one script."""

    place: int
    serial: str
    credential: str
    name_ar: str
    name_en: str
    campaign_ar: str
    campaign_en: str


def print_batches(season: Season) -> QuerySet[PrintBatch]:
    """Answer the season's batches, newest first, with `bracelets_count`."""
    found = PrintBatch.objects.filter(season=season).select_related("campaign")
    return found.annotate(bracelets_count=Count("bracelets")).order_by("-number")


def print_batch(batch_id: UUID) -> PrintBatch:
    """Answer one batch with its season; raises NotFound."""
    found = PrintBatch.objects.select_related("season", "campaign").filter(id=batch_id).first()
    if found is None:
        raise NotFound(batch=str(batch_id))
    return found


def next_batch_number(season: Season) -> int:
    """Answer the number of the season's next batch."""
    last = PrintBatch.objects.filter(season=season).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def count_labels(batch: PrintBatch) -> int:
    """Count the bracelets of a batch."""
    return batch.bracelets.count()


def labels(batch: PrintBatch) -> Iterator[Label]:
    """Answer a batch's labels in the order of their places."""
    rows = PrintedBracelet.objects.filter(batch=batch).order_by("place")
    fields = (
        "place",
        "bracelet__serial",
        "bracelet__credential",
        "bracelet__pilgrim__person__name_ar",
        "bracelet__pilgrim__person__name_en",
        "bracelet__pilgrim__campaign__name_ar",
        "bracelet__pilgrim__campaign__name_en",
    )
    for row in rows.values_list(*fields).iterator(chunk_size=2000):
        yield Label(*row)

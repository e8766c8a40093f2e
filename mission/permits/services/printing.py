"""Print batches: ordered with their bracelets, finished with their file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation import journal
from foundation.ids import uuid7
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.campaigns.models import Campaign
from mission.permits import access, queries
from mission.permits.events import SheetsOrdered, SheetsPrinted
from mission.permits.models import PrintBatch, PrintedBracelet
from mission.permits.services.locking import lock_series
from mission.season.models import Season


class NothingToPrint(Refusal):
    """No bracelet waits for a sheet: all were printed before."""

    code = "nothing_to_print"


class NoBracelets(Refusal):
    """No bracelet is in force, so there is nothing to print again either."""

    code = "no_bracelets"


@transaction.atomic
def order_sheets(
    *,
    season: Season,
    by: Actor,
    at: datetime,
    campaign: Campaign | None = None,
    is_again: bool = False,
) -> PrintBatch:
    """Put bracelets on sheets: those that stand on none yet, or all in force.

    campaign  whose pilgrims; everybody's when not given
    is_again  whether bracelets that were printed before are printed again
    Raises NothingToPrint, NoBracelets.
    """
    access.check_may_print_bracelets(by=by)
    lock_series(season)
    wanted = queries.live_bracelets(season, campaign_id=campaign.id if campaign else None)
    if not is_again:
        wanted = wanted.filter(printings=None)
    ids = list(wanted.values_list("id", flat=True))
    if not ids:
        raise NoBracelets if is_again else NothingToPrint
    batch = PrintBatch.objects.create(
        id=uuid7(),
        season=season,
        number=queries.next_batch_number(season),
        campaign=campaign,
        ordered_at=at,
        ordered_by=by.label,
    )
    _place(batch, ids)
    event = SheetsOrdered(
        batch=str(batch.id),
        number=batch.number,
        season=season.hijri_year,
        bracelets=len(ids),
    )
    journal.record(event, by=by, at=at)
    return batch


def _place(batch: PrintBatch, bracelet_ids: Sequence[UUID]) -> None:
    placed = (
        PrintedBracelet(batch=batch, bracelet_id=bracelet_id, place=place)
        for place, bracelet_id in enumerate(bracelet_ids, start=1)
    )
    PrintedBracelet.objects.bulk_create(placed, batch_size=2000)


@transaction.atomic
def finish_sheets(
    *, batch: PrintBatch, file_name: str, digest: str, sheets: int, by: Actor, at: datetime
) -> PrintBatch:
    """Note that the file of a batch is ready; a batch printed again keeps its newest file.

    digest  SHA-256 of the file, in hex
    """
    access.check_may_print_bracelets(by=by)
    batch.file_name, batch.digest, batch.sheets = file_name, digest, sheets
    batch.printed_at = at
    batch.save(update_fields=["file_name", "digest", "sheets", "printed_at"])
    event = SheetsPrinted(
        batch=str(batch.id),
        number=batch.number,
        season=batch.season.hijri_year,
        bracelets=queries.count_labels(batch),
        digest=digest,
    )
    journal.record(event, by=by, at=at)
    return batch

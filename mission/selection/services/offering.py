"""Offer seats to the files that hold them, each with its days to accept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from foundation import journal
from foundation.copying import copy_rows
from foundation.ids import uuid7s
from foundation.refusals import NotFound
from foundation.scoping import Actor
from mission.selection.events import OfferMade
from mission.selection.models import Offer, Round
from mission.selection.queries.offers import entries_without_offer, terms_of_round

OFFER_TABLE = Offer._meta.db_table
OFFER_COLUMNS = "id round_id entry_id until at by".split()


class NotOffered(NotFound):
    """No published round gave this file seats."""

    code = "not_offered"


class Offered(NamedTuple):
    """A file that gets an offer."""

    entry: UUID
    application: UUID
    reference: str


def make_offers(
    held: Round, files: Sequence[Offered], *, is_promoted: bool, by: Actor, at: datetime
) -> datetime:
    """Offer files of a locked round their seats; answer until when, which is excluded."""
    until = terms_of_round(held).until_of(at)
    same = (str(until), str(at), by.label)
    ids = uuid7s(len(files))
    rows = ((one, held.id, file.entry, *same) for one, file in zip(ids, files, strict=True))
    copy_rows(OFFER_TABLE, OFFER_COLUMNS, rows)
    events = (
        OfferMade(
            round=held.id,
            application=file.application,
            reference=file.reference,
            until=until,
            is_promoted=is_promoted,
        )
        for file in files
    )
    journal.record_many(events, by=by, at=at)
    return until


def offer_to_seated(held: Round, *, by: Actor, at: datetime) -> int:
    """Offer seats to every file of a locked round that holds some and has no offer yet.

    At publication those are the selected ones; later only files of a round that was published
    before there were offers. Answers how many.
    """
    found = entries_without_offer(held).values_list("id", "application_id", "reference")
    files = [Offered(*row) for row in found]
    if files:
        make_offers(held, files, is_promoted=False, by=by, at=at)
    return len(files)

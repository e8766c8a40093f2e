"""Readers as the pages and the enrolment ask for them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from foundation.refusals import NotFound
from foundation.scoping import LABEL_WIDTH
from mission.gates.models import Gate, ReaderDevice, Scan

NAME_WIDTH = 80  # of the column


class NoSuchReader(NotFound):
    """No reader has this id."""

    code = "no_such_reader"


def reader_by_code(code_hash: bytes) -> ReaderDevice | None:
    """Answer the reader that waits for this code, locked until the transaction ends.

    One that was revoked before it was enrolled is not found.
    """
    return (
        ReaderDevice.objects.select_for_update(of=("self",))
        .select_related("gate__camp", "gate__season")
        .filter(code_hash=code_hash, revocation=None)
        .first()
    )


def reader_by_id(device: UUID, *, lock: bool = False) -> ReaderDevice:
    """Answer one reader; raises NoSuchReader."""
    readers = ReaderDevice.objects.filter(id=device)
    reader = (readers.select_for_update() if lock else readers).first()
    if reader is None:
        raise NoSuchReader(device=str(device))
    return reader


def readers_at(gate: Gate) -> QuerySet[ReaderDevice]:
    """Answer a gate's readers with their revocations, the newest first."""
    readers = ReaderDevice.objects.filter(gate=gate).select_related("revocation")
    return readers.order_by("-prepared_at")


def own_phones(holder: str) -> list[UUID]:
    """Answer the readers that somebody made of their own phone and that were not revoked.

    holder  their label: such a reader bears the name of whoever prepared it
    """
    phones = ReaderDevice.objects.filter(
        name=holder[:NAME_WIDTH], prepared_by=holder[:LABEL_WIDTH], revocation=None
    )
    return list(phones.order_by("id").values_list("id", flat=True))


def work_of_readers(gate: Gate, since: datetime) -> dict[UUID, tuple[int, datetime]]:
    """Answer how many scans each reader of a gate made since then, and when last."""
    rows = (
        Scan.objects.filter(gate=gate, received_at__gte=since, device__isnull=False)
        .values_list("device_id")
        .annotate(made=Count("id"), last=Max("received_at"))
    )
    return {device: (made, last) for device, made, last in rows}

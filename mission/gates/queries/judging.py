"""What a verdict needs from the rows, for one scan or five hundred in the same few queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mission.gates.models import ParkedScan, Scan
from mission.gates.rules.decision import Code


@dataclass(frozen=True, slots=True)
class KeptScan:
    """A row of `Scan` as judging handles it: hundreds at once, each field as it is stored."""

    id: UUID
    gate_id: UUID
    device_id: UUID | None
    bracelet_id: UUID | None
    credential: str
    direction: str
    scanned_at: datetime
    received_at: datetime
    code: str
    facts: dict[str, Any]
    fingerprint: bytes

    @property
    def is_admitted(self) -> bool:
        """Tell whether the verdict let the person pass."""
        return self.code == Code.OK


def kept_scans(ids: Iterable[UUID]) -> dict[UUID, KeptScan]:
    """Answer the scans already kept under these ids."""
    rows = Scan.objects.filter(id__in=list(ids)).values_list(*KeptScan.__slots__)
    return {row[0]: KeptScan(*row) for row in rows}


def parked_digests(device_id: UUID | None, digests: Iterable[bytes]) -> set[bytes]:
    """Answer which of these things the reader has sent before."""
    parked = ParkedScan.objects.filter(device_id=device_id, digest__in=list(digests))
    return {bytes(digest) for digest in parked.values_list("digest", flat=True)}

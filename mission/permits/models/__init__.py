"""The rows of permits: what was granted, which bracelets prove it, and what signs them."""

from mission.permits.models.bracelet import Bracelet, BraceletSeries, BraceletStatus
from mission.permits.models.key import (
    KeyUsage,
    KeyWithdrawal,
    ListKind,
    PublishedList,
    SigningKey,
)
from mission.permits.models.permit import Permit, PermitStatus
from mission.permits.models.printing import PrintBatch, PrintedBracelet

__all__ = [
    "Bracelet",
    "BraceletSeries",
    "BraceletStatus",
    "KeyUsage",
    "KeyWithdrawal",
    "ListKind",
    "Permit",
    "PermitStatus",
    "PrintBatch",
    "PrintedBracelet",
    "PublishedList",
    "SigningKey",
]

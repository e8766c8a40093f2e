"""Progress: long work says how far it is; a page or a terminal shows it, and may stop it."""

from __future__ import annotations

from foundation.progress.reporting import QUIET, Cancelled, Progress, bar
from foundation.progress.tracking import Tracked, tracked

__all__ = ["QUIET", "Cancelled", "Progress", "Tracked", "bar", "tracked"]

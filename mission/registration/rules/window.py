"""When applications may be made: the window of a season, and the days to object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from mission.registration.rules.values import value_of


class WindowState(StrEnum):
    """Where a moment stands to the window."""

    BEFORE = "before"
    OPEN = "open"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Window:
    """The window of a season, half-open."""

    opens_at: datetime
    closes_at: datetime

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Window:
        """Take it from the season's rule values; raises RuleValueMissing."""
        return cls(
            opens_at=datetime.fromisoformat(value_of(values, "applications.opens_at")),
            closes_at=datetime.fromisoformat(value_of(values, "applications.closes_at")),
        )

    def state(self, at: datetime) -> WindowState:
        """Answer where a moment stands."""
        if at < self.opens_at:
            return WindowState.BEFORE
        return WindowState.OPEN if at < self.closes_at else WindowState.AFTER

    def is_open(self, at: datetime) -> bool:
        """Answer whether applications are taken at a moment."""
        return self.state(at) is WindowState.OPEN


def objection_until(judged_at: datetime, *, days: int) -> datetime:
    """Answer the moment from which a verdict can no longer be objected to."""
    return judged_at + timedelta(days=days)

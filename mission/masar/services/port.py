"""The narrow port to the e-path: what may be asked of it, and how any call can end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from mission.masar.rules.states import Operation

Items = Sequence[Mapping[str, Any]]


class End(StrEnum):
    """How a call ended.

    ANSWERED     with an answer that can be read
    TURNED_AWAY  certainly nothing was taken: no connection, a limit, a refused token
    SILENT       no answer that can be trusted; they may have done it or not
    """

    ANSWERED = "ANSWERED"
    TURNED_AWAY = "TURNED_AWAY"
    SILENT = "SILENT"


@dataclass(frozen=True)
class Reply:
    """The end of one operation, after its retries; `words` say what was wrong."""

    end: End
    body: Mapping[str, Any] = field(default_factory=dict)
    http_status: int | None = None
    tries: int = 1
    words: str = ""

    @property
    def is_failed(self) -> bool:
        """Whether the operation counts as failed for the breaker; 4xx answers never do."""
        is_refused = self.http_status is not None and 400 <= self.http_status < 500
        return self.end is not End.ANSWERED and not is_refused

    def items(self, name: str) -> list[Mapping[str, Any]]:
        """Give the objects in a list of the answer; what is no object is passed over."""
        found = self.body.get(name)
        return [item for item in found or () if isinstance(item, Mapping)]


class SaudiPath(Protocol):
    """Everything that the mission asks of the e-path; no call raises for their mistakes."""

    def send(self, operation: Operation, items: Items) -> Reply:
        """Send requests, each with its key; answered by `items`."""

    def ask(self, keys: Sequence[str]) -> Reply:
        """Ask what became of keys; answered by `items`."""

    def changes(self, cursor: int) -> Reply:
        """Read the feed from after a cursor; answered by `changes`, `next_cursor`, `more`."""

    def page(self, operation: Operation, *, season: int, after: int) -> Reply:
        """List what they hold; answered by `items`, `next_after`, `more`."""

    def cancel(self, application_number: str) -> Reply:
        """Cancel an application that was never ours."""

"""What happens to messages; never what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from foundation.events import Event


@dataclass(frozen=True)
class MessageQueued(Event):
    """A message waits to be handed to the gateway."""

    message: UUID
    kind: str
    about: str


@dataclass(frozen=True)
class MessageFailed(Event):
    """A message did not reach its receiver, and will not be tried again by itself."""

    message: UUID
    kind: str
    reason: str


@dataclass(frozen=True)
class MessageRetried(Event):
    """A member of staff had a message sent again."""

    message: UUID
    former_state: str

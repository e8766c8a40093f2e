"""What happened to people."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from foundation.events import Event


@dataclass(frozen=True)
class PassportReplaced(Event):
    """A person that was known already showed a newer passport, which is now the current one."""

    person: UUID


@dataclass(frozen=True)
class PersonCorrected(Event):
    """Particulars of a person are others in the register; their names, not what they say."""

    person: UUID
    fields: tuple[str, ...]

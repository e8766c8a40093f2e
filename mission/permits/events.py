"""What happened to permits, bracelets, keys and lists."""

from dataclasses import dataclass
from datetime import datetime

from foundation.events import Event


@dataclass(frozen=True)
class PermitReceived(Event):
    """The Saudi path's permit for a pilgrim was entered."""

    permit: str
    pilgrim: str
    season: int


@dataclass(frozen=True)
class PermitCancelled(Event):
    """A permit counts no more."""

    permit: str
    pilgrim: str
    season: int
    reason: str


@dataclass(frozen=True)
class BraceletIssued(Event):
    """A bracelet was signed for a pilgrim; `replaces` is the serial that it takes over."""

    bracelet: str
    pilgrim: str
    season: int
    status_index: int
    kid: int
    replaces: str = ""


@dataclass(frozen=True)
class BraceletRevoked(Event):
    """A bracelet opens no gate any more."""

    bracelet: str
    pilgrim: str
    season: int
    reason: str


@dataclass(frozen=True)
class BraceletSuspended(Event):
    """A bracelet opens no gate until the suspicion is cleared."""

    bracelet: str
    pilgrim: str
    season: int
    reason: str


@dataclass(frozen=True)
class BraceletReinstated(Event):
    """A suspended bracelet opens gates again."""

    bracelet: str
    pilgrim: str
    season: int


@dataclass(frozen=True)
class BraceletReplaced(Event):
    """A bracelet gave way to another one of the same pilgrim."""

    bracelet: str
    pilgrim: str
    season: int
    reason: str
    replaced_by: str


@dataclass(frozen=True)
class SigningKeyMade(Event):
    """A key pair was made; only its public half is named anywhere but in its file."""

    kid: int
    usage: str
    public_key: str
    signs_from: datetime
    not_after: datetime


@dataclass(frozen=True)
class SigningKeyWithdrawn(Event):
    """A key is believed no more."""

    kid: int
    usage: str
    reason: str


@dataclass(frozen=True)
class ListPublished(Event):
    """A new version of the trust list or of a season's status list can be fetched."""

    digest: str
    kind: str
    version: int
    entries: int
    season: int | None = None


@dataclass(frozen=True)
class SheetsOrdered(Event):
    """A batch of bracelets is to be printed."""

    batch: str
    number: int
    season: int
    bracelets: int


@dataclass(frozen=True)
class SheetsPrinted(Event):
    """The file of a batch is ready."""

    batch: str
    number: int
    season: int
    bracelets: int
    digest: str

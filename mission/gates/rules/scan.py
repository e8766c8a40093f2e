"""What a reader presents, what counts as the same scan sent again, and what moves a pilgrim."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from foundation.refusals import Refusal
from mission.gates.rules.decision import Direction

KEPT_CHARACTERS = 400  # the width of the column; our own texts have about 156


class DirectionNotServed(Refusal):
    """The gate works one way only, and the scan says the other."""

    code = "direction_not_served"


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentedScan:
    """One scan as it came; `scanned_at` is the device's clock, aware."""

    id: UUID
    credential: str
    direction: Direction
    scanned_at: datetime

    def fingerprint(self, gate: UUID) -> bytes:
        """Hash everything that was sent, so that a repetition is told from another scan."""
        parts = (gate.hex, self.direction, self.scanned_at.timestamp().hex(), self.credential)
        sent = "\n".join(parts).encode("utf-8", "surrogatepass")
        return hashlib.sha256(sent).digest()

    def is_repeated_by(self, fingerprint: bytes, gate: UUID) -> bool:
        """Tell whether a kept scan with this fingerprint is this very scan."""
        return hmac.compare_digest(self.fingerprint(gate), bytes(fingerprint))

    def judged_at(self, received_at: datetime) -> datetime:
        """Give the moment to judge by: the device's, unless its clock runs ahead of arrival."""
        return min(self.scanned_at, received_at)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something in a request that is no scan: as it came, and what is wrong with it.

    `name` is the id that the reader gave it, if any.
    """

    body: str
    reason: str
    name: str = ""

    def digest(self) -> bytes:
        """Hash what came, so that the same thing is put aside once."""
        return hashlib.sha256(self.body.encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True, slots=True)
class Delivery:
    """All that one request brought, in its order: scans, and what is none."""

    things: tuple[PresentedScan | Unreadable, ...]

    @property
    def scans(self) -> list[PresentedScan]:
        """The scans in their order."""
        return [thing for thing in self.things if isinstance(thing, PresentedScan)]

    @property
    def unreadable(self) -> list[Unreadable]:
        """What could not be read as a scan."""
        return [thing for thing in self.things if isinstance(thing, Unreadable)]


def kept_text(text: str, width: int = KEPT_CHARACTERS) -> str:
    """Shorten a text and replace what a database cannot hold."""
    sound = text.encode("utf-8", "replace").decode()
    return sound.replace("\x00", "\N{REPLACEMENT CHARACTER}")[:width]


def direction_at(way: str, asked: Direction | None) -> Direction:
    """Settle the direction of a scan: as asked, else the gate's own, else in.

    way  IN, OUT or BOTH
    Raises DirectionNotServed.
    """
    if asked is None:
        return Direction.OUT if way == Direction.OUT else Direction.IN
    if way not in ("BOTH", asked):
        raise DirectionNotServed(direction=asked.value, way=way)
    return asked


def moves(at: datetime, *, last_moved_at: datetime | None, clock_skew: timedelta) -> bool:
    """Tell whether an admitted scan changes where the pilgrim is.

    A scan that comes late, from before the pilgrim's last movement, is kept and answered but
    moves nobody; within the tolerance of the clocks the order of arrival counts.
    """
    return last_moved_at is None or at >= last_moved_at - clock_skew

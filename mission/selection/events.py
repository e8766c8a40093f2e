"""What happens to a round of the selection."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from foundation.events import Event


@dataclass(frozen=True)
class RoundOpened(Event):
    """A round is being prepared."""

    round: UUID
    season: UUID
    number: int


@dataclass(frozen=True)
class RulesWritten(Event):
    """A version of the round's rules was written; the newest one counts until the freeze."""

    round: UUID
    version: int
    rules: str
    file_rules: str = ""


@dataclass(frozen=True)
class CommitmentsOpened(Event):
    """Members of the committee may give their secrets' hashes."""

    round: UUID


@dataclass(frozen=True)
class SecretCommitted(Event):
    """A member promised a secret by its hash."""

    round: UUID
    member: str
    sha256: str


@dataclass(frozen=True)
class RoundFrozen(Event):
    """The files and rules of a round are final; their hashes are public.

    families  rows that stand for several files; ``linked_sha256`` is empty where there is none
    """

    round: UUID
    season: UUID
    files: int
    entries_sha256: str
    rules_sha256: str
    chance: str
    chance_at: datetime
    linked_sha256: str = ""
    families: int = 0


@dataclass(frozen=True)
class FamilyParted(Event):
    """A round does not draw the family of a file as a whole; ``together`` are the files that it
    is drawn together with, none where it is drawn by itself."""

    round: UUID
    application: UUID
    reference: str
    together: tuple[str, ...]


@dataclass(frozen=True)
class SecretRevealed(Event):
    """A member showed the secret that was promised."""

    round: UUID
    member: str


@dataclass(frozen=True)
class SecretStruck(Event):
    """A secret was not shown in time and does not count."""

    round: UUID
    member: str
    reason: str


@dataclass(frozen=True)
class RevealsClosed(Event):
    """Every secret is shown or struck; only chance is missing."""

    round: UUID


@dataclass(frozen=True)
class ChanceRecorded(Event):
    """The public randomness was written down; the seed follows from it."""

    round: UUID
    public_randomness: str
    seed: str


@dataclass(frozen=True)
class ChancesSimulated(Event):
    """Draws were simulated from a round's files and rules, to see who has what chance."""

    round: UUID
    draws: int
    files: int


@dataclass(frozen=True)
class DrawHeld(Event):
    """The draw was computed."""

    round: UUID
    seed: str
    result_sha256: str
    selected_files: int
    selected_persons: int
    waiting_files: int


@dataclass(frozen=True)
class ResultPublished(Event):
    """The result and its proof are public."""

    round: UUID
    season: UUID
    proof_sha256: str


@dataclass(frozen=True)
class SeatVacated(Event):
    """A selected or waiting file withdrew, or its approval lapsed."""

    round: UUID
    application: UUID
    reference: str
    how: str


@dataclass(frozen=True)
class FilePromoted(Event):
    """A waiting file took seats that had come free."""

    round: UUID
    application: UUID
    reference: str
    share: str


@dataclass(frozen=True)
class OfferMade(Event):
    """A file was offered its seats; ``until`` is excluded."""

    round: UUID
    application: UUID
    reference: str
    until: datetime
    is_promoted: bool


@dataclass(frozen=True)
class OfferReminded(Event):
    """An offer without an answer is to be called to mind."""

    round: UUID
    application: UUID
    reference: str
    until: datetime
    day: int


@dataclass(frozen=True)
class OfferAccepted(Event):
    """A file takes its seats up."""

    round: UUID
    application: UUID
    reference: str


@dataclass(frozen=True)
class OfferLapsed(Event):
    """The time to accept passed without an answer; the seats went back."""

    round: UUID
    application: UUID
    reference: str
    until: datetime


@dataclass(frozen=True)
class AttendanceSigned(Event):
    """Somebody came to the ceremony, or left it."""

    round: UUID
    member: str
    office: str
    is_present: bool


@dataclass(frozen=True)
class StepProposed(Event):
    """One person of the committee proposed a step; it counts when another one agrees."""

    round: UUID
    proposal: UUID
    step: str
    office: str
    matter: str


@dataclass(frozen=True)
class StepAnswered(Event):
    """Another person, in another office, agreed to a step or did not."""

    round: UUID
    proposal: UUID
    step: str
    office: str
    agrees: bool
    said: str


@dataclass(frozen=True)
class RoundAttested(Event):
    """A witness attested a result that they saw come about."""

    round: UUID
    member: str
    result_sha256: str
    remark: str


@dataclass(frozen=True)
class RoundAmended(Event):
    """Two persons added a signed line to a published result, which itself stands."""

    round: UUID
    line: int
    kind: str
    references: str
    sha256: str

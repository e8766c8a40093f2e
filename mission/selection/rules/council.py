"""Who sits at a ceremony, and how two of them decide a step; plain decisions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from foundation.refusals import Refusal
from mission.selection.rules import ceremony

CHAIR, MEMBER, SECRETARY, WITNESS = "CHAIR", "MEMBER", "SECRETARY", "WITNESS"
OFFICES = (CHAIR, MEMBER, SECRETARY, WITNESS)
VOTING = (CHAIR, MEMBER)
SINGLE = (CHAIR, SECRETARY)


class Step(StrEnum):
    """What one person proposes and another one confirms."""

    FREEZE = "FREEZE"
    STRIKE = "STRIKE"
    CLOSE = "CLOSE"
    CHANCE = "CHANCE"
    DRAW = "DRAW"
    PUBLISH = "PUBLISH"
    AMEND = "AMEND"


NEEDED = {
    Step.FREEZE: ceremony.COMMITTING,
    Step.STRIKE: ceremony.FROZEN,
    Step.CLOSE: ceremony.FROZEN,
    Step.CHANCE: ceremony.REVEALED,
    Step.DRAW: ceremony.REVEALED,
    Step.PUBLISH: ceremony.DRAWN,
    Step.AMEND: ceremony.PUBLISHED,
}
# Steps whose work takes a while: a job does it after two persons have decided.
LONG = (Step.FREEZE, Step.DRAW, Step.PUBLISH)


class NotPresent(Refusal):
    """Whoever acts at the ceremony signs the attendance first."""

    code = "not_present"


class AlreadyPresent(Refusal):
    """The person has signed the attendance already."""

    code = "already_present"


class OfficeTaken(Refusal):
    """Another person sits as chair, or as secretary."""

    code = "office_taken"


class NoQuorum(Refusal):
    """Too few of the committee are present."""

    code = "no_quorum"


class ChanceTooSoon(Refusal):
    """The moment of chance is so near that somebody might know it already."""

    code = "chance_too_soon"
    status = 422


class OwnProposal(Refusal):
    """Nobody confirms what they proposed themselves."""

    code = "own_proposal"


class SameOffice(Refusal):
    """Proposal and confirmation come from two offices."""

    code = "same_office"


class ProposalExpired(Refusal):
    """The proposal is too old to be confirmed."""

    code = "proposal_expired"


class ProposalAnswered(Refusal):
    """Somebody has answered the proposal already."""

    code = "proposal_answered"


class StepAlreadyProposed(Refusal):
    """The step stands proposed and waits for an answer."""

    code = "step_already_proposed"


class NotDecided(Refusal):
    """Two persons have not decided this step."""

    code = "not_decided"


@dataclass(frozen=True)
class Quorum:
    """How many have to be there at the freeze.

    voting     chair and members together; the chair is always one of them
    witnesses  the least number of witnesses
    """

    voting: int
    witnesses: int


@dataclass(frozen=True)
class Proposed:
    """What is known of a proposal when somebody answers it."""

    holder: str
    office: str
    expires_at: datetime
    is_answered: bool

    def is_open(self, *, at: datetime) -> bool:
        """Tell whether it still waits for an answer."""
        return not self.is_answered and at < self.expires_at


def check_seat(*, office: str, present: Collection[str]) -> None:
    """Refuse a second chair or secretary. Raises OfficeTaken.

    present  the offices of those who are there
    """
    if office in SINGLE and office in present:
        raise OfficeTaken(office=office)


def check_quorum(present: Collection[str], *, quorum: Quorum) -> None:
    """Refuse to decide what is final while too few are there. Raises NoQuorum.

    present  the offices of those who are there, one for each person
    """
    offices = list(present)
    voting = sum(office in VOTING for office in offices)
    witnesses = offices.count(WITNESS)
    is_led = CHAIR in offices
    if not is_led or voting < quorum.voting or witnesses < quorum.witnesses:
        raise NoQuorum(
            voting=voting,
            witnesses=witnesses,
            needed_voting=quorum.voting,
            needed_witnesses=quorum.witnesses,
        )


def check_pause(*, at: datetime, chance_at: datetime, minutes: int) -> None:
    """Refuse a freeze right before chance: a public number may be known to some before it is
    known to all. Raises ChanceTooSoon."""
    if chance_at - at < timedelta(minutes=minutes):
        raise ChanceTooSoon(minutes=minutes)


def check_answerable(proposed: Proposed, *, holder: str, office: str, at: datetime) -> None:
    """Refuse an answer unless it comes in time from another person in another office.

    Raises ProposalAnswered, ProposalExpired, OwnProposal, SameOffice.
    """
    if proposed.is_answered:
        raise ProposalAnswered()
    if at >= proposed.expires_at:
        raise ProposalExpired()
    if holder == proposed.holder:
        raise OwnProposal()
    if office == proposed.office:
        raise SameOffice(office=office)

"""Who is at a ceremony, what stands proposed, and what two persons have decided."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from foundation.refusals import NotFound
from mission.season.models import Season
from mission.season.queries import rule_values
from mission.selection.models import Answer, Attendance, Attestation, Proposal, Round
from mission.selection.rules.council import Proposed, Quorum


def attendance(selection_round: Round) -> list[Attendance]:
    """Answer the newest row of everybody who came, in the order in which they first came."""
    newest: dict[str, Attendance] = {}
    for row in selection_round.attendance.order_by("place"):
        newest[row.holder] = row
    return list(newest.values())


def present(selection_round: Round) -> list[Attendance]:
    """Answer who is there now."""
    return [row for row in attendance(selection_round) if row.is_present]


def presence_of(selection_round: Round, holder: str) -> Attendance | None:
    """Answer a person's newest row."""
    return selection_round.attendance.filter(holder=holder).order_by("-place").first()


def proposals(selection_round: Round) -> list[Proposal]:
    """Answer all that was proposed, in order, each with its answer where there is one."""
    return list(selection_round.proposals.select_related("answer").order_by("place"))


def newest_proposal(selection_round: Round, step: str) -> Proposal | None:
    """Answer the newest proposal of a step, with its answer."""
    found = selection_round.proposals.filter(step=step).select_related("answer")
    return found.order_by("-place").first()


def open_proposals(selection_round: Round, *, at: datetime) -> list[Proposal]:
    """Answer what waits for a second person now."""
    return [
        one
        for one in proposals(selection_round)
        if not hasattr(one, "answer") and at < one.expires_at
    ]


def proposal_by_id(selection_round: Round, proposal_id: UUID) -> Proposal:
    """Answer one proposal of a round; raises NotFound."""
    found = selection_round.proposals.filter(id=proposal_id).first()
    if found is None:
        raise NotFound(proposal=str(proposal_id))
    return found


def proposed(proposal: Proposal) -> Proposed:
    """Answer what the rules ask of a proposal."""
    return Proposed(
        holder=proposal.holder,
        office=proposal.office,
        expires_at=proposal.expires_at,
        is_answered=Answer.objects.filter(proposal=proposal).exists(),
    )


def decision_of(selection_round: Round, step: str) -> Answer | None:
    """Answer the decision of a step: the newest proposal's answer, when it agrees."""
    newest = newest_proposal(selection_round, step)
    answer: Answer | None = getattr(newest, "answer", None)
    return answer if answer is not None and answer.agrees else None


def attestations(selection_round: Round) -> list[Attestation]:
    """Answer what witnesses have attested."""
    return list(selection_round.attestations.all())


def quorum(season: Season) -> Quorum:
    """Answer how many must be there at a freeze of this season."""
    values = rule_values(season)
    return Quorum(
        voting=values["ceremony_quorum"], witnesses=values["ceremony_witnesses_least"]
    )


def pause_minutes(season: Season) -> int:
    """Answer the least time between the freeze and chance."""
    return int(rule_values(season)["ceremony_pause_minutes"])


def answer_minutes(season: Season) -> int:
    """Answer how long a proposal waits for its answer."""
    return int(rule_values(season)["ceremony_answer_minutes"])

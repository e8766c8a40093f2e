"""The rows of a round: its steps, rules, promises, frozen files, result and what came after."""

from mission.selection.models.amendment import Amendment
from mission.selection.models.ceremony import (
    SHA256,
    ChanceKind,
    Commitment,
    Disclosure,
    Draw,
    Freeze,
)
from mission.selection.models.council import Answer, Attendance, Attestation, Proposal
from mission.selection.models.explanation import ExplainedFiles, Explanation
from mission.selection.models.offer import Offer, OfferStep
from mission.selection.models.promotion import Happening, Promotion
from mission.selection.models.result import (
    Entry,
    LinkedRow,
    Outcome,
    OutcomeKind,
    Proof,
)
from mission.selection.models.round import Round, RoundStatus, RuleSet, State
from mission.selection.models.self_test import SelfTest
from mission.selection.models.simulation import Simulation

__all__ = [
    "SHA256",
    "Amendment",
    "Answer",
    "Attendance",
    "Attestation",
    "ChanceKind",
    "Commitment",
    "Disclosure",
    "Draw",
    "Entry",
    "ExplainedFiles",
    "Explanation",
    "Freeze",
    "Happening",
    "LinkedRow",
    "Offer",
    "OfferStep",
    "Outcome",
    "OutcomeKind",
    "Promotion",
    "Proof",
    "Proposal",
    "Round",
    "RoundStatus",
    "RuleSet",
    "SelfTest",
    "Simulation",
    "State",
]

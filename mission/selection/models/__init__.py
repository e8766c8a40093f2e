"""The rows of a round: its steps, rules, promises, frozen files, result and what came after."""

from mission.selection.models.ceremony import (
    SHA256,
    ChanceKind,
    Commitment,
    Disclosure,
    Draw,
    Freeze,
)
from mission.selection.models.promotion import Happening, Promotion
from mission.selection.models.result import Entry, Outcome, OutcomeKind, Proof
from mission.selection.models.round import Round, RoundStatus, RuleSet, State

__all__ = [
    "SHA256",
    "ChanceKind",
    "Commitment",
    "Disclosure",
    "Draw",
    "Entry",
    "Freeze",
    "Happening",
    "Outcome",
    "OutcomeKind",
    "Promotion",
    "Proof",
    "Round",
    "RoundStatus",
    "RuleSet",
    "State",
]

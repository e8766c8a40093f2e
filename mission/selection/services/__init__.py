"""Writes of the selection, one file for each stretch of a round's way."""

from mission.selection.services.drawing import (
    EntriesChanged,
    ResultDiffers,
    hold_round_draw,
    record_chance,
)
from mission.selection.services.freezing import Chance, NoSecrets, NothingEligible, freeze_round
from mission.selection.services.promoting import (
    NotALeaving,
    NotInRound,
    PlaceAlreadyLeft,
    vacate_place,
)
from mission.selection.services.publishing import publish_round
from mission.selection.services.rounds import (
    RoundUnfinished,
    open_commitments,
    open_round,
    write_rules,
)
from mission.selection.services.secrets import (
    AlreadyCommitted,
    AlreadyDisclosed,
    BadCommitment,
    NothingPromised,
    close_reveals,
    commit_secret,
    reveal_secret,
    strike_secret,
)
from mission.selection.services.whole import Plan, RoundNotNext, run_round

__all__ = [
    "AlreadyCommitted",
    "AlreadyDisclosed",
    "BadCommitment",
    "Chance",
    "EntriesChanged",
    "NoSecrets",
    "NotALeaving",
    "NotInRound",
    "NothingEligible",
    "NothingPromised",
    "PlaceAlreadyLeft",
    "Plan",
    "ResultDiffers",
    "RoundNotNext",
    "RoundUnfinished",
    "close_reveals",
    "commit_secret",
    "freeze_round",
    "hold_round_draw",
    "open_commitments",
    "open_round",
    "publish_round",
    "record_chance",
    "reveal_secret",
    "run_round",
    "strike_secret",
    "vacate_place",
    "write_rules",
]

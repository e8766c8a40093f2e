"""Writes of the selection, one file for each stretch of a round's way."""

from mission.selection.services.answering import accept_offer, accept_offers, decline_offer
from mission.selection.services.drawing import (
    EntriesChanged,
    ResultDiffers,
    hold_round_draw,
    record_chance,
)
from mission.selection.services.freezing import Chance, NoSecrets, NothingEligible, freeze_round
from mission.selection.services.lapsing import Looked, look_after_offers
from mission.selection.services.leaving import NotInRound, PlaceAlreadyLeft
from mission.selection.services.offering import NotOffered
from mission.selection.services.promoting import NotALeaving, vacate_place
from mission.selection.services.publishing import publish_round
from mission.selection.services.rounds import (
    FactNotStated,
    RoundRulesMovedOn,
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
    "FactNotStated",
    "Looked",
    "NoSecrets",
    "NotALeaving",
    "NotInRound",
    "NotOffered",
    "NothingEligible",
    "NothingPromised",
    "PlaceAlreadyLeft",
    "Plan",
    "ResultDiffers",
    "RoundNotNext",
    "RoundRulesMovedOn",
    "RoundUnfinished",
    "accept_offer",
    "accept_offers",
    "close_reveals",
    "commit_secret",
    "decline_offer",
    "freeze_round",
    "hold_round_draw",
    "look_after_offers",
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

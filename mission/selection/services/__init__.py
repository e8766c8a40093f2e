"""Writes of the selection, one file for each stretch of a round's way."""

from mission.selection.services.acting import answer_proposal
from mission.selection.services.amending import amend_result, propose_amendment
from mission.selection.services.answering import accept_offer, accept_offers, decline_offer
from mission.selection.services.attending import AlreadyAttested, attest_round, come, leave
from mission.selection.services.chance import enter_chance
from mission.selection.services.drawing import (
    EntriesChanged,
    ResultDiffers,
    hold_round_draw,
    propose_draw,
    record_chance,
)
from mission.selection.services.freezing import (
    Chance,
    NoSecrets,
    NothingEligible,
    freeze_round,
    propose_freeze,
)
from mission.selection.services.lapsing import Looked, look_after_offers
from mission.selection.services.leaving import NotInRound, PlaceAlreadyLeft
from mission.selection.services.offering import NotOffered
from mission.selection.services.promoting import NotALeaving, vacate_place
from mission.selection.services.publishing import propose_publication, publish_round
from mission.selection.services.rounds import (
    FactNotStated,
    RoundRulesMovedOn,
    RoundUnfinished,
    UnknownDistricts,
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
    propose_close,
    propose_strike,
    reveal_secret,
    strike_secret,
)
from mission.selection.services.simulating import simulate_chances
from mission.selection.services.whole import Plan, RoundNotNext, run_round

__all__ = [
    "AlreadyAttested",
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
    "UnknownDistricts",
    "accept_offer",
    "accept_offers",
    "amend_result",
    "answer_proposal",
    "attest_round",
    "close_reveals",
    "come",
    "commit_secret",
    "decline_offer",
    "enter_chance",
    "freeze_round",
    "hold_round_draw",
    "leave",
    "look_after_offers",
    "open_commitments",
    "open_round",
    "propose_amendment",
    "propose_close",
    "propose_draw",
    "propose_freeze",
    "propose_publication",
    "propose_strike",
    "publish_round",
    "record_chance",
    "reveal_secret",
    "run_round",
    "simulate_chances",
    "strike_secret",
    "vacate_place",
    "write_rules",
]

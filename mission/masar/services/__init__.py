"""Writes of the exchange: opening, sending, recording, comparing, deciding."""

from __future__ import annotations

from mission.masar.services.comparing import PathNotAnswering, compare_sides
from mission.masar.services.errands import Sitting
from mission.masar.services.line import SenderAtWork
from mission.masar.services.opening import open_requests
from mission.masar.services.relay import Outcome, TokenRefused, ask_again, run_exchange
from mission.masar.services.resolving import (
    DifferenceAlreadySettled,
    NothingToResubmit,
    resubmit_request,
    settle_difference,
)
from mission.masar.services.starting import start_comparison, start_exchange
from mission.masar.services.voiding import void_unsent
from mission.masar.services.wiring import sitting_for

__all__ = [
    "DifferenceAlreadySettled",
    "NothingToResubmit",
    "Outcome",
    "PathNotAnswering",
    "SenderAtWork",
    "Sitting",
    "TokenRefused",
    "ask_again",
    "compare_sides",
    "open_requests",
    "resubmit_request",
    "run_exchange",
    "settle_difference",
    "sitting_for",
    "start_comparison",
    "start_exchange",
    "void_unsent",
]

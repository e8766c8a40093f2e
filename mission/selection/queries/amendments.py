"""What was added to a published result."""

from __future__ import annotations

from mission.selection.models import Amendment, Round
from mission.selection.rules.amendments import amendments_file


def amendments(selection_round: Round) -> list[Amendment]:
    """Answer the amendments of a round, the oldest first."""
    return list(selection_round.amendments.order_by("line"))


def amendments_of(selection_round: Round, reference: str) -> list[Amendment]:
    """Answer the amendments that concern one file."""
    return [one for one in amendments(selection_round) if reference in one.references]


def amendments_bytes(selection_round: Round) -> bytes:
    """Answer the bytes of amendments.jsonl."""
    lines = ((one.signed.encode(), one.signature) for one in amendments(selection_round))
    return amendments_file(lines)

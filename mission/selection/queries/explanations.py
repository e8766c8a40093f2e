"""Why a file has its outcome, as it was kept at the publication."""

from __future__ import annotations

from mission.selection.models import Explanation, Round
from mission.selection.rules.explaining import Look


def looks_at(selection_round: Round, reference: str) -> list[Look]:
    """Answer what each pass of a published round said to a file, in order; nothing for rounds
    that were published before explanations were kept."""
    kept = Explanation.objects.filter(
        entry__round=selection_round, entry__reference=reference
    ).first()
    return [] if kept is None else [Look(*said) for said in kept.looks]

"""Why a file has its outcome, as it was kept at the publication."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from mission.selection.models import ExplainedFiles, Round
from mission.selection.rules.explaining import LOOK, Heading, Look, read_looks


def looks_at(selection_round: Round, reference: str) -> list[Look] | None:
    """Answer what each pass of a published round said to a file, in order; nothing when no
    pass looked at it, None when the round was published before explanations were kept."""
    parts = ExplainedFiles.objects.filter(explanation__round=selection_round)
    part = (
        parts.filter(first__lte=reference)
        .select_related("explanation")
        .order_by("-first")
        .first()
    )
    references = part.references.split("\n") if part else []
    place = bisect_left(references, reference)
    if part is None or references[place : place + 1] != [reference]:
        return None
    counts = np.frombuffer(part.counts, dtype="<u2")
    begin = int(counts[:place].sum(dtype=np.int64))
    looks = np.frombuffer(part.looks, dtype=LOOK)[begin : begin + int(counts[place])]
    headings = tuple(Heading(*told) for told in part.explanation.headings)
    return list(read_looks(headings, looks))

"""Look at a draw before it is published: is it as chance would have it?"""

from __future__ import annotations

from datetime import datetime

from mission.selection import queries
from mission.selection.models import Draw, Outcome, OutcomeKind, Round, SelfTest
from mission.selection.rules.numbers import number_heads
from mission.selection.rules.selftest import Finding, check_random, examine_draw


def examine_round(held: Round, *, at: datetime) -> list[Finding]:
    """Test a locked, drawn round as it was written, and keep what was found.

    Raises DrawNotRandom where a fair draw would practically never look so.
    """
    entries = queries.entries_of_round(held)
    findings = examine_draw(
        entries,
        queries.rules_of(held),
        heads=number_heads(entries, seed=Draw.objects.get(round=held).seed),
        places=_places(held),
    )
    check_random(findings)
    SelfTest.objects.bulk_create(
        SelfTest(
            round=held,
            name=finding.name,
            files=finding.files,
            statistic=finding.statistic,
            p_value=finding.p_value,
            at=at,
        )
        for finding in findings
    )
    return findings


def _places(held: Round) -> list[int]:
    """Answer the place of each file in the result, in the order of the references."""
    rows = Outcome.objects.filter(round=held).values_list(
        "entry__reference", "outcome", "place"
    )
    found = {
        reference.encode(): (outcome != OutcomeKind.SELECTED, place)
        for reference, outcome, place in rows.iterator(chunk_size=10_000)
    }
    selected = sum(not waits for waits, _ in found.values())
    return [place + waits * selected for _, (waits, place) in sorted(found.items())]

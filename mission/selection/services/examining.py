"""Look at a draw before it is published: is it as chance would have it?"""

from __future__ import annotations

from datetime import datetime

from mission.selection import queries
from mission.selection.models import Round, SelfTest
from mission.selection.queries.files import places_of_result
from mission.selection.rules.entries import Entries
from mission.selection.rules.numbers import Heads
from mission.selection.rules.selftest import Finding, check_random, examine_draw


def examine_round(
    held: Round, entries: Entries, *, heads: Heads, at: datetime
) -> list[Finding]:
    """Test a locked, drawn round as it was written, and keep what was found.

    entries  those of the round
    heads    of their numbers, with the seed of its draw
    Raises DrawNotRandom where a fair draw would practically never look so.
    """
    findings = examine_draw(
        entries,
        queries.rules_of(held),
        heads=heads,
        places=places_of_result(held),
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

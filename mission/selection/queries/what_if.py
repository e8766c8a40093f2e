"""What a set of rules would do with the files as they are now: an example, never the draw."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from mission.season.models import Season
from mission.selection.queries.files import eligible_rows
from mission.selection.rules.draw import Drawn, hold_draw
from mission.selection.rules.entries import entries_of
from mission.selection.rules.file_rules import FileRules
from mission.selection.rules.ruleset import Rules
from mission.selection.rules.seed import sha256_hex

# Chance of no meaning: the real seed is not known before the ceremony.
EXAMPLE_SEED = sha256_hex(b"an example, not the draw")


@dataclass(frozen=True)
class WhatIf:
    """Files and selected files of each tier, and of those that list each share."""

    files: int
    selected_files: int
    selected_persons: int
    tiers: list[tuple[int, int, int]]
    shares: list[tuple[str, int, int]]


def what_if(season: Season, rules: Rules, file_rules: FileRules | None = None) -> WhatIf | None:
    """Draw the files that are eligible now with a seed of no meaning; None without files."""
    rows = eligible_rows(season, file_rules)
    if not rows:
        return None
    entries = entries_of((row for _, row in rows), by_strata=bool(rules.strata))
    drawn = hold_draw(entries, rules, seed=EXAMPLE_SEED)
    return WhatIf(
        files=len(drawn.entries),
        selected_files=len(drawn.seated.selected),
        selected_persons=drawn.persons,
        tiers=_tiers(drawn),
        shares=_shares(drawn),
    )


def _tiers(drawn: Drawn) -> list[tuple[int, int, int]]:
    tier = drawn.entries.tier
    files = Counter(tier.tolist())
    selected = Counter(tier[drawn.seated.selected].tolist())
    return [(one, files[one], selected[one]) for one in sorted(files)]


def _shares(drawn: Drawn) -> list[tuple[str, int, int]]:
    found = []
    for name in dict.fromkeys(share.name for share in drawn.rules.every_share):
        listed = drawn.entries.may_use(name)
        selected = int(np.count_nonzero(listed[drawn.seated.selected]))
        found.append((name, int(np.count_nonzero(listed)), selected))
    return found

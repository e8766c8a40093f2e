"""What the look at a draw found, in plain words."""

from __future__ import annotations

import math
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import numerals
from mission.selection.models import Round, SelfTest
from mission.selection.rules import selftest

TEST_WORDS = {
    selftest.EVEN: gettext_lazy("The numbers are spread evenly"),
    selftest.QUEUE: gettext_lazy("The numbers do not depend on when a file was registered"),
    selftest.PLACES: gettext_lazy("Nor do the places of the result"),
}
# From here on a fair draw looks so odd that a reader should hear that it still is one.
UNUSUAL = 0.01


def self_test_rows(selection_round: Round) -> list[dict[str, Any]]:
    """Answer the tests of a round: what each asks, and how usual the answer is."""
    return [_row(one) for one in selection_round.self_tests.all()]


def _row(found: SelfTest) -> dict[str, Any]:
    return {
        "label": str(TEST_WORDS.get(found.name, found.name)),
        "files": found.files,
        "p_value": f"{found.p_value:.3g}",
        "is_usual": found.p_value >= UNUSUAL,
        "sentence": _sentence(found.p_value),
    }


def _sentence(p_value: float) -> str:
    if p_value >= UNUSUAL:
        in_hundred = {"count": numerals.format_number(round(p_value * 100))}
        return _("Of a hundred fair draws, %(count)s look at least as odd.") % in_hundred
    once = numerals.format_number(math.floor(1 / p_value)) if p_value else "∞"
    return _(
        "One fair draw in %(count)s looks so odd. Such draws happen; keep an eye on the next."
    ) % {"count": once}

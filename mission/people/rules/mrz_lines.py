"""From what a camera or a keyboard gave to the lines of a machine-readable zone."""

from __future__ import annotations

import re

from foundation.names import western_digits
from foundation.refusals import Refusal
from mission.people.rules.mrz_layouts import FILLER, LAYOUTS, SIGNS, Layout

# A reader of print drops or doubles fillers in a long row of them, never more than a few.
_MOST_ADRIFT = 3
_SHORTEST = 27  # of a line that may be one of a zone
_LONGEST_TEXT = 20_000
_LOOKALIKES = str.maketrans({"«": "<<", "‹": "<", "≤": "<", "＜": "<", "(": "<", "〈": "<"})
_LONG_RUN = re.compile(r"<{3,}")


class MrzRefused(Refusal):
    """The text is no machine-readable zone that can be relied on.

    Codes: ``mrz_not_found``, ``mrz_check_failed`` (field), ``mrz_bad_date`` (field),
    ``mrz_no_name``.
    """

    code = "mrz_not_found"
    status = 422

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(**facts)
        self.code = code  # type: ignore[misc]


def lines_of(text: str) -> tuple[Layout, list[str]]:
    """Find the lines of a zone in a text, and which format they are of.

    Blanks and other lines around them are skipped; digits may be of any script; a few fillers
    too many or too few in a row of them are set right.

    Raises MrzRefused (``mrz_not_found``).
    """
    candidates = [_plain(line) for line in text[:_LONGEST_TEXT].splitlines()]
    candidates = [line for line in candidates if len(line) >= _SHORTEST and _is_zone(line)]
    for layout in LAYOUTS:
        # The zone is the last thing on the page, so the last lines are tried first.
        for start in range(len(candidates) - layout.lines, -1, -1):
            lines = [
                _fitted(line, layout.width) for line in candidates[start : start + layout.lines]
            ]
            if all(len(line) == layout.width for line in lines) and _is_begun(lines[0]):
                return layout, lines
    raise MrzRefused("mrz_not_found")


def _plain(line: str) -> str:
    return "".join(western_digits(line.translate(_LOOKALIKES)).upper().split())


def _is_zone(line: str) -> bool:
    return set(line) <= SIGNS


def _is_begun(line: str) -> bool:
    """The first line begins with the kind of document: P, or A, C, I for cards."""
    return line[0] in "PACI" and FILLER in line


def _fitted(line: str, width: int) -> str:
    """Stretch or shrink the last long row of fillers so that the line has its width."""
    adrift = width - len(line)
    runs = list(_LONG_RUN.finditer(line))
    if adrift == 0 or abs(adrift) > _MOST_ADRIFT or not runs:
        return line
    run = runs[-1]
    fillers = max(len(run.group()) + adrift, 1)
    return line[: run.start()] + FILLER * fillers + line[run.end() :]

"""Setting sheets: the parts of a print, and the symbol of each label.

As a program (`python -m`) it draws the symbols of a part, then sets it. The typesetter keeps
what it has laid out for a next time that never comes, about 180 kB a label, so that a print
is set in parts, each by a process that ends.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import segno

from foundation import typesetting

LABELS_A_PAGE = 20
PAGES_A_PART = 25

# 7-M holds 178 characters of the alphanumeric mode; a bracelet has 156 to 166. The mask is
# fixed: trying all eight takes five times as long and a signature looks like noise under each.
VERSION, MASK = 7, 3
MODULES = 45

_RUN = re.compile(rb"\x01+")


@dataclass(frozen=True, slots=True)
class SheetLabel:
    """The words of one bracelet; a name may be missing in one script."""

    serial: str
    credential: str
    name_ar: str
    name_en: str
    campaign_ar: str
    campaign_en: str


@dataclass(frozen=True, slots=True)
class SheetStyle:
    """What all sheets of a print share.

    numbers  each with `number`, `name_ar` and `name_en`
    pages    of the whole print
    """

    title: str
    mission_ar: str
    mission_en: str
    numbers: tuple[dict[str, str], ...]
    pages: int


@dataclass(frozen=True, slots=True)
class SheetPart:
    """Some pages of a print, of which the first is `first_page`."""

    style: SheetStyle
    first_page: int
    labels: tuple[SheetLabel, ...]


def parts_of(labels: Sequence[SheetLabel], style: SheetStyle) -> list[SheetPart]:
    """Split a print into parts of whole pages, in order."""
    size = LABELS_A_PAGE * PAGES_A_PART
    return [
        SheetPart(style, 1 + start // LABELS_A_PAGE, tuple(labels[start : start + size]))
        for start in range(0, len(labels), size)
    ]


def sheet_words(part: dict[str, Any]) -> dict[str, Any]:
    """Answer what the template shows of a part: its words, and the symbol of each label.

    part  the fields of a SheetPart
    """
    return {
        **part["style"],
        "modules": str(MODULES),
        "first_page": part["first_page"],
        "labels": [
            label | {"symbol": symbol_path(label["credential"])} for label in part["labels"]
        ],
    }


def symbol_path(credential: str) -> str:
    """Draw a credential's QR symbol as an SVG path of strokes, one module wide.

    Neighbours in a row are one stroke; the symbol is MODULES wide and has no quiet zone.
    """
    symbol = segno.make(
        credential,
        version=VERSION,
        error="m",
        mode="alphanumeric",
        mask=MASK,
        boost_error=False,
    )
    return "".join(_strokes(symbol.matrix))


def _strokes(matrix: Iterable[Iterable[int]]) -> Iterator[str]:
    for place, row in enumerate(matrix):
        for run in _RUN.finditer(bytes(row)):
            yield f"M{run.start()} {place}.5h{run.end() - run.start()}"


if __name__ == "__main__":
    typesetting.answer(sheet_words)

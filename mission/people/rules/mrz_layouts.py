"""Where each field stands in a machine-readable zone: the formats TD1, TD2 and TD3.

Source: ICAO Doc 9303, parts 3 (check digits), 4 (TD3), 5 (TD1) and 6 (TD2), eighth edition.
"""

from __future__ import annotations

from dataclasses import dataclass

FILLER = "<"
_WEIGHTS = (7, 3, 1)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {sign: value for value, sign in enumerate(_ALPHABET)} | {FILLER: 0}
SIGNS = frozenset(_VALUES)


@dataclass(frozen=True, slots=True)
class Span:
    """Signs ``start`` (from 0) until ``end`` of one line."""

    line: int
    start: int
    end: int

    @property
    def width(self) -> int:
        """Answer how many signs it holds."""
        return self.end - self.start

    def of(self, lines: list[str]) -> str:
        """Answer what stands there."""
        return lines[self.line][self.start : self.end]


@dataclass(frozen=True, slots=True)
class Layout:
    """One format. ``checks`` maps a field to the place of its own check digit."""

    name: str
    lines: int
    width: int
    fields: dict[str, Span]
    checks: dict[str, Span]
    composite: Span
    composite_of: tuple[Span, ...]


def _at(line: int, place: int) -> Span:
    return Span(line, place, place + 1)


TD3 = Layout(
    name="TD3",
    lines=2,
    width=44,
    fields={
        "document_type": Span(0, 0, 2),
        "issuer": Span(0, 2, 5),
        "names": Span(0, 5, 44),
        "number": Span(1, 0, 9),
        "nationality": Span(1, 10, 13),
        "birth_date": Span(1, 13, 19),
        "sex": _at(1, 20),
        "expires_date": Span(1, 21, 27),
        "optional": Span(1, 28, 42),
    },
    checks={
        "number": _at(1, 9),
        "birth_date": _at(1, 19),
        "expires_date": _at(1, 27),
        "optional": _at(1, 42),
    },
    composite=_at(1, 43),
    composite_of=(Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 43)),
)

TD2 = Layout(
    name="TD2",
    lines=2,
    width=36,
    fields={
        "document_type": Span(0, 0, 2),
        "issuer": Span(0, 2, 5),
        "names": Span(0, 5, 36),
        "number": Span(1, 0, 9),
        "nationality": Span(1, 10, 13),
        "birth_date": Span(1, 13, 19),
        "sex": _at(1, 20),
        "expires_date": Span(1, 21, 27),
        "optional": Span(1, 28, 35),
    },
    checks={"number": _at(1, 9), "birth_date": _at(1, 19), "expires_date": _at(1, 27)},
    composite=_at(1, 35),
    composite_of=(Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 35)),
)

TD1 = Layout(
    name="TD1",
    lines=3,
    width=30,
    fields={
        "document_type": Span(0, 0, 2),
        "issuer": Span(0, 2, 5),
        "number": Span(0, 5, 14),
        "optional": Span(0, 15, 30),
        "birth_date": Span(1, 0, 6),
        "sex": _at(1, 7),
        "expires_date": Span(1, 8, 14),
        "nationality": Span(1, 15, 18),
        "optional_2": Span(1, 18, 29),
        "names": Span(2, 0, 30),
    },
    checks={"number": _at(0, 14), "birth_date": _at(1, 6), "expires_date": _at(1, 14)},
    composite=_at(1, 29),
    composite_of=(Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)),
)

LAYOUTS = (TD3, TD2, TD1)


def check_digit(text: str) -> str:
    """Answer the check digit of a field: weights 7 3 1, modulo 10; raises KeyError."""
    total = sum(_VALUES[sign] * _WEIGHTS[place % 3] for place, sign in enumerate(text))
    return str(total % 10)

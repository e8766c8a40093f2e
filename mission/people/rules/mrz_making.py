"""Writing a machine-readable zone, for sample passports and for proving that we read ours."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from mission.people.rules.mrz_layouts import FILLER, TD3, Layout, Span, check_digit

# Doc 9303, part 3, section 6 A: national letters that are written as two.
_TWO = {"Ä": "AE", "Ö": "OE", "Ü": "UE", "Å": "AA", "Æ": "AE", "Ø": "OE", "ß": "SS"}
_TWO |= {"Þ": "TH", "Ĳ": "IJ", "Œ": "OE", "Đ": "D", "Ð": "D", "Ł": "L", "Ñ": "N", "ı": "I"}
_LETTERS = str.maketrans(_TWO | {"'": "", "’": "", "-": " ", ".": " ", ",": " "})


@dataclass(frozen=True, slots=True)
class ZoneFields:
    """What is to be written; empty sex and a birth date of None are written as unknown.

    number  nine signs at most
    """

    surname: str
    given_names: str
    number: str
    nationality: str
    birth_date: date | None
    sex: str
    expires_date: date
    issuer: str
    document_type: str = "P"
    optional: str = ""


def mrz_letters(name: str) -> str:
    """Write a Latin name as a zone does: capitals without accents, one blank between words."""
    two = unicodedata.normalize("NFC", name).upper().translate(_LETTERS)
    plain = unicodedata.normalize("NFD", two)
    return " ".join("".join(s for s in plain if "A" <= s <= "Z" or s == " ").split())


def make_mrz(fields: ZoneFields, *, layout: Layout = TD3) -> list[str]:
    """Write the lines of a zone; names that do not fit are cut off at its end."""
    lines = [FILLER * layout.width for _ in range(layout.lines)]
    texts = {
        "document_type": fields.document_type,
        "issuer": _icao(fields.issuer),
        "names": _names(fields, layout.fields["names"].width),
        "number": fields.number,
        "nationality": _icao(fields.nationality),
        "birth_date": f"{fields.birth_date:%y%m%d}" if fields.birth_date else "",
        "sex": fields.sex,
        "expires_date": f"{fields.expires_date:%y%m%d}",
        "optional": fields.optional.replace(" ", FILLER),
    }
    for name, text in texts.items():
        _write(lines, layout.fields[name], text)
    for name, place in layout.checks.items():
        _write(lines, place, check_digit(layout.fields[name].of(lines)))
    whole = "".join(span.of(lines) for span in layout.composite_of)
    _write(lines, layout.composite, check_digit(whole))
    return lines


def _names(fields: ZoneFields, width: int) -> str:
    surname = mrz_letters(fields.surname).replace(" ", FILLER)
    given = mrz_letters(fields.given_names).replace(" ", FILLER)
    if not given:
        return surname[:width]
    # One sign of the given names stays, however long the surname is.
    return f"{surname[: width - 3].rstrip(FILLER)}<<{given}"[:width]


def _icao(country: str) -> str:
    return "D" if country == "DEU" else country


def _write(lines: list[str], span: Span, text: str) -> None:
    if len(text) > span.width:
        raise ValueError(f"{text!r} is longer than its place")
    line = lines[span.line]
    lines[span.line] = line[: span.start] + text.ljust(span.width, FILLER) + line[span.end :]

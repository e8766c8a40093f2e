"""Reading the machine-readable zone of a passport (TD3) or of a card (TD1, TD2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from mission.people.rules.mrz_layouts import FILLER, Layout, check_digit
from mission.people.rules.mrz_lines import MrzRefused, lines_of
from mission.people.rules.mrz_mending import Mended, as_digits, proven

# ICAO codes that ISO 3166-1 writes otherwise (Doc 9303, part 3, section 5).
_ISO = {"D": "DEU", "RKS": "XKX"} | dict.fromkeys(("GBD", "GBN", "GBO", "GBP", "GBS"), "GBR")
_SEXES = {"M": "M", "F": "F", FILLER: "", "X": ""}
# A document is valid for ten years or so: an expiry lies within half a century of today.
_HALF_CENTURY = 50


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a zone says; every field with a check digit is proven by it.

    issuer, nationality  ISO 3166-1 alpha-3 where ICAO's code differs from it
    birth_date  None where the zone itself leaves it unknown
    sex         ``M``, ``F`` or empty
    lines       the zone itself, mended
    is_cut      the names fill their place to the end, so some of them may be missing
    mended      what was misread and set right by its check digit; a person looks at it once
                more, for a digit in ten agrees by chance
    doubtful    fields without check digit in which an impossible sign stands: left empty
    """

    format: str
    document_type: str
    issuer: str
    surname: str
    given_names: str
    number: str
    nationality: str
    birth_date: date | None
    sex: str
    expires_date: date
    lines: tuple[str, ...] = field(default=(), repr=False)
    optional: str = ""
    optional_2: str = ""
    is_cut: bool = False
    mended: tuple[Mended, ...] = field(default=())
    doubtful: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """Answer all names, given names first."""
        return f"{self.given_names} {self.surname}".strip()


def parse_mrz(text: str, *, on: date) -> Mrz:
    """Read a zone out of what a camera read or somebody typed.

    on  today: the centuries of both dates follow from it

    Raises MrzRefused (``mrz_not_found``, ``mrz_check_failed``, ``mrz_bad_date``,
    ``mrz_no_name``).
    """
    layout, lines = lines_of(text)
    zone = _Zone(layout, lines)
    values = {name: zone.checked(name) for name in ("number", "birth_date", "expires_date")}
    optional = zone.checked("optional") if "optional" in layout.checks else zone.raw("optional")
    zone.check_composite()
    number, optional = zone.long_number(values["number"], optional)
    surname, given, is_cut = zone.names()
    return Mrz(
        format=layout.name,
        document_type=zone.raw("document_type").rstrip(FILLER),
        issuer=zone.country("issuer"),
        surname=surname,
        given_names=given,
        number=number.rstrip(FILLER),
        nationality=zone.country("nationality"),
        birth_date=_birth(values["birth_date"], on),
        sex=zone.sex(),
        expires_date=_expiry(values["expires_date"], on),
        lines=tuple(zone.lines),
        optional=_spaced(optional),
        optional_2=_spaced(zone.raw("optional_2")) if "optional_2" in layout.fields else "",
        is_cut=is_cut,
        mended=tuple(zone.mended),
        doubtful=tuple(zone.doubtful),
    )


class _Zone:
    """The lines while they are read: mending writes back, so that the composite sees it."""

    def __init__(self, layout: Layout, lines: list[str]) -> None:
        self.layout, self.lines = layout, lines
        self.mended: list[Mended] = []
        self.doubtful: list[str] = []

    def raw(self, name: str) -> str:
        """Answer a field as it stands."""
        return self.layout.fields[name].of(self.lines)

    def checked(self, name: str) -> str:
        """Answer a field that its check digit proves, mended where that is certain."""
        own, digit = self.layout.fields[name], self.layout.checks[name]
        read, read_digit = own.of(self.lines), digit.of(self.lines)
        if name == "number" and read_digit == FILLER and self.layout.name != "TD3":
            return read  # a long number: its digit stands among the optional data
        value, value_digit = proven(name, read, read_digit)
        self._put(own.line, own.start, value)
        self._put(digit.line, digit.start, value_digit)
        if (value, value_digit) != (read, read_digit):
            self.mended.append(Mended(name, read + read_digit, value + value_digit))
        return value

    def check_composite(self) -> None:
        """Raise MrzRefused unless the digit over all of them is right."""
        place = self.layout.composite
        whole = "".join(span.of(self.lines) for span in self.layout.composite_of)
        if as_digits(place.of(self.lines)) != check_digit(whole):
            raise MrzRefused("mrz_check_failed", field="composite")

    def long_number(self, number: str, optional: str) -> tuple[str, str]:
        """Join a number of more than nine signs, which goes on in the optional data."""
        if self.layout.name == "TD3" or self.layout.checks["number"].of(self.lines) != FILLER:
            return number, optional
        rest, _, others = optional.partition(FILLER)
        if not rest:
            raise MrzRefused("mrz_check_failed", field="number")
        whole, digit = number + rest[:-1], rest[-1]
        if check_digit(whole) != digit:
            raise MrzRefused("mrz_check_failed", field="number")
        return whole, others

    def names(self) -> tuple[str, str, bool]:
        """Answer surname, given names, and whether they may be cut off."""
        text = self.raw("names")
        surname, _, given = text.partition(FILLER * 2)
        if not surname.strip(FILLER):
            raise MrzRefused("mrz_no_name")
        parts = {"surname": _spaced(surname), "given_names": _spaced(given)}
        for name, value in parts.items():
            if not value.replace(" ", "").isalpha() and value:
                self.doubtful.append(name)
                parts[name] = ""
        return parts["surname"], parts["given_names"], text[-1] != FILLER

    def country(self, name: str) -> str:
        """Answer a code of three letters as ISO writes it; ``D`` stands alone for Germany."""
        code = self.raw(name).rstrip(FILLER)
        if not code.isalpha():
            self.doubtful.append(name)
            return ""
        return _ISO.get(code, code)

    def sex(self) -> str:
        """Answer M, F or nothing."""
        read = self.raw("sex")
        if read not in _SEXES:
            self.doubtful.append("sex")
        return _SEXES.get(read, "")

    def _put(self, line: int, start: int, text: str) -> None:
        whole = self.lines[line]
        self.lines[line] = whole[:start] + text + whole[start + len(text) :]


def _spaced(text: str) -> str:
    return " ".join(text.replace(FILLER, " ").split())


def _birth(text: str, on: date) -> date | None:
    """The latest day of that writing that is not after today; unknown parts are fillers."""
    if FILLER in text:
        return None
    year = on.year // 100 * 100 + int(text[:2])
    if (year, text[2:]) > (on.year, f"{on:%m%d}"):
        year -= 100
    return _day(year, text, "birth_date")


def _expiry(text: str, on: date) -> date:
    if FILLER in text:
        raise MrzRefused("mrz_bad_date", field="expires_date")
    year = on.year // 100 * 100 + int(text[:2])
    if year - on.year > _HALF_CENTURY:
        year -= 100
    elif on.year - year >= _HALF_CENTURY:
        year += 100
    return _day(year, text, "expires_date")


def _day(year: int, text: str, name: str) -> date:
    try:
        return date(year, int(text[2:4]), int(text[4:]))
    except ValueError:
        raise MrzRefused("mrz_bad_date", field=name) from None

"""Setting right what a reader of print confused, only where a check digit proves it."""

from __future__ import annotations

from dataclasses import dataclass

from mission.people.rules.mrz_layouts import FILLER, check_digit
from mission.people.rules.mrz_lines import MrzRefused

# Signs that print and camera make alike (OCR-B at low resolution).
_DIGIT_OF = dict(zip("OQDILZASGTB", "00011245678", strict=True))
_TO_DIGITS = str.maketrans(_DIGIT_OF)
# Where both kinds of sign may stand. G and 6 are left out: they weigh the same (modulo 10), so
# no check digit tells them apart; rarer pairs would only make a chance agreement likelier.
_PAIRS = ("O0", "I1", "Z2", "S5", "B8")
_CONFUSED = {pair[0]: pair[1] for pair in _PAIRS} | {pair[1]: pair[0] for pair in _PAIRS}
_DATES = frozenset(["birth_date", "expires_date"])


@dataclass(frozen=True, slots=True)
class Mended:
    """A field with its check digit as it was read, and as it must be."""

    field: str
    read: str
    mended: str


def as_digits(text: str) -> str:
    """Write letters that look like digits as those digits."""
    return text.translate(_TO_DIGITS)


def proven(name: str, text: str, digit: str) -> tuple[str, str]:
    """Answer a field and its check digit, agreeing.

    Dates and check digits are digits by their nature. In other fields one confused sign is
    mended, when only one reading makes the check digit right; two would prove too little, for
    every tenth text has the digit that is wanted.

    Raises MrzRefused (``mrz_check_failed``).
    """
    if digit == FILLER and name == "optional" and not text.strip(FILLER):
        return text, digit  # ICAO lets either 0 or a filler stand for the digit of nothing
    digit = as_digits(digit)
    text = as_digits(text) if name in _DATES else text
    if _is_date_like(name, text) and check_digit(text) == digit:
        return text, digit
    if name not in _DATES and digit.isdecimal():
        found = [each for each in _readings(text) if check_digit(each) == digit]
        if len(found) == 1:
            return found[0], digit
    raise MrzRefused("mrz_check_failed", field=name)


def _is_date_like(name: str, text: str) -> bool:
    return name not in _DATES or all(sign.isdecimal() or sign == FILLER for sign in text)


def _readings(text: str) -> list[str]:
    """List the texts that differ in one sign, by one that looks like it."""
    return [
        text[:place] + other + text[place + 1 :]
        for place, sign in enumerate(text)
        if (other := _CONFUSED.get(sign))
    ]

"""Which class of sound each letter may stand for, in Arabic and in Latin writing.

A choice is a tuple of alternatives; an empty alternative means that the letter may be silent.
The classes were tuned on the CC0 pairs of NETransliteration-COLING2018 (Wikidata names).
"""

from __future__ import annotations

import re
import unicodedata

Choice = tuple[str, ...]

_ARABIC: dict[str, Choice] = {
    "ب": ("B",),
    "پ": ("B",),
    "ت": ("T",),
    "ط": ("T",),
    "ث": ("T", "S"),
    "ج": ("K",),
    "چ": ("X",),
    "ح": ("",),
    "خ": ("K",),
    "د": ("D",),
    "ض": ("D",),
    "ذ": ("D", "S"),
    "ظ": ("D", "S"),
    "ر": ("R",),
    "ز": ("S",),
    "ژ": ("K", "S"),
    "س": ("S",),
    "ص": ("S",),
    "ش": ("X",),
    "غ": ("K",),
    "ف": ("F",),
    "ڤ": ("F",),
    "ق": ("K",),
    "ك": ("K",),
    "گ": ("K",),
    "ل": ("L",),
    "م": ("M",),
    "ن": ("N",),
}
_ARABIC_FIRST: dict[str, Choice] = {
    "و": ("W",),
    "ي": ("Y",),
    "ه": ("H",),
    "ح": ("H",),
    "ا": ("A",),
    "ع": ("A",),
}

_LATIN_PARTS: list[tuple[str, Choice]] = [
    ("tsch", ("X",)),
    ("cci", ("TX", "S", "K")),
    ("ci", ("S", "X")),
    ("ce", ("S", "X")),
    ("tch", ("X",)),
    ("sch", ("X", "SK")),
    ("dj", ("K",)),
    ("sh", ("X",)),
    ("ch", ("X", "K")),
    ("cz", ("X",)),
    ("sz", ("X", "S")),
    ("kh", ("K",)),
    ("gh", ("K", "")),
    ("ph", ("F",)),
    ("th", ("T", "D")),
    ("dh", ("D", "S")),
    ("ts", ("TS", "S")),
    ("tz", ("TS", "S")),
    ("zz", ("TS", "S")),
    ("ng", ("NK", "N")),
    ("gn", ("N", "KN")),
    ("ck", ("K",)),
    ("qu", ("K",)),
    ("pt", ("T", "BT")),
]
_LATIN: dict[str, Choice] = {
    "b": ("B",),
    "p": ("B",),
    "t": ("T",),
    "d": ("D",),
    "f": ("F",),
    "g": ("K",),
    "j": ("K", ""),
    "k": ("K",),
    "q": ("K",),
    "l": ("L",),
    "m": ("M",),
    "n": ("N",),
    "r": ("R",),
    "s": ("S",),
    "v": ("F", ""),
    "w": ("", "F"),
    "x": ("KS",),
    "z": ("S",),
    "c": ("K",),
}
_LATIN_FIRST: dict[str, Choice] = {
    "wr": ("R",),
    "st": ("ST", "XT"),
    "h": ("H", "A"),
    "w": ("W", "F"),
    "v": ("F", "W"),
    "y": ("Y",),
    "j": ("K", "Y"),
    **dict.fromkeys("aeiou", ("A",)),
}
# At the end of a word French is silent, and Turkish hardens what Arabic keeps soft.
_LATIN_LAST: dict[str, Choice] = {
    "t": ("T", "D", ""),
    "d": ("D", "", "T"),
    "s": ("S", ""),
    "x": ("KS", ""),
    "p": ("B", ""),
    "c": ("K", ""),
}
_LATIN_PLAIN = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "th",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
    }
)
_SOFT_C = re.compile(r"c(?=y)")


def arabic(word: str) -> list[Choice]:
    """List, letter by letter, the classes that an Arabic word may sound like."""
    word = word.replace("تش", "ش")
    first, rest = word[:1], word[1:]
    choices = [_ARABIC_FIRST.get(first) or _ARABIC.get(first, ())]
    choices += [_ARABIC.get(letter, ()) for letter in rest]
    return [choice for choice in choices if choice]


def latin(word: str) -> list[Choice]:
    """List, sound by sound, the classes that a word in Latin letters may stand for."""
    apart = unicodedata.normalize("NFKD", word.translate(_LATIN_PLAIN))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    plain = _SOFT_C.sub("s", plain)
    choices: list[Choice] = []
    place = 0
    while place < len(plain):
        length, choice = _sound_at(plain, place)
        if choice:
            choices.append(choice)
        place += length
    return choices


def _sound_at(word: str, place: int) -> tuple[int, Choice]:
    if place == 0:
        for first, choice in _LATIN_FIRST.items():
            if word.startswith(first):
                return len(first), choice
    for part, choice in _LATIN_PARTS:
        if word.startswith(part, place):
            return len(part), choice
    letter = word[place]
    if place == len(word) - 1 and letter in _LATIN_LAST:
        return 1, _LATIN_LAST[letter]
    return 1, _LATIN.get(letter, ())

"""One form for texts that look the same: digits, letter forms, marks that nobody sees."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

# Marks of direction and joining, byte order mark, soft hyphen: never part of a name.
_INVISIBLE = dict.fromkeys(
    [
        *(0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
    ]
)
_TATWEEL = {0x0640: None}

# Persian, Urdu and other keyboards produce these for the Arabic letters on the right.
_LETTERS = str.maketrans(
    {
        "ی": "ي",
        "ى": "ى",
        "ې": "ي",
        "ے": "ي",
        "ک": "ك",
        "ڪ": "ك",
        "ھ": "ه",
        "ہ": "ه",
        "ە": "ه",
        "ۀ": "ه",
        "ۃ": "ة",
        "ٱ": "ا",
    }
)

# For keys only: forms that people write for one another.
_FOLDED = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ء": ""}
)
_SPACES = re.compile(r"\s+")


def western_digits(text: str) -> str:
    """Write Arabic and Persian digits as 0-9; leave everything else."""
    return text.translate(_DIGITS)


def normalise_name(text: str) -> str:
    """Clean a name for keeping: presentation forms, invisible marks, tatweel and spaces.

    The letters that the person wrote stay (alef with hamza, ta marbuta, diacritics of Latin).
    """
    plain = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).translate(_TATWEEL)
    return _SPACES.sub(" ", western_digits(plain.translate(_LETTERS))).strip()


def normalise_arabic(text: str) -> str:
    """Fold a text for comparing: also diacritics, forms of alef and ya, ta marbuta, case.

    Two spellings of one Arabic name give the same answer; the answer is not for showing.
    """
    folded = normalise_name(text).translate(_FOLDED)
    apart = unicodedata.normalize("NFD", folded)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", bare)).strip().casefold()

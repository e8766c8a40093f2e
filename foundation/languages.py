"""What is kept in Arabic and in English, in the reader's language."""

from __future__ import annotations

from foundation.numerals import reads_arabic

_PARTING = " | "


def both_languages(arabic: str, english: str) -> tuple[str, str]:
    """Answer the text of the reader's language, then the other; a missing one comes last."""
    first, second = (arabic, english) if reads_arabic() else (english, arabic)
    return (first, second) if first else (second, "")


def in_language(arabic: str, english: str) -> str:
    """Answer the text of the reader's language, the other where it is missing."""
    return both_languages(arabic, english)[0]


def own_half(text: str) -> str:
    """Answer the reader's half of a text written as ``Arabic | English``, or all of it."""
    arabic, parted, english = text.partition(_PARTING)
    return in_language(arabic, english) if parted else text

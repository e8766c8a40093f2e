"""One key for the spellings of a place: case, articles, hyphens and letter forms left out."""

from __future__ import annotations

import re

from foundation.names.normalise import normalise_arabic

_PARTS = re.compile(r"[\W_]+")
_ARTICLES = {"al", "el", "ال"}
# A word this short may begin with these two letters of its own.
_LONGEST_BARE = 4


def place_key(text: str) -> str:
    """Answer what the spellings of one place have in common; empty when no letter is there.

    ``Al-Rayyan``, ``al rayyan`` and ``RAYYAN`` give one key, as ``الرَّيّان`` and ``ريان`` do. An
    Arabic and a Latin spelling give two.
    """
    parts = _PARTS.sub(" ", normalise_arabic(text)).split()
    bare = [_without_article(part) for part in parts if part not in _ARTICLES]
    return "".join(bare or parts)


def _without_article(part: str) -> str:
    return part[2:] if part.startswith("ال") and len(part) > _LONGEST_BARE else part

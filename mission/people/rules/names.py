"""The keys under which a name is found, and what of a number may be shown."""

from __future__ import annotations

from functools import lru_cache

from foundation.names import search_keys

# Words that search keys join to the word after them (articles, and "servant of").
_JOINED = frozenset(["ال", "عبد", "abd", "abdul", "abdel", "abdal", "al", "el", "ul", "il"])
_LONGEST_KEY = 40
MASK = "•"


def name_keys(*names: str) -> list[str]:
    """List the keys of all names of a person, sorted; as ``search_keys`` answers, but quickly.

    A season's names are made of few words, so every word is folded once.
    """
    found: set[str] = set()
    for name in names:
        for phrase in _phrases(name):
            found |= _keys_of(phrase)
    return sorted(found)


def masked(number: str, *, shown: int = 3) -> str:
    """Hide all of a number but its end, e.g. ``•••••738``."""
    return MASK * max(len(number) - shown, 0) + number[-shown:]


def _phrases(name: str) -> list[str]:
    phrases: list[str] = []
    waiting = ""
    for word in name.split():
        phrase = f"{waiting} {word}" if waiting else word
        waiting = ""
        if word.lower() in _JOINED:
            waiting = phrase
        else:
            phrases.append(phrase)
    return [*phrases, waiting] if waiting else phrases


@lru_cache(maxsize=20_000)
def _keys_of(phrase: str) -> frozenset[str]:
    return frozenset(key[:_LONGEST_KEY] for key in search_keys(phrase))

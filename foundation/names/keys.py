"""Search keys: how a name sounds, coarsely enough that Latin and Arabic spellings meet."""

from __future__ import annotations

import itertools
import re

from foundation.names import letters
from foundation.names.normalise import normalise_arabic

_WORDS = re.compile(r"[^\W\d_]+(?:['’`ʼ][^\W\d_]+)*", re.UNICODE)
_QUOTES = re.compile(r"['’`ʼ]")
_ARABIC = re.compile(r"[؀-ۿ]")
_ABD = re.compile(r"^abd[aeiou]{0,2}(?:l|(?=([b-df-hj-np-tv-z])\1))(?=..)|^عبدال(?=..)")
_ARTICLES_LATIN = ("al", "el", "ul", "il")
# Written many ways, and always the same word.
_SAME = {
    **dict.fromkeys(("ibn", "bin", "ben", "bn", "ابن", "بن"), "بن"),
    **dict.fromkeys(("abd", "abdul", "abdel", "abdal", "عبد"), "عبد"),
}
_MOST_KEYS = 12


def search_keys(text: str) -> list[str]:
    """List the keys under which a name is found, sorted; keep them in an array with GIN.

    A name in Latin letters and the same name in Arabic letters share at least one key per word.
    """
    return sorted({key for word in search_key_groups(text) for key in word})


def search_key_groups(text: str) -> list[list[str]]:
    """List the keys word by word: a name is found when it overlaps with every word's keys."""
    return [sorted(sounds(word)) for word in _words(text) if sounds(word)]


def sounds(word: str) -> frozenset[str]:
    """Answer the sounds that one word may have, as consonants in classes, vowels left out.

    At most 12; empty for a word without letters.
    """
    plain = _QUOTES.sub("", normalise_arabic(word))
    found: set[str] = set()
    for form in _forms(plain):
        choices = letters.arabic(form) if _ARABIC.search(form) else letters.latin(form)
        for combination in itertools.islice(itertools.product(*choices), _MOST_KEYS):
            found.add(_squeezed("".join(combination)))
    return frozenset(sorted(found - {""})[:_MOST_KEYS])


def _words(text: str) -> list[str]:
    """Split into words; an article or ``abd`` standing alone joins the word after it."""
    words: list[str] = []
    waiting = ""
    for word in _WORDS.findall(normalise_arabic(text)):
        if word in {"ال", "عبد", "abd", "abdul", "abdel", "abdal", *_ARTICLES_LATIN}:
            waiting += word
            continue
        words.append(waiting + word)
        waiting = ""
    return [*words, waiting] if waiting else words


def _forms(word: str) -> list[str]:
    """The word itself, and without the article when it seems to carry one."""
    if word in _SAME:
        return [_SAME[word]]
    servant = _ABD.match(word)
    if servant:
        rest = word[servant.end() :]
        return [("عبد" if _ARABIC.search(word) else "abd") + rest]
    if word.startswith("ال") and len(word) > 4:
        return [word, word[2:]]
    if word[:2] in _ARTICLES_LATIN and len(word) > 4:
        return [word, word[2:]]
    return [word]


def _squeezed(key: str) -> str:
    return "".join(sign for sign, _run in itertools.groupby(key))

"""Names of people in Arabic and Latin letters: one written form, and keys that find both."""

from __future__ import annotations

from foundation.names.keys import search_key_groups, search_keys, sounds
from foundation.names.normalise import normalise_arabic, normalise_name, western_digits
from foundation.names.places import place_key

__all__ = [
    "normalise_arabic",
    "normalise_name",
    "place_key",
    "search_key_groups",
    "search_keys",
    "sounds",
    "western_digits",
]

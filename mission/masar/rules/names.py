"""Names as the e-path takes them: the Arabic one in Arabic letters, the other in Latin ones."""

from __future__ import annotations

import re

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[A-Za-z]")


def names_by_script(name_ar: str, name_en: str) -> tuple[str, str]:
    """Give the Arabic and the Latin name, each by its letters, whichever cell it stood in.

    What has no letter of either script is no name and is left out, unless it is all there is:
    then it goes as it is, and its refusal shows it to a person.
    """
    given = (name_ar, name_en)
    arabic = next((name for name in given if _ARABIC.search(name)), "")
    latin = next((name for name in reversed(given) if _LATIN.search(name)), "")
    return (arabic, latin) if arabic or latin else given

"""Who of a file is mahram to whom, as far as the relations to the lead tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# A man who is this to a woman who leads is her mahram; the same words the other way round.
_MEN = frozenset({"HUSBAND", "FATHER", "SON", "BROTHER"})
_WOMEN = frozenset({"WIFE", "MOTHER", "DAUGHTER", "SISTER"})


@dataclass(frozen=True, slots=True)
class Relative:
    """A person of a file: what they are to the lead, who is SELF; sex is M, F or empty."""

    key: str
    relation: str
    sex: str


def mahrams(people: Sequence[Relative]) -> dict[str, list[str]]:
    """Answer for each woman of a file the keys of the men in it who are her mahram.

    Only kinship to the lead is known, so a companion's own mahram among other companions is
    not seen here.
    """
    lead = next(person for person in people if person.relation == "SELF")
    found: dict[str, list[str]] = {person.key: [] for person in people if person.sex == "F"}
    for person in people:
        if lead.sex == "F" and person.sex == "M" and person.relation in _MEN:
            found[lead.key].append(person.key)
        if lead.sex == "M" and person.sex == "F" and person.relation in _WOMEN:
            found[person.key].append(lead.key)
    return found

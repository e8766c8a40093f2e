"""Families of applications: who may ask, who may agree, and what other leads may see."""

from __future__ import annotations

from foundation.refusals import NotFound, Refusal

MASK = "•••"


class NoFamilies(Refusal):
    """This season draws no applications together."""

    code = "no_families"


class NoSuchRequest(NotFound):
    """No such request waits for an answer of theirs, or it is not theirs to take back."""

    code = "no_such_family_request"


class AskedThemselves(Refusal):
    """The reference is that of the application that asks."""

    code = "family_asked_themselves"
    status = 422


class AskedAlready(Refusal):
    """The same was asked already and waits for an answer, or stands in the family."""

    code = "family_asked_already"


class TooManyRequests(Refusal):
    """The application has asked as often as the season allows; ``most`` times."""

    code = "too_many_family_requests"


class TooManyInFamily(Refusal):
    """Together they would be more than ``most`` persons; ``persons`` is how many."""

    code = "too_many_in_family"


class FamiliesDiffer(Refusal):
    """Each of the two stands in a family of its own."""

    code = "families_differ"


class NotInFamily(Refusal):
    """The application stands in no family."""

    code = "not_in_family"


def check_persons(persons: int, *, most: int) -> None:
    """Raise TooManyInFamily when persons are more than a season lets a family have."""
    if persons > most:
        raise TooManyInFamily(persons=persons, most=most)


def masked_name(name: str) -> str:
    """Show the first letter of each word of a name, e.g. ``H••• A•••``."""
    return " ".join(word[0] + MASK for word in name.split())

"""The sentences of refusals, in the reader's language; apps register theirs at start-up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from foundation.numerals import reader_digits
from foundation.refusals import Refusal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_sentences: dict[str, str | _StrPromise] = {}


class SaidOtherwise(ValueError):
    """Two apps use one code, so that one of them would speak with the other's sentence."""


def register(sentences: Mapping[str, str | _StrPromise]) -> None:
    """Make a refusal's code speak: code → translatable sentence with named placeholders.

    Raises SaidOtherwise when another app gave one of the codes a sentence of its own.
    """
    for code, sentence_of_code in sentences.items():
        if _sentences.setdefault(code, sentence_of_code) is not sentence_of_code:
            raise SaidOtherwise(code)


def sentence(refusal: Refusal) -> str:
    """Say a refusal in the active language; an unregistered code is said as it is."""
    return say(refusal.code, refusal.facts)


def say(code: str, facts: Mapping[str, object] | None = None) -> str:
    """Say a code in the active language; ``%(name)s`` placeholders are filled from facts."""
    template = str(_sentences.get(code, code))
    return (
        template % {name: _said(value) for name, value in facts.items()} if facts else template
    )


def _said(value: object) -> object:
    return reader_digits(str(value)) if type(value) is int else value


def registered_codes() -> frozenset[str]:
    """Answer the codes that have a sentence."""
    return frozenset(_sentences)


register(
    {
        "permission_refused": _("You may not do this. Ask the information systems unit."),
        "not_found": _("Nothing was found here. Check the address or the reference."),
        "reason_missing": _("Say why, then try again."),
        "bad_reference": _(
            "This is no reference. Type it as it stands on your message, e.g. 7K3P-9QXM."
        ),
        "bad_phone": _(
            "This is no telephone number that can be called. Write it with its country code."
        ),
        "bad_hijri_date": _(
            "No such day exists in the Hijri calendar, or it lies outside the published "
            "tables. Check the date."
        ),
    }
)

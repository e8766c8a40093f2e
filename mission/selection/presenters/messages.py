"""Short messages to the leads of files about their offers, in the lead's own language."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from foundation import hijri
from foundation.events import Event
from mission.selection import queries
from mission.selection.events import OfferLapsed, OfferMade, OfferReminded

SELECTED = _(
    "Your file %(reference)s was selected for Hajj. Accept the offer by the end of %(day)s; "
    "after that day it lapses and the seats go to the next file."
)
PROMOTED = _(
    "Seats came free and your file %(reference)s moved up from the waiting list. Accept the "
    "offer by the end of %(day)s; after that day it lapses."
)
REMINDED = _(
    "Reminder: your file %(reference)s has not accepted its Hajj seats yet. The last day is "
    "%(day)s; after it the offer lapses."
)
LAPSED = _(
    "The offer to your file %(reference)s was not accepted by the end of %(day)s. It lapsed, "
    "and the seats went to the waiting list."
)


class ShortMessage(NamedTuple):
    """A message to send: ``mobile`` in E.164, ``language`` ar or en."""

    mobile: str
    language: str
    text: str


def message_of(event: Event) -> ShortMessage | None:
    """Answer what the lead of a file is to be told about an offer, and on which mobile.

    event  OfferMade, OfferReminded or OfferLapsed; None for any other, and for a file whose
           lead gave no mobile
    """
    if not isinstance(event, OfferMade | OfferReminded | OfferLapsed):
        return None
    contact = queries.contact_of(event.application)
    if contact is None:
        return None
    text = offer_text(event, language=contact.language)
    return ShortMessage(contact.mobile, contact.language, text)


def offer_text(event: OfferMade | OfferReminded | OfferLapsed, *, language: str) -> str:
    """Say an event to the lead, in a language, whatever the language of this thread."""
    match event:
        case OfferMade(is_promoted=True):
            template = PROMOTED
        case OfferMade():
            template = SELECTED
        case OfferReminded():
            template = REMINDED
        case _:
            template = LAPSED
    terms = queries.terms_of(queries.round_by_id(event.round).season)
    day = terms.day_of(event.until - timedelta(microseconds=1))
    with translation.override(language):
        facts = {"reference": event.reference, "day": hijri.format_both(day)}
        return str(template) % facts

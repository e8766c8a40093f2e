"""Short messages to the leads of files about their offers, in the lead's own language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from foundation import hijri, numerals, wording
from foundation.events import Event
from mission.notifications.services import News
from mission.selection import queries
from mission.selection.events import FamilyParted, OfferLapsed, OfferMade, OfferReminded
from mission.selection.queries.offers import Contact, Told

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

TOGETHER = _("It was drawn together with %(others)s; each answers for its own seats.")
WAITED_TOGETHER = _("It was drawn together with %(others)s.")

PARTED = _(
    "The draw takes your file %(reference)s without some of your family: their file is not "
    "eligible, was settled earlier, or belongs to another part of the seats."
)
PARTED_TOGETHER = _("Still together with yours: %(others)s.")
PARTED_ALONE = _("Yours is drawn by itself.")

WAITS = _(
    "The draw was held. Your file %(reference)s is on the waiting list, place %(place)s. If "
    "seats come free, we tell you here."
)
NOT_SELECTED = _(
    "The draw was held. Your file %(reference)s was not selected this season. How it came to "
    "this stands under your reference on the page of the result."
)

wording.register(
    {
        "message.offer_made": _("Offer after the draw"),
        "message.offer_promoted": _("Offer to a file that moved up"),
        "message.offer_reminded": _("Reminder of an offer"),
        "message.offer_lapsed": _("Offer that lapsed"),
        "message.family_parted": _("A family that is not drawn as a whole"),
        "message.draw_waits": _("Place on the waiting list"),
        "message.draw_not_selected": _("Result of the draw: not selected"),
    }
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


def kind_of(event: Event) -> str:
    """Answer the kind under which the staff's list names the message of an event."""
    match event:
        case OfferMade(is_promoted=True):
            return "offer_promoted"
        case OfferMade():
            return "offer_made"
        case OfferReminded():
            return "offer_reminded"
        case _:
            return "offer_lapsed"


def result_kind(told: Told) -> str:
    """Answer the kind of the message to a file that was offered nothing."""
    return "draw_not_selected" if told.is_beyond_reserve else "draw_waits"


def result_news(part: Sequence[Told]) -> dict[str, list[News]]:
    """Answer the messages to files that were offered nothing: kind → texts; without a mobile
    none."""
    contacts = queries.contacts_of([told.application for told in part])
    found: dict[str, list[News]] = {}
    for told in part:
        contact = contacts.get(told.application)
        if contact is not None:
            said = result_message(told, contact)
            news = News(to=said.mobile, text=said.text, about=told.reference)
            found.setdefault(result_kind(told), []).append(news)
    return found


def result_message(told: Told, contact: Contact) -> ShortMessage:
    """Say to a lead that the draw was held and offered the file nothing, and what follows."""
    with translation.override(contact.language):
        template = NOT_SELECTED if told.is_beyond_reserve else WAITS
        place = numerals.format_number(told.place)
        text = str(template) % {"reference": told.reference, "place": place}
        if told.together:
            text += " " + str(WAITED_TOGETHER) % {"others": ", ".join(told.together)}
    return ShortMessage(contact.mobile, contact.language, text)


def parted_text(event: FamilyParted, *, language: str) -> str:
    """Say to a lead that the family is not drawn as a whole, and with whom the file is."""
    with translation.override(language):
        facts = {"reference": event.reference, "others": ", ".join(event.together)}
        ending = PARTED_TOGETHER if event.together else PARTED_ALONE
        return f"{str(PARTED) % facts} {str(ending) % facts}"


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
    others = queries.others_by_application([event.application]).get(event.application, [])
    terms = queries.terms_of(queries.round_by_id(event.round).season)
    day = terms.day_of(event.until - timedelta(microseconds=1))
    with translation.override(language):
        facts = {"reference": event.reference, "day": hijri.format_both(day)}
        return f"{str(template) % facts}{_together(event, others)}"


def _together(event: OfferMade | OfferReminded | OfferLapsed, others: Sequence[str]) -> str:
    """Say with whom a file was drawn that is offered seats; each answers for itself."""
    if not others or not isinstance(event, OfferMade):
        return ""
    return " " + str(TOGETHER) % {"others": ", ".join(others)}

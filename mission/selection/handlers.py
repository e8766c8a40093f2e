"""What the selection does when somebody withdraws, and whom it tells what by SMS."""

from __future__ import annotations

from datetime import datetime

from foundation import jobs
from foundation.clock import now
from foundation.scoping import Actor
from mission.notifications.services import is_news, send_sms
from mission.registration.events import ApplicationWithdrawn
from mission.selection import presenters, queries, services
from mission.selection.events import (
    FamilyParted,
    OfferLapsed,
    OfferMade,
    OfferReminded,
    ResultPublished,
)
from mission.selection.models import Happening, Round
from mission.selection.services.leaving import PlaceAlreadyLeft

_SELECTION = Actor.system("selection")


def vacate_withdrawn_place(event: ApplicationWithdrawn, *, at: datetime) -> None:
    """Give up the place of a file that was withdrawn, in every published round that has it.

    A round that is not published yet gives it up when it is.
    """
    for held in queries.published_rounds_with(event.application):
        _vacate(held, event.reference, at=at)


def vacate_places_withdrawn_meanwhile(event: ResultPublished, *, at: datetime) -> None:
    """Give up the places of files that were withdrawn between the freeze and the result."""
    held = queries.round_by_id(event.round)
    for reference in queries.withdrawn_references(held):
        _vacate(held, reference, at=at)


def tell_lead(event: OfferMade | OfferReminded | OfferLapsed, *, at: datetime) -> None:
    """Tell the lead of a file that it was offered seats, is awaited, or was too late.

    An offer that was answered meanwhile, or is over, is not called to mind any more; and old
    news only confuses.
    """
    if not is_news(at, at=now()) or not _still_holds(event):
        return
    message = presenters.message_of(event)
    if message is None:
        return
    send_sms(
        to=message.mobile,
        kind=presenters.kind_of(event),
        text=message.text,
        about=event.reference,
        by=_SELECTION,
        at=now(),
    )


def tell_who_waits(event: ResultPublished, *, at: datetime) -> None:
    """Let a worker tell, part by part, the files to which the draw offered nothing."""
    if is_news(at, at=now()):
        since = now().isoformat()
        jobs.defer_by_name(
            "selection.tell_who_waits", round_id=str(event.round), after=0, since=since
        )


def tell_parted_family(event: FamilyParted, *, at: datetime) -> None:
    """Tell a lead that the family is not drawn as a whole, and with whom the file is."""
    contact = queries.contact_of(event.application)
    if contact is None or not is_news(at, at=now()):
        return
    send_sms(
        to=contact.mobile,
        kind="family_parted",
        text=presenters.parted_text(event, language=contact.language),
        about=event.reference,
        by=_SELECTION,
        at=now(),
    )


def _still_holds(event: OfferMade | OfferReminded | OfferLapsed) -> bool:
    if isinstance(event, OfferLapsed):
        return True
    answered = queries.answers([event.application]).get(event.application)
    return answered is not None and answered[0] == queries.OPEN and now() < event.until


def _vacate(held: Round, reference: str, *, at: datetime) -> None:
    try:
        services.vacate_place(
            selection_round=held,
            reference=reference,
            how=Happening.WITHDRAWN,
            reason="",
            by=_SELECTION,
            at=at,
        )
    except PlaceAlreadyLeft:
        return

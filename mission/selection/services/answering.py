"""A file answers its offer: it takes its seats, or gives them back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation import journal
from foundation.scoping import Actor
from mission.selection import access
from mission.selection.events import OfferAccepted
from mission.selection.models import Happening, Offer, OfferStep, Promotion, Round
from mission.selection.queries.offers import facts_of, open_offers, seated_entries
from mission.selection.rules import ceremony
from mission.selection.rules.offers import ACCEPTED, OfferGone, check_acceptable
from mission.selection.services.leaving import Leaving, leave_places
from mission.selection.services.offering import NotOffered, offer_to_seated
from mission.selection.services.steps import locked

_AT_ONCE = 2_000


@transaction.atomic
def accept_offer(*, application_id: UUID, by: Actor, at: datetime) -> Offer:
    """Take up the seats that a file was offered; accepted once more it stays accepted.

    The offer is locked: an acceptance and a lapse at the same moment come one after the other.
    Raises NotOffered, OfferGone, OfferOver, PermissionRefused.
    """
    access.check_may_answer_offer(application_id=application_id, by=by)
    offer = _locked_offer(application_id, by=by, at=at)
    facts = facts_of(offer)
    check_acceptable(facts, at=at)
    if facts.state != ACCEPTED:
        _write_acceptances([offer], by=by, at=at)
    return offer


@transaction.atomic
def accept_offers(*, application_ids: Collection[UUID], by: Actor, at: datetime) -> int:
    """Take up the open offers of many files whose seats the mission keeps for them.

    Answers how many were open; what was accepted already or is over is left alone.
    Raises PermissionRefused.
    """
    access.check_may_accept_for_many(by=by)
    _offer_what_was_missed(application_ids, by=by, at=at)
    offers = Offer.objects.filter(entry__application_id__in=application_ids, until__gt=at)
    ordered = offers.select_for_update(of=("self",)).select_related("entry").order_by("id")
    locked_ids = [offer.id for offer in ordered]
    still_open = open_offers(Offer.objects.filter(id__in=locked_ids)).select_related("entry")
    return _write_acceptances(list(still_open), by=by, at=at)


@transaction.atomic
def decline_offer(
    *, application_id: UUID, reason: str, by: Actor, at: datetime
) -> list[Promotion]:
    """Give a file's seats back, at its own wish; answer the new lines of promotions.csv.

    Also after it was accepted. Raises NotOffered, OfferGone, PermissionRefused.
    """
    access.check_may_answer_offer(application_id=application_id, by=by)
    entry = seated_entries([application_id]).first()
    if entry is None:
        raise _none_offered(application_id)
    held = locked(entry.round, needed=ceremony.PUBLISHED)
    leaving = Leaving(Happening.WITHDRAWN, reason)
    return leave_places(held, [entry.reference], leaving, by=by, at=at)


def _locked_offer(application_id: UUID, *, by: Actor, at: datetime) -> Offer:
    """Lock the offer by which a file holds its seats; one that was never made is made now."""
    entry = seated_entries([application_id]).first()
    if entry is None:
        raise _none_offered(application_id)
    _offer_what_was_missed([application_id], by=by, at=at)
    return (
        Offer.objects.select_for_update(of=("self",)).select_related("entry").get(entry=entry)
    )


def _offer_what_was_missed(
    application_ids: Collection[UUID], *, by: Actor, at: datetime
) -> None:
    """Make the offers of rounds that were published before there were any."""
    missed = seated_entries(application_ids).filter(offer=None)
    for round_id in set(missed.values_list("round_id", flat=True)):
        offer_to_seated(Round.objects.select_for_update().get(id=round_id), by=by, at=at)


def _none_offered(application_id: UUID) -> NotOffered | OfferGone:
    former = Offer.objects.filter(entry__application_id=application_id)
    gone = former.select_related("entry").order_by("-at").first()
    if gone is None:
        return NotOffered(application=str(application_id))
    return OfferGone(reference=gone.entry.reference)


def _write_acceptances(offers: list[Offer], *, by: Actor, at: datetime) -> int:
    steps = [
        OfferStep(offer=offer, kind=OfferStep.Kind.ACCEPTED, at=at, by=by.label)
        for offer in offers
    ]
    OfferStep.objects.bulk_create(steps, batch_size=_AT_ONCE)
    events = (
        OfferAccepted(
            round=offer.round_id,
            application=offer.entry.application_id,
            reference=offer.entry.reference,
        )
        for offer in offers
    )
    return journal.record_many(events, by=by, at=at)

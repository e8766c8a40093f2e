"""Who reacts to what: the one table. An earlier step hears of a later one only here."""

from __future__ import annotations

from foundation import journal
from foundation.events import Event
from mission.campaigns.events import PlacementTakenBack
from mission.masar.events import PermitGranted, PermitWithdrawn
from mission.registration.events import (
    ApplicationSubmitted,
    ApplicationWithdrawn,
    DocumentAskedAgain,
    FamilyAgreed,
    FamilyAsked,
    FamilyLeft,
    ObjectionAnswered,
)
from mission.selection.events import (
    FamilyParted,
    OfferLapsed,
    OfferMade,
    OfferReminded,
    ResultPublished,
    SeatVacated,
)
from mission.staff.events import MemberDismissed, RolesChanged

SUBSCRIPTIONS: dict[type[Event], tuple[str, ...]] = {
    ApplicationSubmitted: ("mission.registration.handlers.send_receipt",),
    ApplicationWithdrawn: (
        "mission.registration.handlers.send_withdrawal",
        "mission.selection.handlers.vacate_withdrawn_place",
    ),
    ObjectionAnswered: ("mission.registration.handlers.send_answer",),
    FamilyAsked: ("mission.registration.handlers.tell_asked_family",),
    FamilyAgreed: ("mission.registration.handlers.tell_family_that_agreed",),
    FamilyLeft: ("mission.registration.handlers.tell_family_that_was_left",),
    DocumentAskedAgain: ("mission.registration.handlers.ask_for_document_again",),
    ResultPublished: (
        "mission.selection.handlers.vacate_places_withdrawn_meanwhile",
        "mission.selection.handlers.tell_who_waits",
    ),
    FamilyParted: ("mission.selection.handlers.tell_parted_family",),
    OfferMade: ("mission.selection.handlers.tell_lead",),
    OfferReminded: ("mission.selection.handlers.tell_lead",),
    OfferLapsed: ("mission.selection.handlers.tell_lead",),
    SeatVacated: ("mission.campaigns.handlers.take_placement_back",),
    PlacementTakenBack: ("mission.masar.handlers.void_unsent_requests",),
    PermitGranted: ("mission.permits.handlers.receive_granted_permit",),
    PermitWithdrawn: ("mission.permits.handlers.cancel_withdrawn_permit",),
    MemberDismissed: ("mission.gates.handlers.stop_phones_of_former_guard",),
    RolesChanged: ("mission.gates.handlers.stop_phones_of_former_guard",),
}


def apply() -> None:
    """Tell the journal which handlers each event starts."""
    for event, handlers in SUBSCRIPTIONS.items():
        for handler in handlers:
            journal.subscribe(event, handler)

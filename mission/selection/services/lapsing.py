"""The clock of the offers: reminders, and the lapse of those that nobody answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from foundation import journal
from foundation.scoping import Actor
from mission.season.models import Season
from mission.selection import access
from mission.selection.events import OfferReminded
from mission.selection.models import Happening, Offer, OfferStep, Promotion, Round, State
from mission.selection.queries.offers import open_offers, terms_of_round
from mission.selection.rules import ceremony
from mission.selection.rules.offers import ON_ITS_WAY, Terms
from mission.selection.services.leaving import Leaving, leave_places
from mission.selection.services.offering import offer_to_seated
from mission.selection.services.steps import locked

_AT_ONCE = 2_000


@dataclass(frozen=True)
class Looked:
    """What one look at the offers of a season did, in files."""

    offered: int = 0
    reminded: int = 0
    lapsed: int = 0
    promoted: int = 0

    def __add__(self, other: Looked) -> Looked:
        """Add the looks at two rounds."""
        return Looked(
            self.offered + other.offered,
            self.reminded + other.reminded,
            self.lapsed + other.lapsed,
            self.promoted + other.promoted,
        )


def look_after_offers(*, season: Season, by: Actor, at: datetime) -> Looked:
    """Bring the offers of a season's published rounds up to now, a transaction a round.

    What was missed while no worker ran is caught up: what is over lapses, and of several
    reminders the newest is sent. Raises PermissionRefused, BadOfferTerms.
    """
    access.check_may_run_offers(by=by)
    looked = Looked()
    rounds = Round.objects.filter(season=season, statuses__state=State.PUBLISHED)
    for one in rounds.order_by("number"):
        looked += _look_after(one, by=by, at=at)
    return looked


@transaction.atomic
def _look_after(selection_round: Round, *, by: Actor, at: datetime) -> Looked:
    held = locked(selection_round, needed=ceremony.PUBLISHED)
    offered = offer_to_seated(held, by=by, at=at)
    lines = _lapse(held, by=by, at=at)
    reminded = _remind(held, terms_of_round(held), by=by, at=at)
    promoted = sum(line.happening == Happening.PROMOTED for line in lines)
    return Looked(offered, reminded, lapsed=len(lines) - promoted, promoted=promoted)


def _lapse(held: Round, *, by: Actor, at: datetime) -> list[Promotion]:
    """Let go what was not accepted in time, the first to end first.

    An offer that somebody answers at this very moment is locked by that answer and passed
    over; the next look finds it accepted, or over.
    """
    over = open_offers(Offer.objects.filter(round=held, until__lte=at - ON_ITS_WAY))
    due = over.select_for_update(skip_locked=True, of=("self",)).order_by("id")
    locked_ids = [offer.id for offer in due]
    # Asked again under the lock: an acceptance may have been written since the first look.
    unanswered = open_offers(Offer.objects.filter(id__in=locked_ids))
    ordered = unanswered.order_by(
        "until", "entry__result__outcome", "entry__result__place", "entry__result__part"
    )
    references = list(ordered.values_list("entry__reference", flat=True))
    if not references:
        return []
    return leave_places(held, references, Leaving(Happening.LAPSED), by=by, at=at)


def _remind(held: Round, terms: Terms, *, by: Actor, at: datetime) -> int:
    """Remind everyone whose newest reminder is due and was not sent."""
    found = open_offers(Offer.objects.filter(round=held, until__gt=at))
    sent = set(
        OfferStep.objects.filter(offer__round=held, kind=OfferStep.Kind.REMINDED).values_list(
            "offer_id", "day"
        )
    )
    due = [
        (offer, day)
        for offer in found.select_related("entry").order_by("until", "id")
        if (day := terms.reminder_due(offer.at, at=at)) and (offer.id, day) not in sent
    ]
    steps = [
        OfferStep(offer=offer, kind=OfferStep.Kind.REMINDED, day=day, at=at, by=by.label)
        for offer, day in due
    ]
    OfferStep.objects.bulk_create(steps, batch_size=_AT_ONCE)
    events = (
        OfferReminded(
            round=held.id,
            application=offer.entry.application_id,
            reference=offer.entry.reference,
            until=offer.until,
            day=day,
        )
        for offer, day in due
    )
    return journal.record_many(events, by=by, at=at) if due else 0

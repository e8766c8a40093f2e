"""Offers: who was offered seats, until when, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

from mission.accounts.models import Account
from mission.accounts.queries import is_known_holder
from mission.registration.models import Applicant, Role
from mission.season.models import Season
from mission.season.queries import rule_values
from mission.selection.models import Entry, Offer, OfferStep, Outcome, OutcomeKind, Round
from mission.selection.queries.outcomes import (
    beyond_reserve,
    holds_seats,
    others_by_application,
    published,
    standing_entry_ids,
)
from mission.selection.queries.rounds import rules_of
from mission.selection.rules import offers as rules
from mission.selection.rules.offers import OfferFacts, Terms, read_terms

ENDINGS = (OfferStep.Kind.LAPSED, OfferStep.Kind.WITHDRAWN, OfferStep.Kind.ACCEPTED)


@dataclass(frozen=True)
class OfferCount:
    """How many offers of a round are in a state."""

    state: str
    files: int
    persons: int


class Contact(NamedTuple):
    """Where a lead is reached, and in which language: mobile in E.164, ar or en."""

    mobile: str
    language: str


@dataclass(frozen=True)
class Told:
    """A file of a published round that was offered nothing.

    together  the files that it was drawn together with
    """

    application: UUID
    reference: str
    place: int
    is_beyond_reserve: bool
    together: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ending:
    """Open offers whose last day is today and tomorrow, and those whose time is over."""

    over: int
    today: int
    tomorrow: int


def terms_of(season: Season) -> Terms:
    """Answer what a season says of its offers; raises BadOfferTerms."""
    return read_terms(rule_values(season))


def terms_of_round(selection_round: Round) -> Terms:
    """Answer what a season and a round's own rules say of its offers; raises BadOfferTerms."""
    return terms_of(selection_round.season).promising(rules_of(selection_round).acceptance_days)


def offers_of(
    selection_round: Round, *, search: str = "", state: str = ""
) -> QuerySet[Any, Any]:
    """Answer the offers of a round with ``state`` and ``reminded_at``, the first to end first;
    filtered if asked."""
    found: QuerySet[Any, Any] = with_state(
        Offer.objects.filter(round=selection_round)
    ).select_related("entry__result")
    reminders = _steps().filter(kind=OfferStep.Kind.REMINDED).order_by("-at")
    found = found.annotate(reminded_at=Subquery(reminders.values("at")[:1]))
    if state:
        found = found.filter(state=state)
    if search.strip():
        found = found.filter(entry__reference__contains=search.strip().upper())
    return found.order_by("until", "entry__reference")


def offer_by_reference(selection_round: Round, reference: str) -> Offer | None:
    """Answer a file's offer with its ``state``."""
    return offers_of(selection_round).filter(entry__reference=reference).first()


def offer_for(application_id: UUID) -> Offer | None:
    """Answer an application's newest offer with ``state`` and its round."""
    found = Offer.objects.filter(entry__application_id=application_id)
    return with_state(found).select_related("entry", "round__season").order_by("-at").first()


def facts_of(offer: Offer) -> OfferFacts:
    """Answer what decides about an offer, read anew: call it under the offer's lock."""
    kinds = set(OfferStep.objects.filter(offer=offer).values_list("kind", flat=True))
    state = next((kind.value for kind in ENDINGS if kind in kinds), rules.OPEN)
    return OfferFacts(reference=offer.entry.reference, until=offer.until, state=state)


def offer_counts(selection_round: Round) -> list[OfferCount]:
    """Count the offers of a round by state."""
    counted = (
        with_state(Offer.objects.filter(round=selection_round))
        .values("state")
        .annotate(files=Count("id"), persons=Sum("entry__size"))
        .order_by()
    )
    found = {row["state"]: OfferCount(**row) for row in counted}
    states = (rules.OPEN, rules.ACCEPTED, rules.LAPSED, rules.WITHDRAWN)
    return [found.get(state, OfferCount(state, 0, 0)) for state in states]


def ending(season: Season, *, at: datetime) -> Ending:
    """Count a season's open offers by when they end."""
    terms = terms_of(season)
    tonight, following = terms.until_of_day(at), terms.until_of_day(at, days=1)
    found = open_offers(Offer.objects.filter(round__season=season)).aggregate(
        over=Count("id", filter=Q(until__lte=at)),
        today=Count("id", filter=Q(until__gt=at, until__lte=tonight)),
        tomorrow=Count("id", filter=Q(until__gt=tonight, until__lte=following)),
    )
    return Ending(**found)


def newest_with_offers(season: Season) -> Round | None:
    """Answer the newest round of a season that offered seats."""
    return Round.objects.filter(season=season, offers__isnull=False).order_by("-number").first()


def open_offers(found: QuerySet[Offer, Offer]) -> QuerySet[Offer, Offer]:
    """Keep the offers that have no answer and did not lapse."""
    return found.exclude(Exists(_steps().filter(kind__in=ENDINGS)))


def entries_without_offer(selection_round: Round) -> QuerySet[Entry, Entry]:
    """Answer who holds seats of a round and was never offered them."""
    standing = standing_entry_ids(selection_round).filter(offer=None)
    return standing.order_by("result__outcome", "result__place", "result__part")


def seated_entries(application_ids: Collection[UUID]) -> QuerySet[Entry, Entry]:
    """Answer the entries by which applications hold seats of published rounds."""
    return (
        Entry.objects.filter(application_id__in=application_ids)
        .filter(Exists(published(OuterRef("round"))), holds_seats())
        .select_related("round")
    )


def answers(application_ids: Collection[UUID]) -> dict[UUID, tuple[str, datetime]]:
    """Answer state and end of the newest offer of each of these applications that has one."""
    found = with_state(Offer.objects.filter(entry__application_id__in=application_ids))
    rows = found.order_by("at").values_list("entry__application_id", "state", "until")
    return {application: (state, until) for application, state, until in rows}


def contact_of(application_id: UUID) -> Contact | None:
    """Answer where the lead of a file is reached: by the own account, else as the file says."""
    return contacts_of([application_id]).get(application_id)


def contacts_of(application_ids: Collection[UUID]) -> dict[UUID, Contact]:
    """Answer where the leads of files are reached; those who gave no mobile are left out.

    The account that typed a file comes first, then one that is known to be the lead's, then the
    mobile of the register or the workbook, in Arabic.
    """
    leads = list(
        Applicant.objects.filter(application_id__in=application_ids, role=Role.LEAD)
        .values_list(
            "application_id",
            "person__national_id",
            "person__mobile",
            "draft_person__draft__account__mobile",
            "draft_person__draft__account__language",
        )
    )  # fmt: skip
    known = Account.objects.filter(national_id__in=[lead[1] for lead in leads])
    accounts = {one.national_id: one for one in known if is_known_holder(one)}
    found = {}
    for application, national_id, registered, typed, language in leads:
        own = accounts.get(national_id)
        if typed:
            found[application] = Contact(typed, language)
        elif own is not None:
            found[application] = Contact(own.mobile, own.language)
        elif registered:
            found[application] = Contact(registered, "ar")
    return found


def not_offered(selection_round: Round, *, after: int, most: int) -> list[Told]:
    """Answer, in the order of places, waiting files of a published round to be told so.

    after  the place of the last one before; ``most`` are answered at a time
    """
    beyond = beyond_reserve(selection_round)
    waiting = (
        Outcome.objects.filter(
            round=selection_round, outcome=OutcomeKind.WAITING, place__gt=after
        )
        .filter(entry__promotions__isnull=True, application__withdrawn_at__isnull=True)
        .order_by("place", "part")
        .values_list("application_id", "entry__reference", "place")
    )
    lines = list(waiting[:most])
    if len(lines) == most:  # linked files have one place, and are told together
        lines += waiting.filter(place=lines[-1][2])
        lines = list(dict.fromkeys(lines))
    together = others_by_application([line[0] for line in lines], held=selection_round)
    return [Told(*line, line[1] in beyond, tuple(together.get(line[0], ()))) for line in lines]


def with_state(found: QuerySet[Offer, Offer]) -> QuerySet[Any, Any]:
    """Add the ``state`` of each offer: OPEN, ACCEPTED, WITHDRAWN or LAPSED."""
    return found.annotate(
        state=Case(
            *(When(Exists(_steps().filter(kind=kind)), then=Value(kind)) for kind in ENDINGS),
            default=Value(rules.OPEN),
            output_field=CharField(),
        )
    )


def _steps() -> QuerySet[OfferStep, Any]:
    return OfferStep.objects.filter(offer=OuterRef("pk"))

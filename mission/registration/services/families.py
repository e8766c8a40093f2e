"""Families: one lead asks, the other agrees, and their applications are drawn together.

Whoever changes who stands in a family locks the applications, in the order of their ids, and
then the family; so the most persons that a season allows are never passed by many at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation import journal
from foundation.ids import parse_reference
from foundation.scoping import Actor
from mission.accounts.models import Account
from mission.registration.events import (
    FamilyAgreed,
    FamilyAsked,
    FamilyDeclined,
    FamilyLeft,
    FamilyRequestTakenBack,
)
from mission.registration.models import (
    Application,
    Family,
    FamilyMember,
    FamilyRequest,
    Leaving,
    RequestEnding,
)
from mission.registration.queries import families
from mission.registration.queries.applying import SeasonRules
from mission.registration.rules.applying import ApplicationIsFrozen, ApplicationWasWithdrawn
from mission.registration.rules.families import (
    AskedAlready,
    AskedThemselves,
    FamiliesDiffer,
    NoFamilies,
    NoSuchRequest,
    NotInFamily,
    TooManyRequests,
    check_persons,
)
from mission.registration.services.drafting import check_window
from mission.registration.services.leading import check_leads


@transaction.atomic
def ask_for_family(
    *, application: Application, account: Account, reference: str, by: Actor, at: datetime
) -> FamilyRequest:
    """Ask the lead of another application to be drawn together.

    What is answered is the same whether the reference exists or not.

    account  that of the lead, also where staff act for who calls
    Raises NoSuchApplication, NoFamilies, WindowClosed, ApplicationIsFrozen,
    ApplicationWasWithdrawn, BadReference, AskedThemselves, AskedAlready, TooManyRequests.
    """
    check_leads(application, account, by=by)
    rules = _check_open(application, at=at)
    own = _locked([application])[0]
    plain = parse_reference(reference)
    if plain == own.reference:
        raise AskedThemselves()
    asked_before = FamilyRequest.objects.filter(asking=own)
    known = {each.application.reference for each in families.family_of(own)}
    if plain in known or asked_before.filter(reference=plain, ended_at=None).exists():
        raise AskedAlready(reference=plain)
    most = families.requests_most(rules)
    if asked_before.count() >= most:
        raise TooManyRequests(most=most)
    found = Application.objects.filter(season=own.season_id, reference=plain)
    asked = found.filter(withdrawn_at__isnull=True).first()
    request = FamilyRequest.objects.create(
        asking=own, reference=plain, asked=asked, asked_at=at, asked_by=by.label
    )
    event = FamilyAsked(request.pk, own.pk, asked.pk if asked else None)
    journal.record(event, by=by, at=at)
    return request


@transaction.atomic
def agree_to_family(
    *,
    request: FamilyRequest,
    application: Application,
    account: Account,
    by: Actor,
    at: datetime,
) -> Family:
    """Agree, for the application that was asked, to be drawn together with the one that asks.

    A family that one of the two stands in already takes the other in; its leads are told.
    Raises NoSuchApplication, NoSuchRequest, NoFamilies, WindowClosed, ApplicationIsFrozen,
    ApplicationWasWithdrawn, FamiliesDiffer, TooManyInFamily.
    """
    check_leads(application, account, by=by)
    rules = _check_open(application, at=at)
    both = _locked([application, request.asking])
    _open_request(request, asked=application)
    family = _common_family(both, at=at)
    joined = _join(family, both, by=by, at=at)
    everybody = [each.application for each in families.standing_members(family.pk)]
    sizes = families.sizes_of([each.pk for each in everybody])
    check_persons(sum(sizes.values()), most=families.persons_most(rules))
    for each in FamilyRequest.objects.filter(
        asking__in=both, asked__in=both, ended_at__isnull=True
    ):
        _end_request(each, RequestEnding.AGREED, by=by, at=at)
    journal.record(
        FamilyAgreed(
            request.pk,
            family.pk,
            application.pk,
            joined=tuple(each.pk for each in joined),
            persons=sum(sizes.values()),
        ),
        by=by,
        at=at,
    )
    return family


@transaction.atomic
def decline_family(
    *,
    request: FamilyRequest,
    application: Application,
    account: Account,
    by: Actor,
    at: datetime,
) -> None:
    """Decline, for the application that was asked. Raises NoSuchApplication, NoSuchRequest."""
    check_leads(application, account, by=by)
    held = _open_request(request, asked=application)
    _end_request(held, RequestEnding.DECLINED, by=by, at=at)
    journal.record(FamilyDeclined(held.pk, application.pk), by=by, at=at)


@transaction.atomic
def take_back_request(
    *,
    request: FamilyRequest,
    application: Application,
    account: Account,
    by: Actor,
    at: datetime,
) -> None:
    """Ask no longer. Raises NoSuchApplication, NoSuchRequest."""
    check_leads(application, account, by=by)
    held = _open_request(request, asking=application)
    _end_request(held, RequestEnding.TAKEN_BACK, by=by, at=at)
    journal.record(FamilyRequestTakenBack(held.pk, application.pk), by=by, at=at)


@transaction.atomic
def leave_family(
    *, application: Application, account: Account, by: Actor, at: datetime
) -> None:
    """Take an application out of its family; the others stay together.

    Raises NoSuchApplication, NotInFamily, WindowClosed, ApplicationIsFrozen,
    ApplicationWasWithdrawn.
    """
    check_leads(application, account, by=by)
    check_window(application.season, at=at)
    _locked([application])
    if not _leave(application, Leaving.LEFT, by=by, at=at):
        raise NotInFamily(reference=application.reference)


def leave_by_withdrawal(application: Application, *, by: Actor, at: datetime) -> None:
    """Take a locked application that is withdrawn out of its family, and end what it asks.

    Part of the write that withdraws it. Who asks it is told nothing and waits on: an ending
    would say that the reference exists.
    """
    _leave(application, Leaving.WITHDRAWN, by=by, at=at)
    waiting = FamilyRequest.objects.filter(asking=application, ended_at__isnull=True)
    for each in waiting.select_for_update():
        _end_request(each, RequestEnding.CLOSED, by=by, at=at)


def check_family_room(application: Application, rules: SeasonRules) -> None:
    """Raise TooManyInFamily when a locked application that was amended makes its family too
    large; part of the write that amends it."""
    own = families.membership_of(application.pk)
    if own is None:
        return
    Family.objects.select_for_update().get(pk=own.family_id)
    ids = [each.application_id for each in families.standing_members(own.family_id)]
    persons = sum(families.sizes_of(ids).values())
    check_persons(persons, most=families.persons_most(rules))


def _check_open(application: Application, *, at: datetime) -> SeasonRules:
    rules = check_window(application.season, at=at)
    if not families.persons_most(rules):
        raise NoFamilies(season=application.season.hijri_year)
    return rules


def _locked(applications: Iterable[Application]) -> list[Application]:
    """Lock applications against each other, a withdrawal and a freeze; answer them by id."""
    ids = [each.pk for each in applications]
    found = Application.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    held = list(found.select_related("season").order_by("pk"))
    for each in held:
        if each.withdrawn_at is not None:
            raise ApplicationWasWithdrawn(reference=each.reference)
        if each.frozen_at is not None:
            raise ApplicationIsFrozen(reference=each.reference)
    return held


def _open_request(request: FamilyRequest, **side: Application) -> FamilyRequest:
    """Lock a request that waits for an answer, of the side that acts."""
    waiting = FamilyRequest.objects.select_for_update().filter(ended_at__isnull=True)
    held = waiting.filter(pk=request.pk, **side).first()
    if held is None:
        raise NoSuchRequest()
    return held


def _end_request(
    request: FamilyRequest, ending: RequestEnding, *, by: Actor, at: datetime
) -> None:
    request.ending, request.ended_at, request.ended_by = ending, at, by.label
    request.save(update_fields=["ending", "ended_at", "ended_by"])


def _common_family(both: list[Application], *, at: datetime) -> Family:
    """Lock the family that locked applications may share, or found one."""
    while True:
        found = _families_of(both)
        if len(found) > 1:
            raise FamiliesDiffer()
        if not found:
            return Family.objects.create(season=both[0].season, founded_at=at)
        family = Family.objects.select_for_update().get(pk=found.pop())
        # While its lock was waited for, all others may have left, which ends it.
        if _families_of(both):
            return family


def _families_of(applications: list[Application]) -> set[UUID]:
    standing = FamilyMember.objects.filter(application__in=applications, left_at__isnull=True)
    return set(standing.values_list("family_id", flat=True))


def _join(
    family: Family, both: list[Application], *, by: Actor, at: datetime
) -> list[Application]:
    standing = {each.application_id for each in families.standing_members(family.pk)}
    joining = [each for each in both if each.pk not in standing]
    for each in joining:
        FamilyMember.objects.create(
            family=family, application=each, joined_at=at, joined_by=by.label
        )
    return joining


def _leave(application: Application, why: Leaving, *, by: Actor, at: datetime) -> bool:
    """End the place of a locked application in its family, if it has one."""
    own = families.membership_of(application.pk)
    if own is None:
        return False
    Family.objects.select_for_update().get(pk=own.family_id)
    standing = list(families.standing_members(own.family_id))
    if application.pk not in {each.application_id for each in standing}:
        return False  # the others left while the lock was waited for
    others = [each for each in standing if each.application_id != application.pk]
    leaving = [each for each in standing if each.application_id == application.pk]
    for each in leaving + (others if len(others) == 1 else []):
        each.left_at, each.left_by = at, by.label
        each.why = why if each in leaving else Leaving.ALONE
        each.save(update_fields=["left_at", "left_by", "why"])
    journal.record(
        FamilyLeft(
            own.family_id,
            application.pk,
            others=tuple(each.application_id for each in others),
            why=why.value,
        ),
        by=by,
        at=at,
    )
    return True

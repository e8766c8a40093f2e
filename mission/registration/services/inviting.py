"""Companions who fill in and agree from their own phone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from foundation import journal
from foundation.scoping import Actor
from mission.accounts.models import Account
from mission.registration import access
from mission.registration.events import (
    CompanionConsented,
    CompanionInvited,
    InvitationAccepted,
    InvitationRevoked,
)
from mission.registration.models import DraftPerson, Invitation, Role
from mission.registration.queries import applying
from mission.registration.rules.applying import (
    DraftIncomplete,
    InvitationSpent,
    NoSuchDraft,
    NotTheInvited,
)
from mission.registration.services.drafting import editable, editable_person, touch


@transaction.atomic
def invite_companion(*, person: DraftPerson, by: Actor, at: datetime) -> Invitation:
    """Make a link for one companion; an earlier link of theirs opens nothing any more.

    Raises NoSuchDraft, WindowClosed, ApplicationIsFrozen.
    """
    draft, rules = editable(person.draft, by=by, at=at)
    if person.role == Role.LEAD or person.removed_at is not None:
        raise NoSuchDraft()
    _revoke_standing(person, by=by, at=at)
    hours = rules.number("applications.invitation_hours")
    invitation = Invitation.objects.create(
        person=person, made_at=at, made_by=by.label, expires_at=at + timedelta(hours=hours)
    )
    touch(draft, at=at)
    journal.record(CompanionInvited(draft.pk, person.pk, invitation.pk), by=by, at=at)
    return invitation


@transaction.atomic
def revoke_invitation(*, person: DraftPerson, by: Actor, at: datetime) -> None:
    """Let the link of a companion open nothing any more.

    Raises NoSuchDraft, WindowClosed, ApplicationIsFrozen.
    """
    editable(person.draft, by=by, at=at)
    _revoke_standing(person, by=by, at=at)


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, account: Account, by: Actor, at: datetime
) -> DraftPerson:
    """Bind a link to whoever signed in by their own mobile; nobody else may use it then.

    Where the lead typed the companion's national id already, it must be that of the account.
    Else the account's is written down, for it is proved.
    Raises InvitationSpent, NotTheInvited, WindowClosed, ApplicationIsFrozen.
    """
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.revoked_at is not None or held.expires_at <= at:
        raise InvitationSpent()
    if by.id != str(account.pk):
        raise NotTheInvited()
    if held.account_id is not None:
        if held.account_id != account.pk:
            raise InvitationSpent()
        return held.person
    person = held.person
    if person.draft.account_id == account.pk:
        raise NotTheInvited()
    stated = applying.answers_of(person).get("national_id", "")
    if stated and applying.western(stated) != account.national_id:
        raise NotTheInvited()
    held.account, held.accepted_at = account, at
    held.save(update_fields=["account", "accepted_at"])
    if not stated:
        DraftPerson.objects.filter(pk=person.pk).update(
            answers=person.answers | {"national_id": account.national_id}, saved_at=at
        )
        touch(person.draft, at=at)
    journal.record(InvitationAccepted(person.draft_id, person.pk, held.pk), by=by, at=at)
    return applying.draft_person_by_id(person.pk)


@transaction.atomic
def consent(*, person: DraftPerson, by: Actor, at: datetime) -> DraftPerson:
    """Agree, as the companion, to travel in this application and to what it says of oneself.

    Raises NoSuchDraft (only the invited may), DraftIncomplete, WindowClosed.
    """
    if not access.may_fill_person(applying.standing_invitation(person), by=by):
        raise NoSuchDraft()
    row, rules = editable_person(person, by=by, at=at)
    problems = applying.read_of(row, rules).problems
    if problems:
        raise DraftIncomplete(count=len(problems))
    row.consented_at, row.consented_by = at, by.label
    row.save(update_fields=["consented_at", "consented_by"])
    touch(row.draft, at=at)
    journal.record(CompanionConsented(row.draft_id, row.pk), by=by, at=at)
    return row


def _revoke_standing(person: DraftPerson, *, by: Actor, at: datetime) -> None:
    for standing in person.invitations.select_for_update().filter(revoked_at__isnull=True):
        standing.revoked_at = at
        standing.save(update_fields=["revoked_at"])
        journal.record(InvitationRevoked(person.draft_id, person.pk, standing.pk), by=by, at=at)

"""Filling in an application: opened, answered field by field, with companions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from django.db import IntegrityError, transaction
from django.db.models import Max

from foundation import journal
from foundation.scoping import Actor
from mission.accounts.models import Account
from mission.accounts.queries import is_known_holder
from mission.people.queries import prefilled
from mission.registration import access
from mission.registration.events import (
    AnswersSaved,
    CompanionAdded,
    CompanionRemoved,
    DraftOpened,
)
from mission.registration.models import Draft, DraftPerson, Relation, Role
from mission.registration.queries import applying
from mission.registration.rules.answers import LONGEST_TEXT, read_answer
from mission.registration.rules.applying import (
    ApplicationIsFrozen,
    NoSuchDraft,
    TooManyPersons,
    WindowClosed,
)
from mission.registration.rules.screens import DECLARATIONS, YES, fields_of
from mission.season.models import Season

MOST_PERSONS = 20  # a bound against floods of rows; the season's class says how many may go


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did.

    problems     field → code, of the fields that were saved now
    overwritten  field → what another device had saved there meanwhile
    """

    problems: dict[str, str] = field(default_factory=dict)
    overwritten: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def open_draft(*, account: Account, season: Season, by: Actor, at: datetime) -> Draft:
    """Answer the draft of an account, opened now if there is none; its lead is prefilled.

    Raises WindowClosed, PermissionRefused.
    """
    if not (by.kind == "applicant" and by.id == str(account.pk)):
        access.check_may_fill_for_caller(by=by)
    found = applying.draft_for(account.pk, season)
    if found is not None:
        return found
    check_window(season, at=at)
    try:
        with transaction.atomic():
            draft = Draft.objects.create(
                season=season,
                account=account,
                opened_at=at,
                opened_by=by.label,
                by_staff=by.kind == "staff",
                saved_at=at,
            )
    except IntegrityError:  # another device opened it in this moment
        return applying.draft_by_id(Draft.objects.get(season=season, account=account).pk)
    DraftPerson.objects.create(
        draft=draft,
        place=0,
        role=Role.LEAD,
        relation=Relation.SELF,
        # Only who is known to be the person may see what the register knows of them.
        answers=prefilled(account.national_id) if _may_see_own(account, by) else {},
        saved_at=at,
    )
    journal.record(
        DraftOpened(draft.pk, season.hijri_year, by_staff=by.kind == "staff"), by=by, at=at
    )
    return draft


@transaction.atomic
def save_answers(
    *,
    person: DraftPerson,
    answers: Mapping[str, str],
    known: Mapping[str, str] = MappingProxyType({}),
    by: Actor,
    at: datetime,
) -> Saved:
    """Keep what was typed, right or wrong, and say of each field what is wrong with it.

    The last one wins; where another device had saved something else meanwhile, that is told.

    answers  field → text; fields that the person is not asked are passed over
    known    field → the text that the page showed when it was opened

    Raises NoSuchDraft, WindowClosed, ApplicationIsFrozen.
    """
    row, rules = editable_person(person, by=by, at=at)
    saved = Saved()
    changed = []
    for name, text in answers.items():
        if name not in fields_of(row.who):
            continue
        text = text.replace("\0", "")[:LONGEST_TEXT].strip()
        value, code = read_answer(name, text, rules.cells)
        if code:
            saved.problems[name] = code
        former = row.answers.get(name, "")
        if text == former:
            continue
        if name in known and former != known[name]:
            saved.overwritten[name] = former
        row.answers[name] = text
        changed.append(name)
        if name == "relation":
            row.relation = value or ""
    if changed:
        _keep(row, by=by, at=at)
        journal.record(AnswersSaved(row.draft_id, row.pk, tuple(changed)), by=by, at=at)
    return saved


@transaction.atomic
def declare(*, draft: Draft, said: Mapping[str, bool], by: Actor, at: datetime) -> Draft:
    """Keep which declarations were ticked.

    Raises NoSuchDraft, WindowClosed, ApplicationIsFrozen.
    """
    row, _rules = editable(draft, by=by, at=at)
    for name in DECLARATIONS:
        row.answers[name] = YES if said.get(name) else ""
    row.saved_at = at
    row.save(update_fields=["answers", "saved_at"])
    journal.record(AnswersSaved(row.pk, None, DECLARATIONS), by=by, at=at)
    return row


@transaction.atomic
def add_companion(*, draft: Draft, by: Actor, at: datetime) -> DraftPerson:
    """Put a companion into a draft, to be filled in.

    Raises NoSuchDraft, WindowClosed, ApplicationIsFrozen, TooManyPersons.
    """
    row, _rules = editable(draft, by=by, at=at)
    people = DraftPerson.objects.filter(draft=row)
    if people.count() > MOST_PERSONS:
        raise TooManyPersons(most=MOST_PERSONS)
    last = people.aggregate(last=Max("place"))["last"]
    person = DraftPerson.objects.create(
        draft=row, place=last + 1, role=Role.COMPANION, saved_at=at
    )
    touch(row, at=at)
    journal.record(CompanionAdded(row.pk, person.pk), by=by, at=at)
    return person


@transaction.atomic
def remove_companion(*, person: DraftPerson, by: Actor, at: datetime) -> None:
    """Take a companion out of a draft; what was typed is kept, the link opens nothing more.

    Raises NoSuchDraft (a lead cannot be taken out), WindowClosed, ApplicationIsFrozen.
    """
    draft, _rules = editable(person.draft, by=by, at=at)
    taken = DraftPerson.objects.filter(
        pk=person.pk, role=Role.COMPANION, removed_at__isnull=True
    )
    if not taken.update(removed_at=at):
        raise NoSuchDraft()
    person.invitations.filter(revoked_at__isnull=True).update(revoked_at=at)
    touch(draft, at=at)
    journal.record(CompanionRemoved(draft.pk, person.pk), by=by, at=at)


def editable(draft: Draft, *, by: Actor, at: datetime) -> tuple[Draft, applying.SeasonRules]:
    """Lock a draft that ``by`` may change at this moment; part of a write.

    Raises NoSuchDraft, WindowClosed, ApplicationIsFrozen.
    """
    access.check_may_fill(draft, by=by)
    return _locked(draft, at=at)


def editable_person(
    person: DraftPerson, *, by: Actor, at: datetime
) -> tuple[DraftPerson, applying.SeasonRules]:
    """Lock a person of a draft whom ``by`` may change: the applicant, staff, the invited.

    Raises NoSuchDraft, WindowClosed, ApplicationIsFrozen.
    """
    if not access.may_fill_person(applying.standing_invitation(person), by=by):
        access.check_may_fill(person.draft, by=by)
    draft, rules = _locked(person.draft, at=at)
    row = (
        DraftPerson.objects.select_for_update()
        .filter(pk=person.pk, draft=draft, removed_at__isnull=True)
        .first()
    )
    if row is None:
        raise NoSuchDraft()
    return row, rules


def touch(draft: Draft, *, at: datetime) -> None:
    """Note that something of a draft is other now; part of a write."""
    Draft.objects.filter(pk=draft.pk).update(saved_at=at)


def check_window(season: Season, *, at: datetime) -> applying.SeasonRules:
    """Answer the season's rules; raises WindowClosed unless it takes applications now."""
    rules = applying.season_rules(season)
    if not rules.window.is_open(at):
        raise WindowClosed(season=season.hijri_year)
    return rules


def _locked(draft: Draft, *, at: datetime) -> tuple[Draft, applying.SeasonRules]:
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    rules = check_window(row.season, at=at)
    if row.application is not None and row.application.frozen_at is not None:
        raise ApplicationIsFrozen(reference=row.application.reference)
    return row, rules


def _keep(row: DraftPerson, *, by: Actor, at: datetime) -> None:
    """Write a person's answers; a consent to something else is none."""
    row.saved_at = at
    row.consented_at = None
    row.consented_by = ""
    row.save(update_fields=["answers", "relation", "saved_at", "consented_at", "consented_by"])
    touch(row.draft, at=at)


def _may_see_own(account: Account, by: Actor) -> bool:
    return by.kind == "applicant" and is_known_holder(account)

"""Reads of applications that are being filled in, and of whom they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import connection
from django.db.models import Q, QuerySet

from foundation.ids import parse_reference
from foundation.scoping import Actor
from mission.accounts.models import Account
from mission.accounts.queries import is_known_holder
from mission.people.queries import masked
from mission.registration.models import (
    Applicant,
    Application,
    Draft,
    DraftPerson,
    Invitation,
    Role,
)
from mission.registration.queries.files import application_by_reference
from mission.registration.rules.answers import PersonAnswers, read_person, typed
from mission.registration.rules.applying import (
    InvitationSpent,
    NoSuchApplication,
    NoSuchDraft,
)
from mission.registration.rules.eligibility import EligibilityRules
from mission.registration.rules.values import WorkbookRules, value_of
from mission.registration.rules.window import Window
from mission.season.models import Season
from mission.season.queries import rule_values_of, version_in_force

INVITATION_SALT = "registration.invitation"
# Asked at every submission. One person after the other: in a rush the planner does not know yet
# how many stand in the season, and would read them all.
_IN_OTHER_FILES = """
SELECT p.national_id, standing.application_id
FROM people_person p CROSS JOIN LATERAL (
    SELECT a.application_id FROM registration_applicant a
    WHERE a.person_id = p.id AND a.season_id = %s AND a.left_at IS NULL LIMIT 1
) standing
WHERE p.national_id = ANY(%s) AND standing.application_id IS DISTINCT FROM %s
"""


@dataclass(frozen=True)
class SeasonRules:
    """Everything that a season says about an application that is typed."""

    values: Mapping[str, Any]
    cells: WorkbookRules
    eligibility: EligibilityRules
    window: Window

    def number(self, key: str) -> int:
        """Answer a number of the season; raises RuleValueMissing."""
        return int(value_of(self.values, key))


@dataclass(frozen=True)
class Standing:
    """Where a person stands already; ``person`` is the national id, half of it hidden."""

    application: Application
    person: str
    is_lead: bool


def season_rules(season: Season) -> SeasonRules:
    """Answer what a season says; raises RuleValueMissing.

    Each process reads a version once: a new one has another id.
    """
    return _rules_of(
        version_in_force(season), season.pk, season.hijri_year, season.reference_date
    )


@lru_cache(maxsize=8)
def _rules_of(
    version_id: UUID, season_id: UUID, hijri_year: int, reference_date: date
) -> SeasonRules:
    values = rule_values_of(version_id)
    return SeasonRules(
        values=values,
        cells=WorkbookRules.from_values(values),
        eligibility=EligibilityRules.from_values(
            values, hijri_year=hijri_year, reference_date=reference_date
        ),
        window=Window.from_values(values),
    )


def draft_for(account_id: UUID, season: Season) -> Draft | None:
    """Answer the draft of an account in a season, if it opened one."""
    return _drafts().filter(account_id=account_id, season=season).first()


def draft_behind(application: Application, account: Account) -> Draft | None:
    """Answer the draft of an account that became an application, if one did."""
    return _drafts().filter(account=account, application=application).first()


def draft_by_id(draft_id: UUID) -> Draft:
    """Answer one draft; raises NoSuchDraft. Whose it is the caller asks."""
    found = _drafts().filter(pk=draft_id).first()
    if found is None:
        raise NoSuchDraft()
    return found


def locked_draft(draft_id: UUID) -> Draft:
    """Answer one draft as it stands, kept so until the transaction ends; raises NoSuchDraft."""
    # Not joined with the application: after waiting for whoever held the row, the row is read
    # anew, and what was joined with it would still be as it stood before.
    drafts = Draft.objects.select_related("season", "account")
    found = drafts.select_for_update(of=("self",)).filter(pk=draft_id).first()
    if found is None:
        raise NoSuchDraft()
    return found


def draft_person_by_id(person_id: UUID) -> DraftPerson:
    """Answer one person of a draft who was not taken out; raises NoSuchDraft."""
    people = DraftPerson.objects.select_related(
        "draft__season", "draft__account", "draft__application"
    )
    found = people.filter(pk=person_id, removed_at__isnull=True).first()
    if found is None:
        raise NoSuchDraft()
    return found


def people_of(draft: Draft) -> list[DraftPerson]:
    """Answer the persons who stand in a draft, the lead first."""
    people = list(
        DraftPerson.objects.filter(draft=draft, removed_at__isnull=True).order_by("place")
    )
    for person in people:
        person.draft = draft
    return people


def answers_of(person: DraftPerson) -> dict[str, str]:
    """Answer what was typed of a person; a lead's id and mobile are those that were proved."""
    answers: dict[str, str] = dict(person.answers)
    if person.role == Role.LEAD:
        account = person.draft.account
        answers |= {"national_id": account.national_id, "mobile": account.mobile}
    return answers


def western(text: str) -> str:
    """Answer a typed number as the readers see it: digits 0-9, no marks, no spaces around."""
    return typed("national_id", text)


def read_of(person: DraftPerson, rules: SeasonRules) -> PersonAnswers:
    """Answer what a person's answers come to."""
    return read_person(person.who, answers_of(person), rules.cells)


def standing_of(account: Account, season: Season) -> Standing | None:
    """Answer the application of a season in which an account's holder stands, if in any."""
    if not is_known_holder(account):
        return None
    national_id = account.national_id
    found = (
        Applicant.objects.filter(
            season=season, person__national_id=national_id, left_at__isnull=True
        )
        .select_related("application")
        .first()
    )
    if found is None:
        return None
    return Standing(found.application, masked(national_id), found.role == Role.LEAD)


def applications_led_by(account: Account, season: Season) -> list[Application]:
    """Answer every application of a season that an account leads, the newest first."""
    leading = Applicant.objects.filter(_led_by(account), application__season=season)
    return list(
        Application.objects.filter(pk__in=leading.values("application")).order_by(
            "-registered_at", "-id"
        )
    )


def is_led_by(application: Application, account: Account) -> bool:
    """Answer whether an account is that of an application's lead."""
    return Applicant.objects.filter(_led_by(account), application=application).exists()


def is_lead(application_id: UUID, *, by: Actor) -> bool:
    """Answer whether ``by`` is signed in with the account of an application's lead."""
    if by.kind != "applicant":
        return False
    try:
        account = Account.objects.filter(pk=UUID(by.id)).first()
    except ValueError:  # a visitor who is not signed in has no id
        return False
    if account is None:
        return False
    return Applicant.objects.filter(_led_by(account), application_id=application_id).exists()


def application_of(reference: str, *, by: Actor) -> Application:
    """Answer an application that ``by`` leads; raises NoSuchApplication, BadReference."""
    found = application_by_reference(reference)
    if not is_lead(found.pk, by=by):
        raise NoSuchApplication(reference=found.reference)
    return found


def _led_by(account: Account) -> Q:
    """What it typed itself, and what stands under its national id when that is proved."""
    led = Q(draft_person__draft__account=account)
    if is_known_holder(account):
        led |= Q(person__national_id=account.national_id)
    return led & Q(role=Role.LEAD)


def others_in_files(
    national_ids: list[str], season: Season, *, but: Application | None
) -> dict[str, UUID]:
    """Answer which of the persons stand in another application: national id → application."""
    own = but.pk if but else None
    with connection.cursor() as cursor:
        cursor.execute(_IN_OTHER_FILES, [season.pk, national_ids, own])
        return dict(cursor.fetchall())


def standing_invitation(person: DraftPerson) -> Invitation | None:
    """Answer the invitation of a companion that was not taken back, if there is one."""
    return Invitation.objects.filter(person=person, revoked_at__isnull=True).first()


def invitation_token(invitation: Invitation) -> str:
    """Answer the signed text of an invitation's link."""
    return signing.dumps(str(invitation.pk), salt=INVITATION_SALT)


def invitation_for(token: str, *, at: datetime) -> Invitation:
    """Answer the invitation of a link that still counts; raises InvitationSpent."""
    try:
        invitation_id = UUID(signing.loads(token, salt=INVITATION_SALT))
    except (signing.BadSignature, ValueError) as wrong:
        raise InvitationSpent() from wrong
    found = (
        Invitation.objects.filter(pk=invitation_id, revoked_at__isnull=True, expires_at__gt=at)
        .filter(person__removed_at__isnull=True)
        .select_related("person__draft__account", "person__draft__season")
        .first()
    )
    if found is None:
        raise InvitationSpent()
    return found


def _drafts() -> QuerySet[Draft]:
    return Draft.objects.select_related("season", "account", "application", "carried_from")


def typed_application(reference: str) -> Application:
    """Answer an application that was typed, not imported; raises NoSuchApplication.

    For operators, who see what they fill in and nothing of the workbooks.
    """
    plain = parse_reference(reference)
    found = Application.objects.filter(reference=plain, draft__isnull=False).first()
    if found is None:
        raise NoSuchApplication(reference=plain)
    return found

"""Eligible files and the figures of a season, for the selection and for everyone's eyes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count

from mission.registration.models import (
    Answer,
    Applicant,
    Application,
    ApplicationStatus,
    Eligibility,
    EligibilityRun,
    ObjectionStatus,
    RefusedRow,
    Role,
    Status,
)
from mission.registration.rules.eligibility import PersonFacts
from mission.season.models import Season


@dataclass(frozen=True, slots=True)
class EligibleFile:
    """An eligible file as the selection needs it; ``size`` is persons.

    district       the code of the lead's home district, empty when none was stated
    first_applied  when the lead's first file of any season was submitted
    has_relative   a companion is a relative of the lead
    """

    application: UUID
    reference: str
    file_no: str
    size: int
    tier: int
    tickets: int
    queue: int
    lead_birth_date: date
    lead_sex: str
    lead_nationality: str
    lead_last_hajj_year: int | None
    refused_seasons: int
    district: str = ""
    first_applied: datetime | None = None
    has_men: bool = True
    has_relative: bool = False


_COLUMNS = """
SELECT a.id, a.reference, a.file_no, e.size, e.tier, e.tickets, a.queue,
       p.birth_date, p.sex, lead.nationality, lead.last_hajj_year, a.refused_seasons, a.district
"""
_PARTY_COLUMNS = """
     , past.first_applied, party.has_men, party.has_relative
"""
_ELIGIBLE = """
FROM registration_eligibility e
JOIN registration_application a ON a.id = e.application_id
JOIN registration_applicant lead ON lead.application_id = a.id AND lead.role = 'LEAD'
JOIN people_person p ON p.id = lead.person_id
"""
_PARTY = """
JOIN (
    SELECT one.application_id, bool_or(who.sex = 'M') AS has_men,
           bool_or(one.role = 'COMPANION' AND one.relation <> 'OTHER') AS has_relative
    FROM registration_applicant one JOIN people_person who ON who.id = one.person_id
    WHERE one.season_id = %s
    GROUP BY one.application_id
) party ON party.application_id = a.id
JOIN (
    SELECT one.person_id, min(other.submitted_at) AS first_applied
    FROM registration_applicant one
    JOIN registration_application other ON other.id = one.application_id
    WHERE one.role = 'LEAD'
    GROUP BY one.person_id
) past ON past.person_id = lead.person_id
"""
_OF_THE_RUN = """
WHERE e.run_id = %s AND e.codes = '{}' AND a.withdrawn_at IS NULL
ORDER BY a.reference COLLATE "C"
"""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is judged of one file: lead and companions, and how often it was refused."""

    application: UUID
    file_no: str
    refused_seasons: int
    lead: PersonFacts
    companions: list[PersonFacts]


def newest_judgement(season: Season) -> EligibilityRun | None:
    """Answer the newest judgement of a season, if it was ever judged."""
    return (
        EligibilityRun.objects.filter(season=season)
        .select_related("rule_version")
        .order_by("-number")
        .first()
    )


def changed_since(run: EligibilityRun) -> bool:
    """Answer whether files were amended or withdrawn, or objections upheld, since."""
    changes = ApplicationStatus.objects.filter(
        application__season=run.season_id,
        status__in=[Status.AMENDED, Status.WITHDRAWN],
        at__gte=run.judged_at,
    )
    upheld = ObjectionStatus.objects.filter(
        objection__application__season=run.season_id,
        status=Answer.UPHELD,
        at__gte=run.judged_at,
    )
    return changes.exists() or upheld.exists()


def changes_in(season: Season) -> int:
    """Count the amendments, withdrawals and upheld objections of a season: it only grows."""
    changes = ApplicationStatus.objects.filter(
        application__season=season, status__in=[Status.AMENDED, Status.WITHDRAWN]
    )
    upheld = ObjectionStatus.objects.filter(
        objection__application__season=season, status=Answer.UPHELD
    )
    return changes.count() + upheld.count()


def judgements(season: Season) -> list[EligibilityRun]:
    """Answer all judgements of a season, the newest first."""
    return list(
        EligibilityRun.objects.filter(season=season)
        .select_related("rule_version")
        .order_by("-number")
    )


def eligible_files(season: Season, *, with_party: bool = False) -> list[EligibleFile]:
    """Answer the files without a code in the newest judgement, in byte order of reference.

    with_party  also read who travels with the lead, and the lead's first file
    """
    run = newest_judgement(season)
    if run is None:
        return []
    more = (_PARTY_COLUMNS, _PARTY) if with_party else ("", "")
    text = _COLUMNS + more[0] + _ELIGIBLE + more[1] + _OF_THE_RUN
    with connection.cursor() as cursor:
        cursor.execute(text, [season.id, run.id] if with_party else [run.id])
        return [EligibleFile(*row) for row in cursor.fetchall()]


def refused_references(season: Season, references: Collection[str]) -> set[str]:
    """Answer which of these files the newest judgement does not let in."""
    run = newest_judgement(season)
    verdicts = Eligibility.objects.filter(run=run, application__reference__in=references)
    refused = verdicts.exclude(codes=[])
    return set(refused.values_list("application__reference", flat=True))


def facts_of_files(season: Season) -> list[FileFacts]:
    """Answer what is judged of every file of a season, in byte order of file number."""
    people: dict[UUID, list[PersonFacts]] = {}
    leads: dict[UUID, PersonFacts] = {}
    rows = Applicant.objects.filter(
        application__season=season, application__withdrawn_at__isnull=True
    ).values_list(
        "application_id",
        "role",
        "nationality",
        "birth_date",
        "passport_expires_date",
        "is_fit",
        "resident_since",
        "last_hajj_year",
    )
    for application, role, nationality, born, expires, fit, since, hajj in rows.iterator(
        chunk_size=10_000
    ):
        person = PersonFacts(nationality, born, expires, fit, since, hajj)
        if role == Role.LEAD:
            leads[application] = person
        else:
            people.setdefault(application, []).append(person)
    files = Application.objects.filter(season=season, withdrawn_at__isnull=True).values_list(
        "id", "file_no", "refused_seasons"
    )
    return [
        FileFacts(
            application, file_no, refused, leads[application], people.get(application, [])
        )
        for application, file_no, refused in sorted(files, key=lambda row: row[1].encode())
    ]


def standing_refusals(season: Season) -> dict[str, int]:
    """Count the refused rows that no later import settled, by code."""
    counted = (
        RefusedRow.objects.filter(season=season, settled_by__isnull=True)
        .values_list("code")
        .annotate(rows=Count("id"))
    )
    return dict(counted)


def verdicts_of(run: EligibilityRun) -> dict[str, dict[str, Any]]:
    """Answer the verdicts of a judgement in the published shape, by file number."""
    rows = Eligibility.objects.filter(run=run).values_list(
        "application__file_no", "codes", "size", "tier", "tickets"
    )
    shaped = {
        file_no: {"codes": codes, "size": size, "tier": tier, "tickets": tickets}
        for file_no, codes, size, tier, tickets in rows
    }
    return dict(sorted(shaped.items(), key=lambda item: item[0].encode()))

"""Eligible files and the figures of a season, for the selection and for everyone's eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count

from mission.registration.models import (
    Applicant,
    Application,
    Eligibility,
    EligibilityRun,
    RefusedRow,
    Role,
)
from mission.registration.rules.eligibility import PersonFacts
from mission.season.models import Season


@dataclass(frozen=True, slots=True)
class EligibleFile:
    """An eligible file as the selection needs it; ``size`` is persons."""

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


_ELIGIBLE = """
SELECT a.id, a.reference, a.file_no, e.size, e.tier, e.tickets, a.queue,
       p.birth_date, p.sex, lead.nationality
FROM registration_eligibility e
JOIN registration_application a ON a.id = e.application_id
JOIN registration_applicant lead ON lead.application_id = a.id AND lead.role = 'LEAD'
JOIN people_person p ON p.id = lead.person_id
WHERE e.run_id = %s AND e.codes = '{}'
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


def judgements(season: Season) -> list[EligibilityRun]:
    """Answer all judgements of a season, the newest first."""
    return list(
        EligibilityRun.objects.filter(season=season)
        .select_related("rule_version")
        .order_by("-number")
    )


def eligible_files(season: Season) -> list[EligibleFile]:
    """Answer the files without a code in the newest judgement, in byte order of reference."""
    run = newest_judgement(season)
    if run is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ELIGIBLE, [run.id])
        return [EligibleFile(*row) for row in cursor.fetchall()]


def facts_of_files(season: Season) -> list[FileFacts]:
    """Answer what is judged of every file of a season, in byte order of file number."""
    people: dict[UUID, list[PersonFacts]] = {}
    leads: dict[UUID, PersonFacts] = {}
    rows = Applicant.objects.filter(application__season=season).values_list(
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
    files = Application.objects.filter(season=season).values_list(
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

"""What is sent for each operation, built from our rows; fields are those of their contract."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from mission.campaigns.models import Campaign, Pilgrim
from mission.masar.rules.names import names_by_script
from mission.people.models import Passport


def group_body(campaign: Campaign, *, hijri_year: int) -> dict[str, Any]:
    """Describe a campaign as a group of the mission."""
    return {
        "season": hijri_year,
        "licence_no": campaign.licence_no,
        "name_ar": campaign.name_ar,
        "name_en": campaign.name_en,
        "capacity": campaign.capacity,
    }


def pilgrim_bodies(
    pilgrims: Iterable[Pilgrim], *, hijri_year: int, groups: dict[UUID, str]
) -> dict[UUID, dict[str, Any]]:
    """Describe pilgrims as they stand in their current passports: pilgrim id → body.

    groups  campaign id → their number of its group

    Only what the e-path needs leaves the mission: no telephone of relatives, no health.
    """
    travelling = list(pilgrims)
    people = [pilgrim.person_id for pilgrim in travelling]
    current = Passport.objects.filter(person_id__in=people, is_current=True)
    passports = {passport.person_id: passport for passport in current}
    return {
        pilgrim.id: _pilgrim_body(pilgrim, passports.get(pilgrim.person_id))
        | {"season": hijri_year, "group_number": groups[pilgrim.campaign_id]}
        for pilgrim in travelling
    }


def _pilgrim_body(pilgrim: Pilgrim, passport: Passport | None) -> dict[str, Any]:
    person = pilgrim.person
    name_ar, name_en = names_by_script(person.name_ar, person.name_en)
    return {
        "reference": pilgrim.reference,
        "passport_number": passport.number if passport else "",
        "passport_expires_date": passport.expires_date.isoformat() if passport else "",
        "name_ar": name_ar,
        "name_en": name_en,
        "sex": person.sex,
        "birth_date": person.birth_date.isoformat(),
        "nationality": person.nationality,
        "mobile": person.mobile,
    }


def visa_body(*, hijri_year: int, application_number: str) -> dict[str, Any]:
    """Ask for the visa of an accepted application."""
    return {"season": hijri_year, "application_number": application_number}


def permit_body(
    *, hijri_year: int, application_number: str, visa_number: str
) -> dict[str, Any]:
    """Ask for the permit of an application with its visa."""
    return visa_body(hijri_year=hijri_year, application_number=application_number) | {
        "visa_number": visa_number
    }

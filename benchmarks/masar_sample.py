"""Invented pilgrims for tests and benchmarks of the e-path: no draw, no import, only rows."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

from django.db import transaction

from foundation.ids import new_reference
from foundation.names import search_keys
from mission.campaigns.models import Campaign, Pilgrim
from mission.people.models import Passport, Person
from mission.registration.models import Application
from mission.season.models import Season

FIRST = [("محمد", "Mohammed"), ("عائشة", "Aisha"), ("خالد", "Khalid"), ("نورة", "Noura")]
LAST = [("الكواري", "Al-Kuwari"), ("المري", "Al-Marri"), ("الأنصاري", "Al-Ansari")]
AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
EXPIRES = date(2031, 1, 1)


@transaction.atomic
def make_pilgrims(season: Season, count: int, *, campaigns: int = 4) -> list[Pilgrim]:
    """Make so many pilgrims with passports, spread over new campaigns; always the same ones."""
    organisers = _campaigns(season, campaigns, capacity=count)
    people = _people(season, count)
    files = Application.objects.bulk_create(
        Application(
            season=season,
            file_no=f"F{number}",
            reference=new_reference(),
            submitted_at=AT,
            queue=number + 1,
            registered_at=AT,
        )
        for number in range(count)
    )
    return Pilgrim.objects.bulk_create(
        Pilgrim(
            reference=new_reference(),
            season=season,
            application=files[number],
            person=person,
            campaign=organisers[number % campaigns],
            is_lead=True,
            made_at=AT,
        )
        for number, person in enumerate(people)
    )


def _campaigns(season: Season, count: int, *, capacity: int) -> list[Campaign]:
    return Campaign.objects.bulk_create(
        Campaign(
            season=season,
            licence_no=f"Q-{number:03d}",
            name_ar=f"حملة {number}",
            name_en=f"Campaign {number}",
            capacity=capacity,
            seats_taken=0,
        )
        for number in range(1, count + 1)
    )


def _people(season: Season, count: int) -> list[Person]:
    dice = random.Random(season.hijri_year)
    people = Person.objects.bulk_create(_person(number, dice) for number in range(count))
    Passport.objects.bulk_create(
        Passport(
            person=person,
            number=f"Q{number:07d}",
            expires_date=EXPIRES,
            is_current=True,
            recorded_at=AT,
        )
        for number, person in enumerate(people)
    )
    return people


def _person(number: int, dice: random.Random) -> Person:
    first, last = dice.choice(FIRST), dice.choice(LAST)
    name_ar, name_en = f"{first[0]} {last[0]}", f"{first[1]} {last[1]}"
    return Person(
        national_id=f"2{number:010d}",
        name_ar=name_ar,
        name_en=name_en,
        sex=dice.choice("MF"),
        birth_date=date(dice.randint(1940, 2000), dice.randint(1, 12), dice.randint(1, 28)),
        nationality="QAT",
        mobile="+97455512345",
        name_keys=search_keys(f"{name_ar} {name_en}"),
        known_since=AT,
    )

"""Rows that permits stand on: a season, campaigns with camps, pilgrims, what was granted."""

from datetime import UTC, date, datetime

from foundation.ids import new_references, uuid7
from foundation.names import search_keys
from mission.campaigns.models import Campaign, Pilgrim
from mission.masar.queries import AcceptedPermit
from mission.people.models import Person
from mission.registration.models import Application
from mission.season.models import Camp

AT = datetime(2027, 4, 25, 9, 0, tzinfo=UTC)

_FIRST = [("محمد", "Mohammed"), ("عبدالله", "Abdulla"), ("فاطمة", "Fatima"), ("لؤي", "Loay"),
          ("إبراهيم", "Ebrahim"), ("خديجة", "Khadija"), ("يوسف", "Yousuf"), ("عائشة", "Aisha"),
          ("هيا", "Haya"), ("جاسم", "Jassim"), ("مبارك", "Mubarak")]  # fmt: skip
_FAMILY = [("الكواري", "Al-Kuwari"), ("المري", "Al-Marri"), ("آل ثاني", "Al Thani"),
           ("الهاجري", "Al-Hajri"), ("السليطي", "Al-Sulaiti"), ("المهندي", "Al-Mohannadi"),
           ("النعيمي", "Al-Nuaimi")]  # fmt: skip


def make_campaign(season, licence="Q-01", camps=(0, 3), names=("حملة النور", "Al Noor")):
    campaign = Campaign.objects.create(
        season=season, licence_no=licence, name_ar=names[0], name_en=names[1], capacity=10_000
    )
    campaign.camps.set(Camp.objects.filter(season=season, number__in=camps))
    return campaign


def make_pilgrims(campaign, count=1, *, start=1):
    season = campaign.season
    people = [_person(number) for number in range(start, start + count)]
    references = new_references(2 * count, taken=lambda _: frozenset())
    files = [
        Application(
            season=season, file_no=f"F{number}", reference=references[place], queue=number,
            submitted_at=AT, registered_at=AT,
        )
        for place, number in enumerate(range(start, start + count))
    ]  # fmt: skip
    Person.objects.bulk_create(people)
    Application.objects.bulk_create(files)
    return Pilgrim.objects.bulk_create(
        Pilgrim(
            reference=references[count + place], season=season, application=files[place],
            person=people[place], campaign=campaign, is_lead=True, made_at=AT,
        )
        for place in range(count)
    )  # fmt: skip


def granted_to(pilgrims, *, until=date(2027, 6, 6), start=1):
    return [
        AcceptedPermit(
            pilgrim_id=pilgrim.id,
            application_number=f"APP{number:07}",
            visa_number=f"V{number:09}",
            permit_number=f"P{number:09}",
            valid_from=date(2027, 4, 22),
            valid_until=until,
        )
        for number, pilgrim in enumerate(pilgrims, start)
    ]


def _person(number):
    given, father = _FIRST[number % 11], _FIRST[(number // 11) % 11]
    family = _FAMILY[number % 7]
    arabic, latin = (f"{given[i]} {father[i]} {family[i]}" for i in (0, 1))
    return Person(
        id=uuid7(), national_id=f"{28_000_000_000 + number}", name_ar=arabic, name_en=latin,
        sex="M", birth_date=date(1980, 1, 1), nationality="QAT",
        name_keys=[*search_keys(arabic), *search_keys(latin)], known_since=AT,
    )  # fmt: skip

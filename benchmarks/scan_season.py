"""A season for the scan benchmark: one gate, one reader, and pilgrims with signed bracelets."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from benchmarks.seasons import open_season
from foundation.clock import now
from foundation.ids import new_references
from foundation.scoping import Actor
from mission.campaigns.models import Campaign, Pilgrim
from mission.gates import services
from mission.people.models import Person
from mission.permits.models import Bracelet, BraceletStatus, Permit, SigningKey
from mission.permits.queries import mission_number
from mission.permits.rules.credential import Claims, write_credential
from mission.registration.models import Application
from mission.season import queries as seasons


def make(number: int) -> tuple[str, list[str]]:
    """Make the season; answer the reader's token and so many credentials."""
    season = open_season()
    camp = seasons.camps(season)[0]
    by, at = Actor.system("bench_scans"), now()
    gate = services.open_gate(camp=camp, code="bench", names=("بوابة", "Gate"), by=by, at=at)
    wish = services.ReaderWish(name="Bench", language="en", shows_names=True)
    prepared = services.prepare_reader(gate=gate, wish=wish, by=by, at=at)
    token = services.enrol_reader(code=prepared.code, by=by, at=at).token
    pilgrims = _pilgrims(season, number, at)
    return token, _bracelets(season, camp, pilgrims, at)


def _pilgrims(season: Any, number: int, at: Any) -> list[Pilgrim]:
    campaign = Campaign.objects.create(
        season=season, licence_no="B-1", name_ar="حملة", name_en="Campaign", capacity=number
    )
    references = iter(new_references(2 * number, taken=lambda _: ()))
    people = [_person(place, at) for place in range(number)]
    applications = [
        Application(
            season=season, file_no=str(place), reference=next(references), submitted_at=at,
            queue=place + 1, registered_at=at,
        )
        for place in range(number)
    ]  # fmt: skip
    pilgrims = [
        Pilgrim(
            reference=next(references), season=season, application=application, person=person,
            campaign=campaign, is_lead=True, made_at=at,
        )
        for application, person in zip(applications, people, strict=True)
    ]  # fmt: skip
    Person.objects.bulk_create(people, batch_size=2000)
    Application.objects.bulk_create(applications, batch_size=2000)
    return Pilgrim.objects.bulk_create(pilgrims, batch_size=2000)


def _person(place: int, at: Any) -> Person:
    return Person(
        national_id=f"{26060000000 + place}",
        name_ar="فاطمة محمد المري",
        name_en="Fatima Mohammed Al-Marri",
        sex=random.choice("MF"),
        birth_date=date(1960, 5, 1),
        nationality="QAT",
        known_since=at,
    )


def _bracelets(season: Any, camp: Any, pilgrims: list[Pilgrim], at: Any) -> list[str]:
    secret = Ed25519PrivateKey.generate()
    raw = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    begins, ends = at - timedelta(days=1), at + timedelta(days=60)
    key = SigningKey.objects.create(
        season=season, usage="qr", kid=9, public_key=raw, not_before=begins, not_after=ends,
        signs_from=begins, made_at=begins, made_by="bench",
    )  # fmt: skip
    mission = mission_number(season)
    serials = new_references(len(pilgrims), taken=lambda _: ())
    permits, bracelets, statuses = [], [], []
    for index, pilgrim in enumerate(pilgrims):
        claims = Claims(
            season=1448, mission=mission, camps=frozenset({camp.number, 2}),
            status_index=index, valid_until=ends,
        )  # fmt: skip
        permits.append(
            Permit(
                season=season, pilgrim=pilgrim, number=str(index), visa_number=str(index),
                application_number=str(index), valid_from=begins, valid_until=ends,
                received_at=at,
            )
        )  # fmt: skip
        bracelets.append(
            Bracelet(
                season=season, pilgrim=pilgrim, permit=permits[-1], key=key,
                serial=serials[index], status_index=index, camps=[camp.number, 2],
                credential=write_credential(claims, kid=9, signer=secret.sign),
                valid_until=ends, issued_at=at,
            )
        )  # fmt: skip
        statuses.append(
            BraceletStatus(bracelet=bracelets[-1], status="ISSUED", at=at, by="bench")
        )
    Permit.objects.bulk_create(permits, batch_size=2000)
    Bracelet.objects.bulk_create(bracelets, batch_size=2000)
    BraceletStatus.objects.bulk_create(statuses, batch_size=2000)
    return [bracelet.credential for bracelet in bracelets]

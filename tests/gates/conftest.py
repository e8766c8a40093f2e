"""A camp with its gates, pilgrims who wear signed bracelets, and readers to scan them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from benchmarks.seasons import open_season
from foundation.clock import now
from foundation.ids import new_reference, uuid7
from mission.campaigns.models import Campaign, Pilgrim
from mission.gates import services
from mission.gates.models import Way
from mission.gates.queries.posts import forget_posts, post_at, post_of_token
from mission.gates.rules.decision import Direction
from mission.gates.rules.scan import Delivery, PresentedScan
from mission.people.models import Person
from mission.permits.models import Bracelet, BraceletStatus, Permit, SigningKey
from mission.permits.queries import mission_number
from mission.permits.rules.credential import Claims, write_credential
from mission.registration.models import Application
from mission.season import queries as seasons

FROM = datetime(2027, 4, 22, tzinfo=UTC)
UNTIL = datetime(2027, 6, 6, tzinfo=UTC)
NOON = datetime(2027, 5, 14, 9, 0, tzinfo=UTC)


@dataclass
class Worn:
    """A bracelet on a wrist."""

    bracelet: Any
    pilgrim: Any
    credential: str


class World:
    """Season 1448 with two gates of Mina 1 and one of Mina 2, and a signing key of the test."""

    def __init__(self, by, at, window=(FROM, UNTIL)):
        self.by, self.at, self.window = by, at, window
        self.numbers = count(1)
        self.season = seasons.season_by_year(1448)
        self.camps = {camp.code: camp for camp in seasons.camps(self.season)}
        self.secret = Ed25519PrivateKey.generate()
        self.key = self.make_key(1, self.secret)
        self.campaign = Campaign.objects.create(
            season=self.season,
            licence_no="HC-001",
            name_ar="حملة النور",
            name_en="Noor",
            capacity=5_000,
        )
        self.north = self.open("mina-1", "mina-1-north", "البوابة الشمالية", "North gate")
        self.south = self.open("mina-1", "mina-1-south", "البوابة الجنوبية", "South gate")
        self.other = self.open("mina-2", "mina-2", "بوابة مخيم ٢", "Gate of camp 2")

    def make_key(self, kid, secret):
        raw = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return SigningKey.objects.create(
            season=self.season,
            usage="qr",
            kid=kid,
            public_key=raw,
            not_before=self.window[0],
            not_after=self.window[1],
            signs_from=self.window[0],
            made_at=min(self.at, self.window[0]),
            made_by="test",
        )

    def open(self, camp, code, arabic, english, way=Way.BOTH):
        return services.open_gate(
            camp=self.camps[camp],
            code=code,
            names=(arabic, english),
            way=way,
            by=self.by,
            at=self.at,
        )

    def sign(self, *, index, camps=("mina-1",), until=None, secret=None, kid=1, **changed):
        claims = Claims(
            season=changed.get("season", 1448),
            mission=changed.get("mission", mission_number(self.season)),
            camps=frozenset(self.camps[code].number for code in camps),
            status_index=index,
            valid_until=until or self.window[1],
        )
        return write_credential(claims, kid=kid, signer=(secret or self.secret).sign)

    def wear(self, number=1, *, sex="F", status="ISSUED", **signed):
        """Give so many pilgrims a bracelet each; answer them in order."""
        return [self._wear(next(self.numbers), sex, status, signed) for _ in range(number)]

    def _wear(self, number, sex, status, signed):
        application = Application.objects.create(
            season=self.season,
            file_no=f"G{number}",
            reference=new_reference(),
            submitted_at=self.at,
            queue=number,
            registered_at=self.at,
        )
        person = Person.objects.create(
            national_id=f"{26063000000 + number}",
            name_ar="فاطمة محمد المري" if sex == "F" else "سالم علي الكواري",
            name_en="Fatima Al-Marri" if sex == "F" else "Salem Al-Kuwari",
            sex=sex,
            birth_date=date(1960, 5, 1),
            nationality="QAT",
            known_since=self.at,
        )
        pilgrim = Pilgrim.objects.create(
            reference=new_reference(),
            season=self.season,
            application=application,
            person=person,
            campaign=self.campaign,
            is_lead=True,
            made_at=self.at,
        )
        return self.issue(pilgrim, number, status=status, **signed)

    def issue(self, pilgrim, index, *, status="ISSUED", **signed):
        permit, _ = Permit.objects.get_or_create(
            pilgrim=pilgrim,
            defaults={
                "season": self.season,
                "number": f"P{index}",
                "visa_number": f"V{index}",
                "application_number": f"A{index}",
                "valid_from": self.window[0],
                "valid_until": self.window[1],
                "received_at": self.at,
            },
        )
        credential = self.sign(index=index, **signed)
        earlier = Bracelet.objects.filter(pilgrim=pilgrim).order_by("-generation").first()
        bracelet = Bracelet.objects.create(
            season=self.season,
            pilgrim=pilgrim,
            permit=permit,
            key=self.key,
            serial=new_reference(),
            status_index=index,
            generation=earlier.generation + 1 if earlier else 1,
            replaces=earlier,
            credential=credential,
            camps=sorted(self.camps[code].number for code in signed.get("camps", ["mina-1"])),
            valid_until=self.window[1],
            issued_at=self.at,
        )
        self.mark(bracelet, "ISSUED")
        if status != "ISSUED":
            self.mark(bracelet, status)
        return Worn(bracelet, pilgrim, credential)

    def mark(self, bracelet, status):
        reason = "" if status == "ISSUED" else "LOST"
        BraceletStatus.objects.create(
            bracelet=bracelet, status=status, reason=reason, at=self.at, by="test"
        )

    def reader(self, gate=None, *, language="en", shows_names=True, at=None):
        """Enrol a reader at a gate; answer its token."""
        at = at or self.at
        wish = services.ReaderWish(name="Phone", language=language, shows_names=shows_names)
        prepared = services.prepare_reader(
            gate=gate or self.north, wish=wish, by=self.by, at=at
        )
        return services.enrol_reader(code=prepared.code, by=self.by, at=at).token

    def post(self, token, at=None):
        return post_of_token(services.hash_secret(token), at=at or self.at)

    def console(self, gate=None):
        return post_at(gate or self.north)


@pytest.fixture
def world(db, amina, at):
    forget_posts()
    open_season()
    yield World(amina, at)
    forget_posts()


def world_of_today(by):
    """Make the world with bracelets that count now, for what cannot be told another time."""
    forget_posts()
    open_season()
    window = (now() - timedelta(days=1), now() + timedelta(days=30))
    return World(by, now(), window)


def scan(credential, *, at=NOON, direction=Direction.IN, id_=None):
    return PresentedScan(
        id=id_ or uuid7(), credential=credential, direction=direction, scanned_at=at
    )


def deliver(world, *things, gate=None, at=NOON + timedelta(seconds=1), by=None):
    """Have things judged at a gate as the console does; answer the answers."""
    post = world.console(gate)
    return services.record_scans(
        gate=post.gate_code, post=post, delivery=Delivery(things), by=by or world.by, at=at
    )


def codes(answers):
    return [answer.scan.code if answer.scan else answer.refusal.code for answer in answers]

"""A season with applications of its own, and rounds brought as far as a test needs."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from foundation.ids import new_references
from foundation.scoping import Actor
from foundation.uploads.models import Upload
from mission.people.models import Person
from mission.registration.models import Applicant, Application, Relation, Role, SourceFile
from mission.registration.services import check_eligibility
from mission.season.models import Season
from mission.season.rules import SourcedValue
from mission.season.services import Calendar, open_season
from mission.selection import services
from mission.selection.rules.seed import commitment_to

SEASON = Path(__file__).parents[2] / "mission/season/fixtures/season-1448.json"
RULES = {
    "general": {"order": ["tier", "number"]},
    "last_seat": "skip",
    "quota": 8,
    "shares": [
        {"name": "elderly", "order": ["-age_days", "number"], "seats": 2, "when": "before"}
    ],
}
SECRETS = {"Noora": "the first secret", "سالم": "السر الثاني", "Huda": "third"}


@pytest.fixture
def season(db, system, at):
    plan = json.loads(SEASON.read_text(encoding="utf-8"))
    values = {key: SourcedValue(**entry) for key, entry in plan["values"].items()}
    calendar = Calendar(1448, date(2027, 5, 14), date(2027, 5, 15))
    return open_season(calendar=calendar, values=values, camps=[], by=system, at=at)


class Applications:
    """Writes files as an import would leave them."""

    def __init__(self, season: Season, at: datetime) -> None:
        self.season, self.at, self.count = season, at, 0
        upload = Upload.objects.create(
            sha256="0" * 64, size_bytes=1, media_type="text/csv", name="a.csv", at=at
        )
        self.source = SourceFile.objects.create(season=season, upload=upload, sha256="0" * 64)

    def add(self, *, size=1, born=date(1970, 1, 1), refused=0, fit=True):
        """Add one file: a citizen who never went, and companions."""
        self.count += 1
        taken = lambda drawn: Application.objects.filter(  # noqa: E731
            reference__in=drawn
        ).values_list("reference", flat=True)
        application = Application.objects.create(
            season=self.season, file_no=f"F{self.count:04d}", refused_seasons=refused,
            reference=new_references(1, taken=taken)[0], submitted_at=self.at,
            queue=self.count, registered_at=self.at,
        )  # fmt: skip
        for place in range(size):
            self._add_person(application, place, born if place == 0 else date(1980, 5, 5), fit)
        return application

    def _add_person(self, application, place, born, fit):
        digits = f"{self.count:05d}{place:01d}"
        person = Person.objects.create(
            national_id=f"2{born:%y}63{digits}", name_en=f"Person {digits}", sex="F",
            birth_date=born, nationality="QAT", known_since=self.at,
        )  # fmt: skip
        Applicant.objects.create(
            application=application, person=person, season=self.season,
            role=Role.COMPANION if place else Role.LEAD,
            relation=Relation.SISTER if place else Relation.SELF, nationality="QAT",
            birth_date=born, passport_no="A123456", passport_expires_date=date(2030, 1, 1),
            is_fit=fit, source=self.source, source_row=self.count,
        )  # fmt: skip


@pytest.fixture
def applications(season, at):
    return Applications(season, at)


@pytest.fixture
def files(applications, season, system, at):
    """Ten eligible files with 17 persons, two of them elderly, and one that is not fit."""
    made = [applications.add(size=size) for size in (1, 2, 3, 1, 2, 2, 1, 2)]
    made += [applications.add(size=2, born=date(1950, 1, 1)), applications.add(refused=3)]
    applications.add(fit=False)
    check_eligibility(season=season, by=system, at=at)
    return made


@pytest.fixture
def committee():
    """The members, as the sign-in knows them."""
    permissions = frozenset({"selection.commit_secret", "selection.reveal_secret"})
    return {name: Actor("staff", f"id-{name}", name, permissions) for name in SECRETS}


class Ceremony:
    """Brings a round forward, each step at its own moment."""

    def __init__(self, season, by, committee, at) -> None:
        self.season, self.by, self.committee, self.at = season, by, committee, at
        self.chance_at = at + timedelta(hours=2)
        self.round = None

    def open(self, rules=None):
        self.round = services.open_round(
            season=self.season, rules=rules or RULES, by=self.by, at=self.at
        )
        services.open_commitments(selection_round=self.round, by=self.by, at=self.at)
        return self.round

    def commit(self):
        for name, secret in SECRETS.items():
            services.commit_secret(
                selection_round=self.round, member=name, sha256=commitment_to(secret),
                by=self.committee[name], at=self.at,
            )  # fmt: skip

    def freeze(self):
        chance = services.Chance(kind="DICE", name="Five dice in hall 2", at=self.chance_at)
        return services.freeze_round(
            selection_round=self.round, chance=chance, by=self.by, at=self.at
        )

    def reveal(self, *names):
        for name in names or SECRETS:
            services.reveal_secret(
                selection_round=self.round, member=name, secret=SECRETS[name],
                by=self.committee[name], at=self.at + timedelta(hours=1),
            )  # fmt: skip

    def close(self, at=None):
        at = at or self.chance_at - timedelta(minutes=1)
        services.close_reveals(selection_round=self.round, by=self.by, at=at)

    def chance(self, text="5 3 6 1 2"):
        return services.record_chance(
            selection_round=self.round, public_randomness=text, by=self.by, at=self.chance_at
        )

    def draw(self):
        return services.hold_round_draw(
            selection_round=self.round, by=self.by, at=self.chance_at
        )

    def publish(self):
        return services.publish_round(selection_round=self.round, by=self.by, at=self.chance_at)

    def until(self, step):
        """Do every step up to and including the named one."""
        for name in (
            "open",
            "commit",
            "freeze",
            "reveal",
            "close",
            "chance",
            "draw",
            "publish",
        ):
            getattr(self, name)()
            if name == step:
                return self.round
        raise ValueError(step)


@pytest.fixture
def ceremony(season, amina, committee, at):
    return Ceremony(season, amina, committee, at)

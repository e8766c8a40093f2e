"""A published draw and campaigns to place its files in."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest

from benchmarks.seasons import open_season
from foundation.ids import new_reference
from foundation.uploads.models import Upload
from mission.campaigns import services
from mission.people.models import Person
from mission.people.rules import name_keys
from mission.registration.models import Applicant, Application, SourceFile
from mission.season import queries as seasons
from mission.selection.models import (
    Answer,
    Entry,
    Outcome,
    Proposal,
    Round,
    RoundStatus,
    RuleSet,
    State,
)
from mission.selection.rules.ruleset import read_rules

BORN = date(1960, 5, 1)
RULES = {"general": {"order": ["number"]}, "last_seat": "skip", "quota": 100, "shares": []}


@pytest.fixture
def season(db):
    return open_season()


class DrawMaker:
    """Makes selected files of given sizes in one published round, in the order of the draw."""

    def __init__(self, season, at):
        self.season, self.at = season, at
        self.numbers = count(1)
        self.round = Round.objects.create(season=season, number=1, opened_at=at, opened_by="t")
        RuleSet.objects.create(
            round=self.round,
            version=1,
            text=read_rules(RULES).as_bytes().decode(),
            at=at,
            by="t",
        )
        for place, state in enumerate(State.values):
            RoundStatus.objects.create(
                round=self.round, place=place, state=state, at=at, by="t",
                decision=self._decision(place, state, at),
            )  # fmt: skip
        upload = Upload.objects.create(
            sha256="0" * 64,
            size_bytes=1,
            media_type="text/csv",
            name="t.csv",
            by_kind="system",
            by_id="t",
            by_label="t",
            at=at,
        )
        self.source = SourceFile.objects.create(season=season, upload=upload, sha256="0" * 64)

    def _decision(self, place, state, at):
        """Write that two persons decided a step, as the database wants it of each."""
        late = at + timedelta(minutes=1)
        proposal = Proposal.objects.create(
            round=self.round, place=place, step="DRAW", matter={}, holder="a", office="CHAIR",
            by="a", at=at, expires_at=late,
        )  # fmt: skip
        return Answer.objects.create(
            proposal=proposal, proposer="a", proposer_office="CHAIR", expires_at=late,
            holder="b", office="SECRETARY", agrees=True, by="b", at=at,
        )  # fmt: skip

    def select(self, *sizes, outcome="SELECTED"):
        return [self._file(size, outcome) for size in sizes]

    def _file(self, size, outcome):
        number = next(self.numbers)
        application = Application.objects.create(
            season=self.season,
            file_no=f"F{number}",
            reference=new_reference(),
            submitted_at=self.at,
            queue=number,
            registered_at=self.at,
        )
        for place in range(size):
            self._person(application, number, place)
        entry = Entry.objects.create(
            round=self.round,
            application=application,
            reference=application.reference,
            size=size,
            tier=1,
            tickets=1,
            queue=number,
            age_days=20_000,
        )
        Outcome.objects.create(
            entry=entry,
            round=self.round,
            application=application,
            outcome=outcome,
            place=number,
        )
        return application

    def _person(self, application, number, place):
        person = Person.objects.create(
            national_id=f"260634{number:04d}{place}",
            name_ar=f"حاج {number}",
            name_en=f"Pilgrim {number} {place}",
            sex="M",
            birth_date=BORN,
            nationality="QAT",
            name_keys=name_keys(f"حاج {number}", f"Pilgrim {number} {place}"),
            known_since=self.at,
        )
        Applicant.objects.create(
            application=application,
            person=person,
            season=self.season,
            role="LEAD" if place == 0 else "COMPANION",
            relation="SELF" if place == 0 else "SON",
            nationality="QAT",
            birth_date=BORN,
            passport_no="P123456",
            passport_expires_date=date(2030, 1, 1),
            is_fit=True,
            source=self.source,
            source_row=number,
        )


@pytest.fixture
def draw(season, at):
    return DrawMaker(season, at)


@pytest.fixture
def campaign_with(season, amina, at):
    """Give a function that licenses a campaign with so many seats."""
    numbers = count(1)

    def license_one(capacity, name="Noor"):
        number = next(numbers)
        plan = services.CampaignPlan(f"HC-{number:03d}", f"حملة {name}", name, capacity)
        camps = seasons.camps(season)[:1]
        return services.license_campaign(season=season, plan=plan, camps=camps, by=amina, at=at)

    return license_one

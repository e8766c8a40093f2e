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
from mission.selection import queries, services
from mission.selection.access import SECRETARY_PERMISSIONS
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
    permissions = frozenset(
        {
            "selection.commit_secret",
            "selection.reveal_secret",
            "selection.confirm_step",
            "selection.sit_as_member",
        }
    )
    return {name: Actor("staff", f"id-{name}", name, permissions) for name in SECRETS}


@pytest.fixture
def chair(member_with):
    """An account of a committee's chair."""
    return member_with("COMMITTEE_CHAIR")


@pytest.fixture
def second(signed_in):
    """A browser in which a committee's secretary is signed in."""
    return signed_in("COMMITTEE_SECRETARY")


@pytest.fixture
def secretary():
    """Who keeps the record, and confirms what the chair proposes."""
    return Actor("staff", "id-secretary", "secretary@mission.example", SECRETARY_PERMISSIONS)


@pytest.fixture
def witness():
    """Who only watches, and attests."""
    permissions = frozenset({"selection.sit_as_witness", "selection.attest_round"})
    return Actor("staff", "id-witness", "witness@mission.example", permissions)


class Ceremony:
    """Brings a round forward, each step at its own moment: the chair proposes, the secretary
    agrees."""

    def __init__(self, season, by, secretary, committee, at) -> None:
        self.season, self.by, self.committee, self.at = season, by, committee, at
        self.secretary = secretary
        self.chance_at = at + timedelta(hours=2)
        self.round = None

    def open(self, rules=None):
        self.round = services.open_round(
            season=self.season, rules=rules or RULES, by=self.by, at=self.at
        )
        services.open_commitments(selection_round=self.round, by=self.by, at=self.at)
        self.sit(self.by, self.secretary, *self.committee.values())
        return self.round

    def sit(self, *actors):
        for actor in actors:
            if queries.presence_of(self.round, actor.id) is None:
                services.come(
                    selection_round=self.round, name=actor.label, by=actor, at=self.at
                )

    def agree(self, proposal, at=None):
        return services.answer_proposal(
            proposal=proposal, agrees=True, by=self.secretary, at=at or proposal.at
        )

    def commit(self):
        for name, secret in SECRETS.items():
            services.commit_secret(
                selection_round=self.round, member=name, sha256=commitment_to(secret),
                by=self.committee[name], at=self.at,
            )  # fmt: skip

    def propose_freeze(self, kind="DICE", name="Five dice in hall 2"):
        chance = services.Chance(kind=kind, name=name, at=self.chance_at)
        return services.propose_freeze(
            selection_round=self.round, chance=chance, by=self.by, at=self.at
        )

    def freeze(self, **chance):
        self.agree(self.propose_freeze(**chance))
        return services.freeze_round(selection_round=self.round, by=self.secretary, at=self.at)

    def reveal(self, *names):
        for name in names or SECRETS:
            services.reveal_secret(
                selection_round=self.round, member=name, secret=SECRETS[name],
                by=self.committee[name], at=self.at + timedelta(hours=1),
            )  # fmt: skip

    def strike(self, commitment, reason, at):
        self.agree(
            services.propose_strike(
                selection_round=self.round, commitment=commitment, reason=reason, by=self.by,
                at=at,
            )
        )  # fmt: skip

    def close(self, at=None):
        at = at or self.chance_at - timedelta(minutes=1)
        self.agree(services.propose_close(selection_round=self.round, by=self.by, at=at))

    def enter(self, text, by, at=None):
        return services.enter_chance(
            selection_round=self.round, public_randomness=text, by=by, at=at or self.chance_at
        )

    def chance(self, text="5 3 6 1 2"):
        self.enter(text, self.by)
        self.enter(text, self.secretary)
        return queries.draw_of(self.round)

    def decide_draw(self):
        at = self.chance_at
        self.agree(services.propose_draw(selection_round=self.round, by=self.by, at=at))

    def hold_draw(self):
        return services.hold_round_draw(
            selection_round=self.round, by=self.secretary, at=self.chance_at
        )

    def draw(self):
        self.decide_draw()
        return self.hold_draw()

    def decide_publication(self):
        at = self.chance_at
        self.agree(services.propose_publication(selection_round=self.round, by=self.by, at=at))

    def hold_publication(self, **progress):
        return services.publish_round(
            selection_round=self.round, by=self.secretary, at=self.chance_at, **progress
        )

    def publish(self):
        self.decide_publication()
        return self.hold_publication()

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
def ceremony(season, amina, secretary, committee, at):
    return Ceremony(season, amina, secretary, committee, at)


@pytest.fixture
def visitor(client, settings):
    """Somebody without an account, who reads English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client

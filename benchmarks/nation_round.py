"""A round of a nation for the benchmark of a draw from the database: frozen, nobody's secret
hidden any more, and chance still to come. Its rows are put in by COPY; what comes after the
freeze, and what two persons decide, is done by the services."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.core.management import call_command

from benchmarks.bench_draw import sample
from benchmarks.bench_draw_nation import rules_for
from foundation.clock import now
from foundation.copying import copy_rows
from foundation.ids import uuid7
from foundation.scoping import Actor
from mission.registration.models import Application, EligibilityRun
from mission.season.models import Season
from mission.season.queries import rules_in_force, season_by_year
from mission.selection import access, services
from mission.selection.models import Answer, Entry, Freeze, Proposal, Round
from mission.selection.queries.rounds import newest_rule_set
from mission.selection.rules import ceremony
from mission.selection.rules.council import Step
from mission.selection.rules.seed import commitment_to, sha256_hex
from mission.selection.services.deciding import decided
from mission.selection.services.steps import move_to

YEAR, MEMBER, SECRET = 1448, "Noora", "a secret of the benchmark"
BY = Actor.system("benchmark")
CHAIR = Actor("staff", "chair", "Chair", access.PERMISSIONS)
SECRETARY = Actor("staff", "secretary", "Secretary", access.SECRETARY_PERMISSIONS)
SECRETS = frozenset({"selection.commit_secret", "selection.reveal_secret"})
NOORA = Actor("staff", "noora", MEMBER, access.MEMBER_PERMISSIONS | SECRETS)
APPLICATION = "id season_id file_no reference submitted_at queue refused_seasons registered_at"
ENTRY = "id round_id application_id reference size tier tickets queue age_days shares stratum"
Line = tuple[str, str, str, str, str, str, list[str]]


def make(files: int) -> UUID:
    """Write a round of so many files that waits for chance; answer its id."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        call_command("open_season", YEAR, verbosity=0, stdout=nowhere)
    season = season_by_year(YEAR)
    data = sample(files)
    held = _opened(season, files)
    _write_rows(season, held, data)
    _freeze(held, data, files)
    at = now()
    services.reveal_secret(selection_round=held, member=MEMBER, secret=SECRET, by=NOORA, at=at)
    agreed(services.propose_close(selection_round=held, by=CHAIR, at=at))
    return held.id


def agreed(proposal: Proposal) -> Answer:
    """Let the secretary agree to what the chair proposed, which carries out what is short."""
    return services.answer_proposal(
        proposal=proposal, agrees=True, by=SECRETARY, at=proposal.at
    )


def _opened(season: Season, files: int) -> Round:
    rules = rules_for(files).as_bytes()
    held = services.open_round(season=season, rules=rules, by=BY, at=now())
    services.open_commitments(selection_round=held, by=BY, at=now())
    for person in (CHAIR, SECRETARY, NOORA):
        services.come(selection_round=held, name=person.label, by=person, at=now())
    services.commit_secret(
        selection_round=held, member=MEMBER, sha256=commitment_to(SECRET), by=NOORA, at=now()
    )
    return held


def _write_rows(season: Season, held: Round, data: bytes) -> None:
    """Write the files and their entries, in the order in which a freeze writes them."""
    ids = [uuid7() for _ in range(data.count(b"\n") - 1)]
    at = now()
    copy_rows(
        Application._meta.db_table,
        APPLICATION.split(),
        (
            (one, season.id, line[0], line[0], at, line[4], 0, at)
            for one, line in zip(ids, _lines(data), strict=True)
        ),
    )
    copy_rows(
        Entry._meta.db_table,
        ENTRY.split(),
        (
            (uuid7(), held.id, one, *line, "")
            for one, line in zip(ids, _lines(data), strict=True)
        ),
    )


def _lines(data: bytes) -> Iterator[Line]:
    lines = csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    next(lines)
    for reference, size, tier, tickets, queue, age, shares in lines:
        listed = shares.split("|") if shares else []
        yield reference, size, tier, tickets, queue, age, listed


def _freeze(held: Round, data: bytes, files: int) -> None:
    at, rule_set = now(), newest_rule_set(held)
    chance = services.Chance(kind="DICE", name="five dice", at=at + timedelta(hours=1))
    agreed(services.propose_freeze(selection_round=held, chance=chance, by=CHAIR, at=at))
    run = EligibilityRun.objects.create(
        season=held.season, rule_version=rules_in_force(held.season), number=1, judged_at=at,
        judged_by=BY.label, digest=sha256_hex(b""), summary={},
    )  # fmt: skip
    Freeze.objects.create(
        round=held, rule_set=rule_set, eligibility_run=run, entries_sha256=sha256_hex(data),
        rules_sha256=sha256_hex(rule_set.text.encode()), files=files,
        persons=sum(int(line[1]) for line in _lines(data)),
        chance_kind=chance.kind, chance_name=chance.name, chance_at=chance.at,
        at=at, by=SECRETARY.label,
    )  # fmt: skip
    decision = decided(held, Step.FREEZE)
    move_to(ceremony.FROZEN, selection_round=held, by=SECRETARY, at=at, decision=decision)

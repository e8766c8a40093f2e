"""Freeze a round: its files and rules become final, and chance is named before it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as _

from foundation import journal
from foundation.copying import copy_rows
from foundation.ids import uuid7
from foundation.progress import QUIET, Progress
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.registration.models import EligibilityRun
from mission.registration.queries import families_of_season
from mission.registration.services import freeze_applications
from mission.selection import access, queries
from mission.selection.events import FamilyParted, RoundFrozen
from mission.selection.models import Entry, Freeze, LinkedRow, Proposal, Round
from mission.selection.queries.files import File
from mission.selection.queries.rounds import newest_rule_set
from mission.selection.rules import ceremony, council
from mission.selection.rules.council import Step
from mission.selection.rules.entries import EntryRow, entries_of
from mission.selection.rules.linking import Linked, Urn, fill_urn, linked_csv, parted_files
from mission.selection.rules.seed import sha256_hex
from mission.selection.services.deciding import decided, propose
from mission.selection.services.rounds import check_askable
from mission.selection.services.steps import locked, move_to

BATCH = 2_000
ENTRY_TABLE = Entry._meta.db_table
ENTRY_COLUMNS = (
    "id round_id application_id reference size tier tickets queue age_days shares "
    "stratum row_id".split()
)


class NoSecrets(Refusal):
    """Nobody has promised a secret yet."""

    code = "no_secrets"


class NothingEligible(Refusal):
    """No eligible file is left for this round."""

    code = "nothing_eligible"


class FreezeMeetsFamily(Refusal):
    """A family was joined or left while a round was being frozen: it freezes anew."""

    code = "freeze_meets_family"


@dataclass(frozen=True)
class Chance:
    """The public randomness to come: ``name`` is what people can look up or watch.

    kind  DRAND (name = the round's number), DICE or LOTTERY
    """

    kind: str
    name: str
    at: datetime


@transaction.atomic
def propose_freeze(
    *,
    selection_round: Round,
    chance: Chance,
    by: Actor,
    at: datetime,
    in_one_go: bool = False,
) -> Proposal:
    """Propose to freeze the files and rules, and where chance will come from.

    in_one_go  chance is at hand already, and nobody sits waiting for it: the console, a sample
    Raises NoSecrets, FactNotStated, UnknownDistricts, ChanceNotNamed, ChanceTooSoon, NoQuorum,
    and what ``propose`` refuses.
    """
    access.check_may_freeze_round(by=by)
    held = locked(selection_round, needed=ceremony.COMMITTING)
    matter = {
        "kind": str(chance.kind),
        "name": chance.name.strip(),
        "at": chance.at.isoformat(),
        "in_one_go": in_one_go,
    }
    _check_freezable(held, matter, at=at)
    return propose(step=Step.FREEZE, selection_round=held, matter=matter, by=by, at=at)


@transaction.atomic
def freeze_round(
    *,
    selection_round: Round,
    by: Actor,
    at: datetime,
    progress: Progress = QUIET,
) -> Freeze:
    """Freeze the eligible files and the rules as two persons decided; nothing enters after it.

    The pause before chance and the quorum are looked at again: this may be later than the
    decision. Raises NotDecided, NoSecrets, FactNotStated, UnknownDistricts, ChanceNotNamed,
    ChanceTooSoon, NoQuorum, NothingJudged, NothingEligible, FreezeMeetsFamily, StepOutOfOrder,
    PermissionRefused.
    """
    access.check_may_confirm_step(by=by)
    held = locked(selection_round, needed=ceremony.COMMITTING)
    decision = decided(held, Step.FREEZE)
    chance = _check_freezable(held, decision.proposal.matter, at=at)
    run = queries.judgement(held.season)
    files = _files(held)
    families = families_of_season(held.season)
    urn = fill_urn((row for _, row in files), families, queries.rules_of(held))
    _write_entries(held, files, _write_rows(held, urn.linked), progress=progress)
    freeze_applications(
        season=held.season,
        applications=[application for application, row in files],
        round_id=held.id,
        by=by,
        at=at,
    )
    _check_families_stand(held, families)
    frozen = _write_freeze(held, run, urn, chance=chance, by=by, at=at)
    _note_parted(held, files, parted_files(urn, families), by=by, at=at)
    move_to(ceremony.FROZEN, selection_round=held, by=by, at=at, decision=decision)
    progress.finish()
    return frozen


def _check_freezable(held: Round, matter: Mapping[str, Any], *, at: datetime) -> Chance:
    """Refuse unless all that a freeze needs is there; answer the chance that was named."""
    chance = Chance(matter["kind"], matter["name"], datetime.fromisoformat(matter["at"]))
    ceremony.check_chance_named(kind=chance.kind, name=chance.name, at=at, chance_at=chance.at)
    if not held.commitments.exists():
        raise NoSecrets(number=held.number)
    # The season's list of districts may have changed since the rules were settled.
    check_askable(held)
    present = [one.office for one in queries.present(held)]
    council.check_quorum(present, quorum=queries.quorum(held.season))
    if not matter["in_one_go"]:
        minutes = queries.pause_minutes(held.season)
        council.check_pause(at=at, chance_at=chance.at, minutes=minutes)
    return chance


def _files(held: Round) -> list[File]:
    files = queries.eligible_rows(held.season, queries.file_rules_of(held))
    if not files:
        raise NothingEligible(season=held.season.hijri_year)
    return files


def _check_families_stand(held: Round, families: Mapping[str, UUID]) -> None:
    """Refuse when a file changed its family while it was being frozen, as a withdrawal does.

    families  as they were when the rows were made; the files are locked since
    """
    now = families_of_season(held.season)
    moved = {one for one in {*families, *now} if families.get(one) != now.get(one)}
    if Entry.objects.filter(round=held, reference__in=moved).exists():
        raise FreezeMeetsFamily(season=held.season.hijri_year)


def _note_parted(
    held: Round,
    files: Sequence[File],
    parted: Mapping[str, tuple[str, ...]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Journal which files are drawn without some of their family, so that leads are told."""
    events = [
        FamilyParted(held.id, application, row.reference, parted[row.reference])
        for application, row in (files if parted else ())
        if row.reference in parted
    ]
    if events:
        journal.record_many(events, by=by, at=at)


def _write_rows(held: Round, linked: Sequence[Linked]) -> Mapping[str, UUID]:
    """Write the rows that stand for several files; answer reference of a file → its row."""
    found: dict[str, UUID] = {}
    rows = []
    for one in linked:
        rows.append(
            LinkedRow(
                round=held,
                reference=one.row.reference,
                size=one.row.size,
                tier=one.row.tier,
                tickets=one.row.tickets,
                queue=one.row.queue,
                age_days=one.row.age_days,
                shares=list(one.row.shares),
                stratum=one.row.stratum,
            )
        )
        found |= {file.reference: rows[-1].id for file in one.files}
    LinkedRow.objects.bulk_create(rows, batch_size=BATCH)
    return found


def _write_entries(
    held: Round, files: Sequence[File], rows: Mapping[str, UUID], *, progress: Progress
) -> None:
    progress.start(len(files), _("Freezing files"))
    for start in range(0, len(files), BATCH):
        batch = files[start : start + BATCH]
        copy_rows(ENTRY_TABLE, ENTRY_COLUMNS, (_cells(held, rows, *file) for file in batch))
        progress.advance(len(batch))
        progress.check()


def _cells(
    held: Round, rows: Mapping[str, UUID], application: UUID, file: EntryRow
) -> tuple[object, ...]:
    counts = (file.size, file.tier, file.tickets, file.queue, file.age_days)
    return (
        uuid7(),
        held.id,
        application,
        file.reference,
        *counts,
        sorted(file.shares),
        file.stratum,
        rows.get(file.reference),
    )


def _write_freeze(
    held: Round, run: EligibilityRun, urn: Urn, *, chance: Chance, by: Actor, at: datetime
) -> Freeze:
    rule_set, by_strata = newest_rule_set(held), bool(queries.rules_of(held).strata)
    entries = entries_of(urn.rows, by_strata=by_strata)
    linked = linked_csv(urn.linked, by_strata=by_strata)
    frozen = Freeze.objects.create(
        round=held,
        rule_set=rule_set,
        eligibility_run=run,
        entries_sha256=sha256_hex(entries.as_csv()),
        rules_sha256=sha256_hex(rule_set.text.encode()),
        linked_sha256=sha256_hex(linked) if linked else "",
        files=urn.files,
        persons=entries.persons,
        families=len(urn.linked),
        chance_kind=chance.kind,
        chance_name=chance.name.strip(),
        chance_at=chance.at,
        at=at,
        by=by.label,
    )
    journal.record(
        RoundFrozen(
            round=held.id,
            season=held.season_id,
            files=frozen.files,
            entries_sha256=frozen.entries_sha256,
            rules_sha256=frozen.rules_sha256,
            linked_sha256=frozen.linked_sha256,
            families=frozen.families,
            chance=f"{frozen.chance_kind}: {frozen.chance_name}",
            chance_at=frozen.chance_at,
        ),
        by=by,
        at=at,
    )
    return frozen

"""Imports of applicants' workbooks: received, checked, put in, or stopped."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import get_language, gettext

from foundation import jobs, journal
from foundation.copying import copy_line, copy_statement
from foundation.progress import QUIET, Progress
from foundation.progress.queries import task_for
from foundation.progress.services import open_task
from foundation.scoping import Actor
from foundation.uploads import path_of
from foundation.uploads.contents import XLSX
from foundation.uploads.services import store_upload
from mission.registration import access
from mission.registration.events import ApplicationsImported, ImportStopped, WorkbookReceived
from mission.registration.models import ImportRun, SourceFile, SourceRow
from mission.registration.queries import imports
from mission.registration.rules.refusals import ImportEnded
from mission.registration.services.entering import Entry, enter_rows
from mission.registration.services.planning import (
    Plan,
    plan_import,
    read_rows,
    weigh_rows,
    workbook_rules,
)
from mission.registration.services.reading.formats import MOST_BYTES
from mission.registration.services.reading.process import ReadRow, WorkbookReading
from mission.registration.services.settling import settle_refusals
from mission.season.models import Season

# What a file may be by its first bytes; the reader then says in words what is wrong with it.
_ACCEPTED = {
    XLSX,
    "application/zip",
    "application/x-ole-storage",
    "application/octet-stream",
    "text/plain",
    "text/html",
}
_ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(hashtext('registration.import'))"
_TURN_SECONDS = 0.2


@transaction.atomic
def prepare_import(
    *, source: Iterable[bytes] | BinaryIO, name: str, season: Season, by: Actor, at: datetime
) -> ImportRun:
    """Keep a workbook's bytes and open an import of it; no row is looked at but the first.

    Raises UploadRefused, and the refusals of a workbook that cannot be read.
    """
    access.check_may_import(by=by)
    upload = store_upload(
        source, name=name, accept=_ACCEPTED, max_bytes=MOST_BYTES, by=by, at=at
    )
    with WorkbookReading(path_of(upload.sha256), workbook_rules(season)) as reading:
        header = list(reading.header.cells)
    kept, _created = SourceFile.objects.get_or_create(
        season=season, sha256=upload.sha256, defaults={"upload": upload, "header": header}
    )
    run = ImportRun.objects.create(
        season=season, source=kept, prepared_at=at, prepared_by=by.label
    )
    journal.record(
        WorkbookReceived(run.id, season.hijri_year, upload.sha256, upload.name), by=by, at=at
    )
    return run


@transaction.atomic
def check_import(
    *, run: ImportRun, by: Actor, at: datetime, progress: Progress = QUIET
) -> ImportRun:
    """Find out what an import would do, and keep that as its report.

    Raises ImportEnded, the refusals of the reading, Cancelled.
    """
    access.check_may_import(by=by)
    plan = plan_import(path_of(run.source.sha256), season=run.season, progress=progress)
    run = _open_run(run.id)
    run.report, run.checked_at = plan.report(), at
    run.save(update_fields=["report", "checked_at"])
    return run


@transaction.atomic
def import_applications(
    *, run: ImportRun, by: Actor, at: datetime, progress: Progress = QUIET
) -> ImportRun:
    """Put the good rows of a workbook into the season, and keep the refused ones with reasons.

    All of it is one transaction: whatever ends the process, either nothing went in or all of
    it. Imports take turns, so two of one workbook put it in once. An import that has finished
    stays as it is, so a job may run twice.

    Raises ImportEnded for one that was stopped, the refusals of the reading, Cancelled.
    """
    access.check_may_import(by=by)
    _take_turn(progress)
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.finished_at:
        return run
    run = _open_run(run.id)
    plan = _read_and_keep(run, progress)
    weigh_rows(plan, season=run.season)
    enter_rows(Entry(plan, run.source, by, at, progress))
    settle_refusals(plan, run=run)
    _finish(run, plan, at)
    if run.accepted:
        journal.record(_imported(run), by=by, at=at)
    progress.finish()
    return run


@transaction.atomic
def stop_import(*, run: ImportRun, code: str, by: Actor, at: datetime) -> ImportRun:
    """Mark an import as ended without effect; one that ended already stays as it is."""
    access.check_may_import(by=by)
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.finished_at or run.stopped_at:
        return run
    run.stopped_at, run.stop_code = at, code[:60]
    run.save(update_fields=["stopped_at", "stop_code"])
    season = Season.objects.get(pk=run.season_id)
    journal.record(ImportStopped(run.id, season.hijri_year, code), by=by, at=at)
    return run


@transaction.atomic
def start_work(
    *, run: ImportRun, work: Literal["check", "import"], by: Actor, at: datetime
) -> ImportRun:
    """Let a worker check or import a workbook; the import's page shows how far it is.

    Work that is under way already goes on instead.

    Raises ImportEnded.
    """
    access.check_may_import(by=by)
    run = _open_run(run.id)
    if run.task_id and not task_for(run.task_id, by=by).is_over:
        return run
    label = gettext("Importing %(name)s") if work == "import" else gettext("Checking %(name)s")
    task = open_task(
        kind=f"registration.{work}_workbook",
        label=label % {"name": run.source.upload.name},
        by=by,
        at=at,
    )
    run.task_id = task.id
    run.save(update_fields=["task_id"])
    jobs.defer_by_name(
        f"registration.{work}_workbook",
        run=str(run.id),
        task=str(task.id),
        member=by.id,
        language=get_language() or "ar",
    )
    return run


def preview_workbook(path: Path, *, season: Season, progress: Progress, by: Actor) -> Plan:
    """Answer what an import of a file on this machine would do; nothing is kept."""
    access.check_may_import(by=by)
    return plan_import(path, season=season, progress=progress, with_cells=True)


def _open_run(run_id: UUID) -> ImportRun:
    runs = ImportRun.objects.select_for_update(of=("self",))
    run = runs.select_related("source__upload", "season").get(pk=run_id)
    if run.finished_at or run.stopped_at:
        raise ImportEnded(import_run=str(run.id))
    return run


def _take_turn(progress: Progress) -> None:
    """Wait until no other import writes; the turn ends with the transaction."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_ONE_AT_A_TIME)
            if cursor.fetchone() == (True,):
                return
            progress.check()
            time.sleep(_TURN_SECONDS)


def _read_and_keep(run: ImportRun, progress: Progress) -> Plan:
    """Read the workbook, and copy its original rows into the database unless they are there.

    While the copy is open the connection can do nothing else.
    """
    path, source = path_of(run.source.sha256), run.source
    rules, source_id = workbook_rules(run.season), source.id.hex
    if imports.has_rows(source):
        return read_rows(path, rules=rules, progress=progress)
    statement = copy_statement(SourceRow._meta.db_table, ["source_id", "row_number", "cells"])
    with connection.cursor() as cursor, cursor.copy(statement) as copy:

        def keep(rows: list[ReadRow]) -> None:
            lines = [copy_line((source_id, str(row.row_number), row.cells)) for row in rows]
            copy.write("".join(lines))

        return read_rows(path, rules=rules, progress=progress, keep_rows=keep)


def _finish(run: ImportRun, plan: Plan, at: datetime) -> None:
    report = plan.report()
    run.rows, run.accepted = report["rows"], report["accepted"]
    run.unchanged, run.refused = report["unchanged"], sum(report["refused"].values())
    run.report, run.finished_at = report, at
    run.save(
        update_fields=["rows", "accepted", "unchanged", "refused", "report", "finished_at"]
    )


def _imported(run: ImportRun) -> ApplicationsImported:
    return ApplicationsImported(
        import_run=run.id,
        season=run.season.hijri_year,
        rows=run.rows,
        accepted=run.accepted,
        unchanged=run.unchanged,
        refused=run.refused,
        files=run.report["files"],
    )

"""Reads for imports: what a season has already, and the rows of former workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Max, QuerySet

from foundation.refusals import NotFound
from mission.registration.models import (
    Application,
    ImportRun,
    RefusedRow,
    SourceFile,
    SourceRow,
)
from mission.registration.rules.file_checks import Held, HeldFile
from mission.season.models import Season

_HELD_PERSONS = """
SELECT p.national_id, a.file_no
FROM people_person p
JOIN registration_applicant ap ON ap.person_id = p.id AND ap.season_id = %s
    AND ap.left_at IS NULL
JOIN registration_application a ON a.id = ap.application_id
WHERE p.national_id = ANY(%s)
"""

# Thousands of values go as one array: a placeholder for each would cost more than the read.
_HELD_FILES = """
SELECT file_no, id, frozen_at FROM registration_application
WHERE season_id = %s AND file_no = ANY(%s)
"""
_TAKEN = "SELECT reference FROM registration_application WHERE reference = ANY(%s)"


class NoSuchImport(NotFound):
    """No import has this id."""

    code = "no_such_import"


@dataclass(frozen=True, slots=True)
class StandingRefusal:
    """A refused row that no import has settled yet."""

    id: UUID
    source: UUID
    row_number: int
    code: str
    file_no: str
    national_id: str


def held_of(season: Season, national_ids: Sequence[str], file_nos: Sequence[str]) -> Held:
    """Answer what the season has already of these people and files."""
    if not Application.objects.filter(season=season).exists():
        return Held()
    with connection.cursor() as cursor:
        cursor.execute(_HELD_PERSONS, [season.id, list(national_ids)])
        persons = dict(cursor.fetchall())
        cursor.execute(_HELD_FILES, [season.id, list(file_nos)])
        files = {
            file_no: HeldFile(is_frozen=frozen_at is not None)
            for file_no, _id, frozen_at in cursor.fetchall()
        }
    return Held(persons, files)


def ids_of_files(season: Season, file_nos: Iterable[str]) -> dict[str, UUID]:
    """Answer the applications of these file numbers that the season has."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD_FILES, [season.id, list(file_nos)])
        return {file_no: application for file_no, application, _frozen in cursor.fetchall()}


def references_taken(references: Iterable[str]) -> set[str]:
    """Answer which of the references exist already."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [list(references)])
        return {reference for (reference,) in cursor.fetchall()}


def standing_refusals_of(season: Season) -> list[StandingRefusal]:
    """Answer every refused row of a season that still stands."""
    rows = RefusedRow.objects.filter(season=season, settled_by__isnull=True).values_list(
        "id", "run__source_id", "row_number", "code", "file_no", "national_id"
    )
    return [StandingRefusal(*row) for row in rows]


def has_rows(source: SourceFile) -> bool:
    """Answer whether the rows of a workbook are kept already."""
    return SourceRow.objects.filter(source=source).exists()


def import_by_id(run_id: UUID) -> ImportRun:
    """Answer one import; raises NoSuchImport."""
    runs = ImportRun.objects.select_related("source__upload", "season")
    found = runs.filter(pk=run_id).first()
    if found is None:
        raise NoSuchImport(import_run=run_id)
    return found


def imports_of(season: Season) -> QuerySet[ImportRun]:
    """Answer the imports of a season, the newest first."""
    return (
        ImportRun.objects.filter(season=season)
        .select_related("source__upload")
        .order_by("-prepared_at", "-id")
    )


def refused_rows_of(source: SourceFile) -> list[RefusedRow]:
    """Answer the rows of a workbook that stand refused, in the order of the sheet."""
    rows = RefusedRow.objects.filter(run__source=source, settled_by__isnull=True)
    return list(rows.order_by("row_number"))


def refused_codes_of_newest(season: Season) -> dict[str, str]:
    """Answer the rows of the newest import's workbook that stand refused: row number → code.

    Row numbers are texts, as JSON has them.
    """
    newest = imports_of(season).filter(finished_at__isnull=False).first()
    rows = refused_rows_of(newest.source) if newest else []
    return {str(row.row_number): row.code for row in rows}


def refused_cells_of(source: SourceFile) -> Iterator[tuple[int, str, str]]:
    """Answer (row number, code, original cells as JSON) of the rows that stand refused."""
    codes = {row.row_number: row.code for row in refused_rows_of(source)}
    rows = SourceRow.objects.filter(source=source, row_number__in=list(codes))
    for number, cells in rows.order_by("row_number").values_list("row_number", "cells"):
        yield number, codes[number], cells


def refusals_of_file(season: Season, file_no: str) -> list[RefusedRow]:
    """Answer the rows of one file that stand refused."""
    rows = RefusedRow.objects.filter(season=season, file_no=file_no, settled_by__isnull=True)
    return list(rows.order_by("row_number"))


def cells_of(source_id: UUID, row_number: int) -> str:
    """Answer the original cells of one row as JSON; an empty array when it is not kept."""
    rows = SourceRow.objects.filter(source_id=source_id, row_number=row_number)
    return rows.values_list("cells", flat=True).first() or "[]"


def last_in_queue(season: Season) -> int:
    """Answer the last place in the queue of a season, 0 when nobody stands there."""
    places = Application.objects.filter(season=season).aggregate(last=Max("queue"))
    return places["last"] or 0


def any_frozen(season: Season) -> bool:
    """Answer whether a round of the selection has taken applications of the season."""
    return Application.objects.filter(season=season, frozen_at__isnull=False).exists()

"""Refused rows: writing those of an import, and settling those that it makes good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from foundation.copying import copy_rows
from foundation.ids import uuid7
from mission.registration.models import ImportRun, RefusedRow
from mission.registration.queries import imports
from mission.registration.queries.imports import StandingRefusal
from mission.registration.services.planning import Plan

_REFUSED = "id run_id season_id row_number code file_no national_id".split()


def settle_refusals(plan: Plan, *, run: ImportRun) -> None:
    """Write the rows that an import refuses, and mark the earlier ones that it answers.

    Answered are: rows of the same bytes, rows of the same file number and national id, as many
    rows without a national id as the import refuses for the same file and code, and, when a
    workbook of refused rows comes back, as many rows of a file and code as it brings. A row
    that the same bytes had refused in the same way before stays as it is.
    """
    standing = imports.standing_refusals_of(run.season)
    again = {(each.row_number, each.code) for each in plan.refused}
    same = {
        (each.row_number, each.code)
        for each in standing
        if each.source == run.source_id and (each.row_number, each.code) in again
    }
    kept = [each for each in standing if not _stands(each, run, same)]
    answered = _answered(kept, plan, run)
    RefusedRow.objects.filter(pk__in=answered).update(settled_by=run)
    copy_rows(
        RefusedRow._meta.db_table,
        _REFUSED,
        (
            (
                uuid7(),
                run.id,
                run.season_id,
                each.row_number,
                each.code,
                each.file_no,
                each.national_id,
            )
            for each in plan.refused
            if (each.row_number, each.code) not in same
        ),
    )


def _stands(refusal: StandingRefusal, run: ImportRun, same: set[tuple[int, str]]) -> bool:
    return refusal.source == run.source_id and (refusal.row_number, refusal.code) in same


def _answered(standing: Iterable[StandingRefusal], plan: Plan, run: ImportRun) -> list[UUID]:
    keys = {(each.file_no, each.national_id) for each in plan.candidates if each.national_id}
    returned = Counter(plan.returned)
    nameless = Counter(
        (each.file_no, each.code)
        for each in plan.refused
        if each.file_no and not each.national_id
    )
    answered: list[UUID] = []
    for refusal in standing:
        by_code = (refusal.file_no, refusal.code)
        if refusal.source == run.source_id:
            answered.append(refusal.id)
        elif returned[by_code] > 0:
            returned[by_code] -= 1
            answered.append(refusal.id)
        elif (refusal.file_no, refusal.national_id) in keys:
            answered.append(refusal.id)
        elif not refusal.national_id and nameless[by_code] > 0:
            nameless[by_code] -= 1
            answered.append(refusal.id)
    return answered

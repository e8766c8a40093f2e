"""What an import would do: each row of a workbook read, checked, weighed against the season."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from foundation.progress import QUIET, Progress
from mission.registration.queries import imports
from mission.registration.rules.columns import Column, Header
from mission.registration.rules.file_checks import (
    Candidate,
    Fate,
    Held,
    LostCompanion,
    check_files,
    lost_companions,
)
from mission.registration.rules.values import WorkbookRules
from mission.registration.services.reading.process import (
    ReadRow,
    WorkbookReading,
    unpacked,
)
from mission.season.models import Season
from mission.season.queries import rule_values

Values = tuple[Any, ...]
KeepRows = Callable[[list[ReadRow]], None]

_ASKED_AT_ONCE = 20_000


@dataclass
class Plan:
    """The fate of every row of a workbook.

    candidates  one a row with a value, in the order of the sheet
    packed      row number → packed values of rows that passed their checks
    cells       row number → original cells as JSON, when they were asked for
    returned    how often a workbook of refused rows itself names (file number, code)
    """

    header: Header
    candidates: list[Candidate] = field(default_factory=list)
    packed: dict[int, bytes] = field(default_factory=dict)
    cells: dict[int, str] = field(default_factory=dict)
    returned: Counter[tuple[str, str]] = field(default_factory=Counter)
    mended: list[int] = field(default_factory=list)
    examples: list[list[tuple[str, str]]] = field(default_factory=list)
    held: Held = field(default_factory=Held)

    def values(self, row_number: int) -> Values:
        """Answer the values of a row that passed its checks, in the order of ``Column``."""
        return unpacked(self.packed[row_number])

    @property
    def entering(self) -> list[Candidate]:
        """The rows that go in."""
        return [each for each in self.candidates if not each.code and each.fate is Fate.ENTERS]

    @property
    def refused(self) -> list[Candidate]:
        """The rows that do not go in."""
        return [each for each in self.candidates if each.code]

    @property
    def refused_codes(self) -> dict[str, int]:
        """How many rows each code refuses."""
        return dict(sorted(Counter(each.code for each in self.refused).items()))

    @property
    def lost(self) -> list[LostCompanion]:
        """Refused companions of files that are in the season without them."""
        files = {each.file_no for each in self.candidates if not each.code}
        return lost_companions(self.candidates, files | set(self.held.files))

    def report(self) -> dict[str, Any]:
        """Answer the counts and examples that a page and ``--json`` show."""
        entering = self.entering
        refused = self.refused
        return {
            "rows": len(self.candidates),
            "accepted": len(entering),
            "unchanged": len(self.candidates) - len(entering) - len(refused),
            "refused": self.refused_codes,
            "files": len({each.file_no for each in entering} - set(self.held.files)),
            "extended_files": len({each.file_no for each in entering} & set(self.held.files)),
            "columns": {
                "found": self.header.found,
                "absent": self.header.absent,
                "unknown": [self.header.cells[place] for place in self.header.unknown],
                "doubled": list(self.header.doubled),
            },
            "mended": {
                column.key: count
                for column, count in zip(Column, self.mended, strict=True)
                if count
            },
            "examples": {
                column.key: examples
                for column, examples in zip(Column, self.examples, strict=True)
                if examples
            },
            "without_companion": [
                {"file_no": each.file_no, "row": each.row_number, "code": each.code}
                for each in self.lost
            ],
        }


def plan_import(
    path: Path, *, season: Season, progress: Progress = QUIET, with_cells: bool = False
) -> Plan:
    """Read a workbook and decide the fate of every row; nothing is written.

    with_cells  keep the original cells in the plan

    Raises the refusals of the reading, RuleValueMissing, Cancelled.
    """
    rules = workbook_rules(season)
    plan = read_rows(path, rules=rules, progress=progress, with_cells=with_cells)
    weigh_rows(plan, season=season)
    return plan


def read_rows(
    path: Path,
    *,
    rules: WorkbookRules,
    progress: Progress = QUIET,
    keep_rows: KeepRows | None = None,
    with_cells: bool = False,
) -> Plan:
    """Read a workbook without the database; every row has its own checks, no file is weighed.

    keep_rows  is given the rows as they are read
    """
    with WorkbookReading(path, rules) as reading:
        plan = Plan(reading.header)
        progress.start(reading.total, _("Reading and checking rows"))
        for batch in reading.batches():
            _take(batch, plan, with_cells=with_cells)
            if keep_rows:
                keep_rows(batch)
            progress.advance(len(batch))
            progress.check()
        plan.mended, plan.examples = reading.mended, reading.examples
    return plan


def workbook_rules(season: Season) -> WorkbookRules:
    """Answer what the season says about cells; raises RuleValueMissing."""
    return WorkbookRules.from_values(rule_values(season))


def weigh_rows(plan: Plan, *, season: Season) -> None:
    """Decide the fate of every row of a plan by the whole files and by what the season has."""
    plan.held = _held(plan, season)
    check_files(plan.candidates, plan.held)


def _take(batch: list[ReadRow], plan: Plan, *, with_cells: bool) -> None:
    code_place = plan.header.added[0] if plan.header.added else None
    for row in batch:
        if not row.code:
            plan.packed[row.row_number] = row.packed
        plan.candidates.append(
            Candidate(row.row_number, row.file_no, row.national_id, row.is_lead, row.code)
        )
        if with_cells:
            plan.cells[row.row_number] = row.cells
        if code_place is not None:
            plan.returned[row.file_no, _cell(row.cells, code_place)] += 1


def _cell(cells: str, place: int) -> str:
    row = json.loads(cells)
    return str(row[place]).strip() if place < len(row) else ""


def _held(plan: Plan, season: Season) -> Held:
    """Ask what the season has of these people and files, some thousands at a time."""
    persons: dict[str, str] = {}
    files: dict[str, Any] = {}
    for start in range(0, len(plan.candidates), _ASKED_AT_ONCE):
        part = plan.candidates[start : start + _ASKED_AT_ONCE]
        held = imports.held_of(
            season, [each.national_id for each in part], list({each.file_no for each in part})
        )
        persons |= held.persons
        files |= held.files
    return Held(persons, files)

"""The process that reads a workbook: it checks every row and writes what it found.

Run as ``python -m mission.registration.services.reading.child PATH RULES``. It imports no
Django, holds no connection, and the operating system limits its memory and its time.
"""

from __future__ import annotations

import json
import marshal
import resource
import signal
import sys
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from foundation.refusals import Refusal
from mission.registration.rules.cells import cell_text
from mission.registration.rules.columns import Column, Header, read_header
from mission.registration.rules.districts import District, Districts
from mission.registration.rules.refusals import NoKnownColumns, WorkbookEmpty
from mission.registration.rules.row_checks import CheckedRow, RowCheck, is_blank
from mission.registration.rules.values import WorkbookRules
from mission.registration.services.reading.tables import Row, Table, open_table

MOST_MEMORY_BYTES = 256 << 20
MOST_CPU_SECONDS = 180
BATCH = 500
EXAMPLES = 3

C = Column
_TEXTS = {str, int, bool, type(None)}


def main(path: str, rules: str) -> None:
    """Read the workbook at ``path`` by ``rules`` (JSON); write messages to standard output."""
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    output = sys.stdout.buffer
    try:
        _read(Path(path), _rules_from(json.loads(rules)), output)
    except Refusal as refusal:
        _send(output, ("refused", refusal.code, refusal.facts))
    output.flush()


def _rules_from(values: dict[str, Any]) -> WorkbookRules:
    """Answer the rules as they were before they became JSON."""
    listed = values["districts"]["listed"]
    values["last_hajj_years"] = tuple(values["last_hajj_years"])
    values["districts"] = Districts(tuple(District(*one) for one in listed))
    return WorkbookRules(**values)


def _read(path: Path, rules: WorkbookRules, output: BinaryIO) -> None:
    table = open_table(path)
    header = _header_of(table)
    _send(output, ("header", asdict(header), table.total))
    reader = _Reader(header, rules)
    batch: list[tuple[Any, ...]] = []
    for number, row in table.rows:
        if is_blank(row):
            continue
        batch.append(reader.message_of(number, row))
        if len(batch) == BATCH:
            _send(output, ("rows", batch))
            batch = []
    _send(output, ("rows", batch))
    _send(output, ("end", reader.mended, reader.examples))


def _header_of(table: Table) -> Header:
    for _, row in table.rows:
        if not is_blank(row):
            header = read_header(row)
            if not header.found:
                raise NoKnownColumns()
            return header
    raise WorkbookEmpty()


class _Reader:
    """Turns rows into messages, and counts what was mended on the way."""

    def __init__(self, header: Header, rules: WorkbookRules) -> None:
        self.row_check = RowCheck(header, rules)
        self.places = header.places
        self.mended = [0] * len(Column)
        self.examples: list[list[tuple[str, str]]] = [[] for _ in Column]

    def message_of(self, number: int, row: Row) -> tuple[Any, ...]:
        """Answer the fields of a ReadRow: number, code, cells, file, person, is lead, values.

        values  texts, numbers and truths in the order of ``Column``, packed by marshal, which
                takes a fifth of their memory; of a refused row nothing
        """
        checked = self.row_check.check(row)
        cells = orjson.dumps(row, _date_cell, orjson.OPT_PASSTHROUGH_DATETIME).decode()
        self._count_mended(checked, row)
        values = checked.values
        is_lead = values[C.ROLE] == "LEAD"
        if checked.code:
            file_no, national_id = self._text(C.FILE_NO, row), self._text(C.NATIONAL_ID, row)
            return number, checked.code, cells, file_no, national_id, is_lead, b""
        packed = marshal.dumps(tuple(map(_plain, values)))
        return number, "", cells, values[C.FILE_NO], values[C.NATIONAL_ID], is_lead, packed

    def _text(self, column: Column, row: Row) -> str:
        place = self.places[column]
        return cell_text(row[place]) if place is not None and place < len(row) else ""

    def _count_mended(self, checked: CheckedRow, row: Row) -> None:
        for column, mended in enumerate(checked.mended):
            if mended:
                self.mended[column] += 1
                if len(self.examples[column]) < EXAMPLES and checked.values[column] is not None:
                    place = self.places[column]
                    if place is not None:
                        shown = (str(row[place])[:80], str(_plain(checked.values[column]))[:80])
                        self.examples[column].append(shown)


def _plain(value: Any) -> Any:
    return value if type(value) in _TEXTS else value.isoformat()


def _date_cell(cell: Any) -> Any:
    """Keep in JSON that a cell was a date, a moment, a time or a span."""
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    if isinstance(cell, timedelta):
        return {"seconds": cell.total_seconds()}
    return str(cell)


def _send(output: BinaryIO, message: tuple[Any, ...]) -> None:
    body = marshal.dumps(message)
    output.write(len(body).to_bytes(4, "big") + body)
    if message[0] != "rows":
        output.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])

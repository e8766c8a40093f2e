"""Cells that calamine leaves empty though something stands there: formulas and errors.

A formula that no program has worked out is its own text; an error is its name. Without them
a year that could not be worked out would read as "never".
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from mission.registration.rules.refusals import WorkbookDamaged

CellTexts = dict[int, dict[int, str]]
"""Row from 1 → column from 0 → text."""

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
# What a sheet with such cells has somewhere: the end of a formula, or the type of an error.
_SIGNS = (b"f>", b'"e"', b"'e'")
_CHUNK = 1 << 20
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384  # XFD


def unread_cells(path: Path, sheet: int, *, width: int) -> CellTexts:
    """Find the texts of formulas without a result and of errors in one sheet of a workbook.

    sheet  its place among all sheets, from 0
    width  how many columns count; what stands beyond has no title

    Raises WorkbookDamaged.
    """
    try:
        with zipfile.ZipFile(path) as package:
            part = _part_of(package, sheet)
            if part is None or not _may_hold(package, part):
                return {}
            scan = _SheetScan(width)
            _parse(package, part, scan.start, scan.end, scan.data)
            return scan.found
    except (expat.ExpatError, ValueError, zipfile.BadZipFile, EOFError, OSError) as damaged:
        raise WorkbookDamaged() from damaged


def _part_of(package: zipfile.ZipFile, sheet: int) -> str | None:
    """Answer the name of the part that holds a sheet."""
    if not {_BOOK, _RELATIONS} <= set(package.namelist()):
        return None
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        own = {_local(key): value for key, value in attributes.items()}
        if _local(name) == "sheet":
            sheets.append(own.get("id", ""))
        elif _local(name) == "Relationship":
            targets[own.get("Id", "")] = own.get("Target", "")

    _parse(package, _BOOK, start)
    _parse(package, _RELATIONS, start)
    target = targets.get(sheets[sheet], "") if sheet < len(sheets) else ""
    part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return part if part in package.namelist() else None


def _may_hold(package: zipfile.ZipFile, part: str) -> bool:
    tail = b""
    with package.open(part) as file:
        while chunk := file.read(_CHUNK):
            if any(sign in chunk or sign in tail + chunk[:2] for sign in _SIGNS):
                return True
            tail = chunk[-2:]
    return False


def _parse(
    package: zipfile.ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    data: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    with package.open(part) as file:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_declared: object) -> None:
    raise WorkbookDamaged()


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


class _SheetScan:
    """Follows a sheet cell by cell; a cell or a row without an address follows the last one."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.found: CellTexts = {}
        self.row, self.column = 0, -1
        self.kind = ""
        self.parts: dict[str, str] = {}
        self.inside = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note where a row, a cell, a formula or a value begins."""
        local = _local(name)
        if local == "row":
            self.row, self.column = _row_of(attributes.get("r"), self.row), -1
        elif local == "c":
            address = attributes.get("r")
            self.column = _column_of(address) if address else self.column + 1
            self.kind, self.parts = attributes.get("t", ""), {}
        elif local in ("f", "v"):
            self.inside = local
            self.parts[local] = ""

    def data(self, text: str) -> None:
        """Take the text of a formula or a value."""
        if self.inside:
            self.parts[self.inside] += text

    def end(self, name: str) -> None:
        """Keep a cell that would be lost."""
        local = _local(name)
        if local == "c":
            text = self._text()
            if text and self.column < self.width:
                self.found.setdefault(self.row, {})[self.column] = text
        elif local in ("f", "v"):
            self.inside = ""

    def _text(self) -> str:
        value = self.parts.get("v", "")
        if self.kind == "e":
            return value
        # A result that is an empty text is one all the same.
        if "f" in self.parts and not value and self.kind != "str":
            return "=" + self.parts["f"]
        return ""


def _row_of(address: str | None, last: int) -> int:
    row = int(address) if address else last + 1
    if not 1 <= row <= _LAST_ROW:
        raise WorkbookDamaged()
    return row


def _column_of(address: str) -> int:
    column = 0
    for letter in address.rstrip("0123456789").upper():
        column = column * 26 + ord(letter) - 64
    if not 1 <= column <= _LAST_COLUMN:
        raise WorkbookDamaged()
    return column - 1

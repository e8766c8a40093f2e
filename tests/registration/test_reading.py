"""Reading workbooks that nobody trusts: every encoding, and every kind of trap."""

import io
import json
import random
import struct
import subprocess
import sys
import zipfile

import pytest

from foundation.refusals import Refusal
from mission.registration.rules.columns import Column
from mission.registration.services.reading import formats
from mission.registration.services.reading.process import WorkbookReading, unpacked
from tests.registration import sheets
from tests.registration.sheets import companion, csv_text, lead, put

MOST_MEGABYTES = 400

# Reads in a small process of its own and answers the peak of both processes together.
MEASURED = """
import json, resource, sys
from pathlib import Path
from foundation.refusals import Refusal
from mission.registration.services.reading.process import WorkbookReading
from tests.registration.rules import RULES
try:
    with WorkbookReading(Path(sys.argv[1]), RULES) as reading:
        found = sum(len(batch) for batch in reading.batches())
except Refusal as refusal:
    found = refusal.code
status = Path("/proc/self/status").read_text()
own = int(status.partition("VmHWM:")[2].split()[0])
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([(own + children) / 1024, found]))
"""


def read(path, rules):
    with WorkbookReading(path, rules) as reading:
        return reading.header, [row for batch in reading.batches() for row in batch]


def refusal_of(path, rules):
    with pytest.raises(Refusal) as refused:
        read(path, rules)
    return refused.value.code


ARABIC = csv_text([lead(), companion(2, name_en="", name_ar="مريم حمد الكواري")])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"]
)
def test_texts_are_read_in_every_encoding(encoding, tmp_path, rules):
    _header, rows = read(put(tmp_path, "a.csv", ARABIC.encode(encoding)), rules)
    assert [row.code for row in rows] == ["", ""]
    assert unpacked(rows[1].packed)[Column.NAME_AR] == "مريم حمد الكواري"


def test_utf_16_of_either_end_with_its_mark_is_read(tmp_path, rules):
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        path = put(tmp_path, "a.csv", mark + ARABIC.encode(encoding))
        assert [row.code for row in read(path, rules)[1]] == ["", ""]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_texts_are_read_with_every_separator(separator, tmp_path, rules):
    text = csv_text([lead(name_en=f"Hassan{separator} Nasser")], separator)
    _header, rows = read(put(tmp_path, "a.csv", text.encode()), rules)
    assert [row.code for row in rows] == [""]


def test_a_quoted_line_end_stays_in_its_cell_and_rows_keep_their_numbers(tmp_path, rules):
    text = csv_text([lead(name_en="Hassan\nNasser"), {}, companion(2)])
    _header, rows = read(put(tmp_path, "a.csv", text.encode()), rules)
    assert [row.row_number for row in rows] == [2, 4]
    assert unpacked(rows[0].packed)[Column.NAME_EN] == "Hassan Nasser"
    assert "Hassan\nNasser" in json.loads(rows[0].cells)


def test_an_empty_line_of_a_text_counts_as_a_row_of_the_sheet(tmp_path, rules):
    lines = csv_text([lead(), companion(2)]).split("\r\n")
    lines.insert(2, "")
    path = put(tmp_path, "a.csv", "\n".join(lines).encode())
    assert [row.row_number for row in read(path, rules)[1]] == [2, 4]


def test_numbers_of_rows_are_those_of_the_sheet(tmp_path, rules):
    content = sheets.xlsx([{}, lead(), {}, companion(2)])
    _header, rows = read(put(tmp_path, "a.xlsx", content), rules)
    assert [row.row_number for row in rows] == [3, 5]


def test_empty_rows_and_columns_before_the_table_are_counted(tmp_path, rules):
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, key in enumerate(sheets.KEYS):
            sheet.write(3, place + 2, key)
            if lead()[key]:
                sheet.write(5, place + 2, lead()[key])
    header, rows = read(path, rules)
    assert header.cells[:3] == ("", "", "file_no")
    assert [(row.row_number, row.code) for row in rows] == [(6, "")]


def test_the_original_cells_are_kept_with_their_types(tmp_path, rules):
    from datetime import date, datetime

    row = lead(
        birth_date=date(1970, 5, 1),
        submitted_at=datetime(2026, 10, 10, 14, 20, 55),  # noqa: DTZ001
    ) | {"national_id": 27063400001, "notes": "=1+1", "fitness_certificate": True}
    keys = [*sheets.KEYS, "notes"]
    _header, rows = read(put(tmp_path, "a.xlsx", sheets.xlsx([row], keys)), rules)
    cells = dict(zip(keys, json.loads(rows[0].cells), strict=True))
    assert rows[0].code == ""
    assert cells["national_id"] == 27063400001.0
    assert cells["birth_date"] == {"date": "1970-05-01"}
    assert cells["submitted_at"] == {"moment": "2026-10-10T14:20:55"}
    assert cells["fitness_certificate"] is True
    assert cells["notes"] == "=1+1"


def test_mended_cells_are_counted_with_examples(tmp_path, rules):
    content = sheets.xlsx([lead(birth_date="01/05/1970"), companion(2)])
    with WorkbookReading(put(tmp_path, "a.xlsx", content), rules) as reading:
        list(reading.batches())
    assert reading.mended[Column.BIRTH_DATE] == 1
    assert reading.examples[Column.BIRTH_DATE] == [("01/05/1970", "1970-05-01")]


def package(**parts):
    """Make a ZIP of parts given as name=content, dots for slashes written as __."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def with_part(content, name, data):
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, data)
    return file.getvalue()


def good():
    return sheets.xlsx([lead()])


def replaced(content, name, data):
    """Write a package anew with another content for one part."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, data if part == name else old.read(part))
    return file.getvalue()


def far_cell():
    """A sheet of two cells whose grid would take hundreds of gigabytes."""
    sheet = "xl/worksheets/sheet1.xml"
    body = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
        'spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    return replaced(good(), sheet, body)


def bomb():
    return with_part(good(), "xl/media/image1.png", b"\0" * (200 << 20))


def lying_bomb():
    """A bomb whose directory says that it is small."""
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(good())) as book:
        start = book.read(sheet).decode().split("<sheetData>")[0] + "<sheetData>"
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{"x" * 30_000}</t></is></c></row>'
        for n in range(1, 9_000)
    )
    content = bytearray(replaced(good(), sheet, start + rows + "</sheetData></worksheet>"))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as book:
        size = book.getinfo(sheet).file_size
    place = content.rfind(struct.pack("<I", size))
    content[place : place + 4] = struct.pack("<I", 1000)
    return bytes(content)


def encrypted():
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + name + b"\0" * 600


HOSTILE = {
    "a program": (b"\x7fELF" + bytes(range(256)) * 20, "not_a_workbook"),
    "noise": (random.Random(1).randbytes(5000), "not_a_workbook"),
    "a PDF": (b"%PDF-1.7 nothing", "not_a_workbook"),
    "a letter": (b"Dear sir, please find\nmy application", "no_known_columns"),
    "a page": (b"<html><body>no</body></html>", "no_known_columns"),
    "only spaces": (b"  \n \n", "workbook_empty"),
    "another ZIP": (package(readme="hello"), "not_a_workbook"),
    "an ODS": (package(mimetype="application/vnd.oasis"), "workbook_old"),
    "an XLSB": (package(xl__workbook="", **{"xl__workbook.bin": "x"}), "workbook_old"),
    "an XLS": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "workbook_old"),
    "an encrypted one": (encrypted(), "workbook_encrypted"),
    "half a ZIP": (good()[:3000], "workbook_damaged"),
    "a damaged sheet": (
        replaced(good(), "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row"),
        "workbook_damaged",
    ),
    "no sheet": (package(**{"xl__workbook.xml": "<workbook/>"}), "workbook_damaged"),
}


@pytest.mark.parametrize(("content", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_workbook_is_refused_in_words(content, code, tmp_path, rules):
    assert refusal_of(put(tmp_path, "a.xlsx", content), rules) == code


def test_an_empty_sheet_and_an_empty_header_are_refused(tmp_path, rules):
    assert refusal_of(put(tmp_path, "a.xlsx", sheets.xlsx([], ["", ""])), rules) == (
        "workbook_empty"
    )
    assert refusal_of(put(tmp_path, "b.xlsx", sheets.xlsx([], ["colour"])), rules) == (
        "no_known_columns"
    )


def test_macros_are_refused_wherever_they_show(tmp_path, rules):
    by_part = with_part(good(), "xl/vbaProject.bin", b"x")
    types = (
        '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled"/></Types>'
    )
    by_type = replaced(good(), "[Content_Types].xml", types)
    for content in (by_part, by_type):
        assert refusal_of(put(tmp_path, "a.xlsx", content), rules) == "workbook_with_macros"


def test_bombs_and_giants_are_refused_with_little_memory(tmp_path, rules):
    giant = tmp_path / "giant.csv"
    with giant.open("wb") as file:
        file.truncate(200 << 20)
    traps = {
        giant: "workbook_too_large",
        put(tmp_path, "b.xlsx", bomb()): "workbook_too_large",
        put(tmp_path, "c.xlsx", far_cell()): "workbook_damaged",
        put(tmp_path, "d.xlsx", lying_bomb()): "workbook_damaged",
    }
    for path, code in traps.items():
        megabytes, found = json.loads(
            subprocess.check_output([sys.executable, "-c", MEASURED, str(path)])
        )
        assert (found, megabytes < MOST_MEGABYTES) == (code, True)


def test_the_limit_that_a_bomb_is_told_is_below_its_size(tmp_path, rules):
    with pytest.raises(Refusal) as refused:
        read(put(tmp_path, "a.xlsx", bomb()), rules)
    assert refused.value.facts["megabytes"] > refused.value.facts["most"]


def test_a_cell_beyond_all_measure_is_refused(tmp_path, rules):
    text = csv_text([lead(name_en='"' + "x" * 2_000_000)])
    assert refusal_of(put(tmp_path, "a.csv", text.encode()), rules) == "workbook_damaged"


def test_the_reading_process_ends_with_its_block(tmp_path, rules):
    path = put(tmp_path, "a.xlsx", sheets.xlsx([lead(n) for n in range(1, 3000)]))
    with WorkbookReading(path, rules) as reading:
        next(reading.batches())
    assert reading.process.returncode is not None


def test_the_limits_leave_room_for_a_large_season():
    assert formats.MOST_BYTES >= 64 << 20

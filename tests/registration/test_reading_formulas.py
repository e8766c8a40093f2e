"""Formulas and errors in a workbook: what nobody has worked out is text, and never lost."""

import io
import json
import re
import zipfile

import openpyxl
import pytest

from mission.registration.rules.columns import Column
from mission.registration.services.reading.process import WorkbookReading, unpacked
from tests.registration import sheets
from tests.registration.sheets import KEYS, companion, lead, put

SHEET = "xl/worksheets/sheet1.xml"


def book(rows, columns=KEYS, first_row=1, first_column=1):
    """Write rows with openpyxl, which keeps no result beside a formula."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for number, row in enumerate([dict(zip(columns, columns, strict=True)), *rows]):
        for place, column in enumerate(columns):
            value = row.get(column)
            if value not in ("", None):
                sheet.cell(first_row + number, first_column + place, value)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


NO_RESULT = r"<v(?: ?/>|></v>)"  # as the one or the other writer of XML puts it


def with_sheet(content, change):
    """Answer the workbook with the text of its sheet changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()).encode() if name == SHEET else part)
    return file.getvalue()


def read(tmp_path, rules, content):
    with WorkbookReading(put(tmp_path, "a.xlsx", content), rules) as reading:
        return reading.header, [row for batch in reading.batches() for row in batch]


def cells_of(header, row):
    return dict(zip(header.titles, json.loads(row.cells), strict=False))


def test_a_formula_without_a_result_is_its_own_text(tmp_path, rules):
    rows = [lead(1, name_ar="", name_en="=1+1"), lead(2) | {"notes": '=HYPERLINK("x")'}]
    header, found = read(tmp_path, rules, book(rows, [*KEYS, "notes"]))
    assert [row.code for row in found] == ["", ""]
    assert unpacked(found[0].packed)[Column.NAME_EN] == "=1+1"
    assert cells_of(header, found[1])["notes"] == '=HYPERLINK("x")'


def test_a_formula_without_a_result_is_not_an_empty_cell(tmp_path, rules):
    rows = [lead(1, last_hajj_year="=1440+1"), lead(2, refused_seasons="=A1")]
    _header, found = read(tmp_path, rules, book(rows))
    assert [row.code for row in found] == [
        "bad_number:last_hajj_year",
        "bad_number:refused_seasons",
    ]


def test_a_formula_with_a_result_is_its_result(tmp_path, rules):
    def worked_out(text):
        return re.sub(f"<f>1440\\+1</f>{NO_RESULT}", "<f>1440+1</f><v>1441</v>", text)

    content = with_sheet(book([lead(1, last_hajj_year="=1440+1")]), worked_out)
    _header, found = read(tmp_path, rules, content)
    assert unpacked(found[0].packed)[Column.LAST_HAJJ_YEAR] == 1441


def test_a_result_that_is_an_empty_text_is_an_empty_cell(tmp_path, rules):
    def worked_out(text):
        return re.sub(f"><f>B1</f>{NO_RESULT}", ' t="str"><f>B1</f><v></v>', text)

    content = with_sheet(book([lead(1, last_hajj_year="=B1")]), worked_out)
    _header, found = read(tmp_path, rules, content)
    assert [row.code for row in found] == [""]


@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("last_hajj_year", "bad_number:last_hajj_year"),
        ("refused_seasons", "bad_number:refused_seasons"),
        ("resident_since", "bad_date:resident_since"),
        ("passport_no", "bad_passport"),
    ],
)
def test_an_error_is_not_an_empty_cell(column, code, tmp_path, rules):
    header, found = read(tmp_path, rules, book([lead(1) | {column: "#N/A"}]))
    assert [row.code for row in found] == [code]
    assert cells_of(header, found[0])[column] == "#N/A"


def test_formulas_keep_their_place_beside_empty_rows_and_columns(tmp_path, rules):
    rows = [lead(1), {}, companion(2) | {"notes": "=1"}, {"notes": "=2"}]
    content = book(rows, [*KEYS, "notes"], first_row=3, first_column=3)
    header, found = read(tmp_path, rules, content)
    assert [(row.row_number, row.code) for row in found] == [
        (4, ""),
        (6, ""),
        (7, "missing:file_no"),
    ]
    assert [cells_of(header, row).get("notes", "") for row in found] == ["", "=1", "=2"]


def test_cells_without_addresses_are_counted(tmp_path, rules):
    import re

    def bare(text):
        return re.sub(r'<(row|c) r="[A-Z0-9]+"', r"<\1", text)

    everything = {key: lead(1)[key] or "=1" for key in KEYS}
    header, found = read(tmp_path, rules, with_sheet(book([everything]), bare))
    assert cells_of(header, found[0])["resident_since"] == "=1"
    assert found[0].code == "bad_date:resident_since"


def test_a_sheet_of_a_chart_is_passed_over(tmp_path, rules):
    workbook = openpyxl.load_workbook(io.BytesIO(book([lead(1, name_en="=1")])))
    chart = workbook.create_chartsheet(index=0)
    chart.add_chart(openpyxl.chart.BarChart())
    file = io.BytesIO()
    workbook.save(file)
    _header, found = read(tmp_path, rules, file.getvalue())
    assert [row.code for row in found] == [""]
    assert unpacked(found[0].packed)[Column.NAME_EN] == "=1"


def test_a_workbook_with_entities_of_its_own_is_refused(tmp_path, rules):
    from foundation.refusals import Refusal

    def declared(text):
        return '<!DOCTYPE a [<!ENTITY b "c">]>' + text

    content = with_sheet(book([lead(1, name_en="=1")]), declared)
    with pytest.raises(Refusal) as refused:
        read(tmp_path, rules, content)
    assert refused.value.code == "workbook_damaged"


def test_formulas_far_from_everything_make_no_row_wider(tmp_path, rules):
    def far(text):
        return text.replace("</row></sheetData>", '<c r="XFD2"><f>1</f></c></row></sheetData>')

    _header, found = read(tmp_path, rules, with_sheet(book([lead(1)]), far))
    assert [(row.code, len(json.loads(row.cells))) for row in found] == [("", len(KEYS))]


@pytest.mark.parametrize("address", ['r="99999999999999999999"', 'r="-5"', 'r="0"', 'r="x"'])
def test_rows_that_no_sheet_has_are_refused(address, tmp_path, rules):
    from foundation.refusals import Refusal

    def beyond(text):
        row = f"<row {address}><c><f>1</f></c></row></sheetData>"
        return text.replace("</sheetData>", row)

    with pytest.raises(Refusal) as refused:
        read(tmp_path, rules, with_sheet(book([lead(1)]), beyond))
    assert refused.value.code == "workbook_damaged"


def test_what_is_returned_holds_the_formula_as_text(import_rows):
    from mission.registration.presenters.refused_workbook import refused_workbook
    from mission.registration.queries import imports

    run = import_rows(book([lead(1, sex="boy", name_en='=HYPERLINK("x")')]))
    content = refused_workbook(run.source.header, imports.refused_cells_of(run.source))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cell = sheet.cell(row=2, column=1 + sheets.KEYS.index("name_en"))
    assert (cell.value, cell.quotePrefix) == ('=HYPERLINK("x")', True)

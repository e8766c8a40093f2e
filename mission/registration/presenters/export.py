"""The list of applications as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import gettext as _

from foundation.workbooks import text_cells
from mission.registration.presenters.pages import home_of
from mission.registration.presenters.sentences import eligibility_reason
from mission.registration.queries.lists import Listed
from mission.registration.rules.districts import Districts


def applications_workbook(rows: Iterable[Listed], districts: Districts) -> bytes:
    """Write the list as XLSX, headings, districts and reasons in the active language."""
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet("applications")
        sheet.freeze_panes(1, 0)
        text = text_cells(workbook)
        for place, heading in enumerate(_headings()):
            sheet.write_string(0, place, heading)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(_cells(row, districts)):
                if isinstance(cell, int):
                    sheet.write_number(number, place, cell)
                elif cell:
                    sheet.write_string(number, place, cell, text)
    return file.getvalue()


def _headings() -> list[str]:
    return [
        _("Reference"),
        _("File number"),
        _("Place in the queue"),
        _("Lead, in Arabic"),
        _("Lead, in English"),
        _("Persons"),
        _("Tier"),
        _("Tickets"),
        _("What holds against it"),
        _("Home district"),
        _("Drawn together with"),
    ]


def _cells(row: Listed, districts: Districts) -> list[str | int]:
    person, verdict = row.lead.person, row.verdict
    return [
        row.application.reference,
        row.application.file_no,
        row.application.queue,
        person.name_ar,
        person.name_en,
        row.size,
        verdict.tier if verdict else "",
        verdict.tickets if verdict else "",
        "; ".join(map(eligibility_reason, verdict.codes)) if verdict else "",
        home_of(row.application, districts),
        ", ".join(row.together),
    ]

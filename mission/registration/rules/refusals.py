"""Why a workbook as a whole, or an import of it, is refused."""

from __future__ import annotations

from foundation.refusals import Refusal


class NotAWorkbook(Refusal):
    """Neither XLSX nor text in columns."""

    code = "not_a_workbook"
    status = 422


class WorkbookTooLarge(Refusal):
    """More bytes, or more when unpacked, than any season's applicants need."""

    code = "workbook_too_large"
    status = 422


class WorkbookEncrypted(Refusal):
    """It opens with a password only."""

    code = "workbook_encrypted"
    status = 422


class WorkbookWithMacros(Refusal):
    """It carries a program."""

    code = "workbook_with_macros"
    status = 422


class WorkbookOld(Refusal):
    """The format before 2007 (.xls), or another office format."""

    code = "workbook_old"
    status = 422


class WorkbookDamaged(Refusal):
    """It looks like a workbook and cannot be read to its end."""

    code = "workbook_damaged"
    status = 422


class WorkbookEmpty(Refusal):
    """There is no row with a value."""

    code = "workbook_empty"
    status = 422


class NoKnownColumns(Refusal):
    """The first row has none of the known column names."""

    code = "no_known_columns"
    status = 422


class ImportEnded(Refusal):
    """This import has ended already, or was started already."""

    code = "import_ended"


BY_CODE: dict[str, type[Refusal]] = {
    refusal.code: refusal
    for refusal in (
        NotAWorkbook,
        WorkbookTooLarge,
        WorkbookEncrypted,
        WorkbookWithMacros,
        WorkbookOld,
        WorkbookDamaged,
        WorkbookEmpty,
        NoKnownColumns,
    )
}

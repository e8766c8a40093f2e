"""The sentences of registration: why a row, a file or a whole workbook was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from foundation import wording

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

COLUMNS: dict[str, str | _StrPromise] = {
    "file_no": _("File number"),
    "role": _("Role"),
    "relation": _("Relation to the lead"),
    "national_id": _("National id"),
    "nationality": _("Nationality"),
    "sex": _("Sex"),
    "birth_date": _("Date of birth"),
    "name_ar": _("Name in Arabic"),
    "name_en": _("Name in English"),
    "passport_no": _("Passport number"),
    "passport_expiry": _("Passport expiry"),
    "mobile": _("Mobile number"),
    "resident_since": _("Resident since"),
    "last_hajj_year": _("Year of the last Hajj"),
    "refused_seasons": _("Seasons refused"),
    "fitness_certificate": _("Fitness certificate"),
    "submitted_at": _("Submitted at"),
    "district": _("Home district"),
}

# A code that names a column is written ``code:column``.
ROW_CODES: dict[str, str | _StrPromise] = {
    "missing": _("%(column)s is empty. Fill it in."),
    "bad_role": _("The role is neither lead nor companion. Write one of the two."),
    "bad_national_id": _(
        "The national id is not 11 digits that begin with 2 or 3. Copy it from the card."
    ),
    "unknown_nationality": _(
        "The nationality is no ISO 3166 code. Write three letters, such as QAT."
    ),
    "bad_sex": _("The sex is not known. Write M or F."),
    "bad_date": _(
        "%(column)s is no date that exists. Write it as YYYY-MM-DD, in either calendar."
    ),
    "birth_mismatch": _(
        "The year of birth in the national id is not that of the date of birth. "
        "Compare both with the card."
    ),
    "bad_passport": _(
        "The passport number is not 6 to 9 letters and digits. Copy it from the passport."
    ),
    "bad_mobile": _("The mobile number cannot be a phone number. Write it with its country."),
    "bad_number": _("%(column)s is no number that can be. Mend it, or leave it empty."),
    "bad_fitness": _("The fitness certificate is neither yes nor no. Write one of the two."),
    "unknown_district": _(
        "The season knows no such home district. Write its code or one of its names, as on the "
        "page of imports."
    ),
    "same_person": _(
        "This person stands already in an earlier row or in another file. "
        "Keep the person in one file only."
    ),
    "too_long": _("%(column)s is longer than any can be. Shorten it."),
    "no_lead": _(
        "The file has no lead that was accepted. Mend the lead's row and send both again."
    ),
    "two_leads": _(
        "The file has more than one lead. Leave one, and make the others companions."
    ),
    "file_frozen": _(
        "A round of the selection has taken this file as it stands. "
        "It can be changed after that round."
    ),
}

ELIGIBILITY: dict[str, str | _StrPromise] = {
    "lead_too_young": _("The lead is younger than this season asks"),
    "lead_short_residence": _("The lead has resided for fewer years than this season asks"),
    "lead_performed_before": _("The lead has performed Hajj before"),
    "lead_recent_hajj": _("The lead performed Hajj too few seasons ago"),
    "too_many_companions": _("The file has more companions than this season allows"),
    "companion_too_young": _("A companion is younger than this season asks"),
    "passport_expires": _("A passport ends too soon after the season"),
    "not_fit": _("A person has no certificate of fitness"),
}

STATUSES: dict[str, str | _StrPromise] = {
    "REGISTERED": _("Registered"),
    "EXTENDED": _("A companion was added"),
    "AMENDED": _("Changed by the applicant"),
    "WITHDRAWN": _("Withdrawn"),
    "FROZEN": _("Taken by a round of the selection"),
}

RELATIONS: dict[str, str | _StrPromise] = {
    "SELF": _("Lead"),
    "WIFE": _("Wife"),
    "HUSBAND": _("Husband"),
    "MOTHER": _("Mother"),
    "FATHER": _("Father"),
    "SON": _("Son"),
    "DAUGHTER": _("Daughter"),
    "BROTHER": _("Brother"),
    "SISTER": _("Sister"),
    "OTHER": _("Other relative"),
}

wording.register(
    {
        "not_a_workbook": _(
            "This file is no workbook. Send the applicants as XLSX, or as CSV from any program."
        ),
        "workbook_too_large": _(
            "This file is too large to be a season's applicants: %(megabytes)s MB, at most "
            "%(most)s MB. Divide it, or delete empty sheets and pictures."
        ),
        "workbook_encrypted": _(
            "This workbook is locked with a password. Open it in Excel, remove the password "
            "and send it again."
        ),
        "workbook_with_macros": _(
            "This workbook carries a program (macros). Save it as an ordinary workbook (.xlsx) "
            "and send that."
        ),
        "workbook_old": _(
            "This is an older or another kind of workbook. Open it and save it as .xlsx or CSV."
        ),
        "workbook_damaged": _(
            "This workbook could not be read to its end: it is damaged, or far larger than it "
            "looks. Open it in Excel, save it anew and send that."
        ),
        "workbook_empty": _("There is no row in the first sheet. Put the applicants there."),
        "no_known_columns": _(
            "The first row has none of the known column names. Write file_no, role, "
            "national_id and the others there."
        ),
        "import_ended": _(
            "This import has ended already. Send the workbook again to repeat it."
        ),
        "rule_value_missing": _(
            "The season has no value for %(key)s. Set it on the page of the season's rules."
        ),
        "no_such_application": _(
            "No application has the reference %(reference)s. Compare it with the applicant's."
        ),
        "no_such_import": _("This import is not known. Look for it among the past imports."),
        "cancelled": _("The import was cancelled. Nothing of it went in."),
    }
)


def column_name(key: str) -> str:
    """Say the name of a column in the active language."""
    return str(COLUMNS.get(key, key))


def row_reason(code: str) -> str:
    """Say in the active language why a row was refused; ``code`` may name a column."""
    kind, _separator, column = code.partition(":")
    sentence = str(ROW_CODES.get(kind, code))
    return sentence % {"column": column_name(column)} if column else sentence


def row_reason_in_both(code: str) -> str:
    """Say it in Arabic and in English, one after the other."""
    said = []
    for language in ("ar", "en"):
        with override(language):
            said.append(row_reason(code))
    return " · ".join(dict.fromkeys(said))


def eligibility_reason(code: str) -> str:
    """Say in the active language what holds against a file."""
    return str(ELIGIBILITY.get(code, code))

"""The checks of a row: every code, and the order in which codes are looked for."""

from dataclasses import replace

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mission.registration.rules.columns import Column, read_header
from mission.registration.rules.districts import Districts
from mission.registration.rules.readers import BAD, column_readers
from mission.registration.rules.row_checks import RowCheck, is_blank
from tests.registration.rules import RULES
from tests.registration.sheets import COMPANION, KEYS, LEAD


def check(row, keys=KEYS):
    return RowCheck(read_header(keys), RULES).check([row.get(key, "") for key in keys])


def code_of(base=LEAD, **changes):
    return check(base | changes).code


def value_of(column, cell):
    return column_readers(RULES)[column](cell)[0]


def test_good_rows_pass():
    assert (code_of(LEAD), code_of(COMPANION)) == ("", "")


RESIDENT = {"nationality": "EGY", "resident_since": "2000-01-01"}


@pytest.mark.parametrize(
    ("base", "changes", "code"),
    [
        (LEAD, {"file_no": " "}, "missing:file_no"),
        (LEAD, {"role": ""}, "missing:role"),
        (COMPANION, {"relation": ""}, "missing:relation"),
        (LEAD, {"relation": ""}, ""),
        (LEAD, {"national_id": ""}, "missing:national_id"),
        (LEAD, {"nationality": None}, "missing:nationality"),
        (LEAD, {"sex": ""}, "missing:sex"),
        (LEAD, {"birth_date": ""}, "missing:birth_date"),
        (LEAD, {"name_ar": "", "name_en": "\u200f"}, "missing:name_ar"),
        (LEAD, {"name_ar": ""}, ""),
        (LEAD, {"name_en": ""}, ""),
        (LEAD, {"passport_no": ""}, "missing:passport_no"),
        (LEAD, {"passport_expiry": ""}, "missing:passport_expiry"),
        (LEAD, {"mobile": ""}, "missing:mobile"),
        (COMPANION, {"mobile": ""}, ""),
        (LEAD, RESIDENT | {"resident_since": ""}, "missing:resident_since"),
        (LEAD, RESIDENT, ""),
        (LEAD, {"nationality": "??", "resident_since": ""}, "unknown_nationality"),
        (LEAD, {"fitness_certificate": ""}, "missing:fitness_certificate"),
        (LEAD, {"submitted_at": ""}, "missing:submitted_at"),
        (LEAD, {"role": "mahram"}, "bad_role"),
        (LEAD, {"national_id": "2706340000"}, "bad_national_id"),
        (LEAD, {"national_id": "270634000011"}, "bad_national_id"),
        (LEAD, {"national_id": "17063400001"}, "bad_national_id"),
        (LEAD, {"national_id": "2X063400001"}, "bad_national_id"),
        (LEAD, {"national_id": 27063400001.5}, "bad_national_id"),
        (LEAD, {"nationality": "XQZ"}, "unknown_nationality"),
        (LEAD, {"nationality": "XKX"}, "unknown_nationality"),
        (LEAD, {"sex": "boy"}, "bad_sex"),
        (LEAD, {"birth_date": "1970-13-01"}, "bad_date:birth_date"),
        (LEAD, {"passport_expiry": "n/a"}, "bad_date:passport_expiry"),
        (LEAD, {"resident_since": "long ago"}, "bad_date:resident_since"),
        (LEAD, {"submitted_at": "soon"}, "bad_date:submitted_at"),
        (LEAD, {"birth_date": "1971-05-01"}, "birth_mismatch"),
        (LEAD, {"birth_date": "2070-05-01"}, "birth_mismatch"),
        (LEAD, {"passport_no": "P 123/456"}, "bad_passport"),
        (LEAD, {"passport_no": "P 1234567"}, "bad_passport"),
        (LEAD, {"passport_no": "رقم123456"}, "bad_passport"),
        (LEAD, {"passport_no": "ABCDE"}, "bad_passport"),
        (LEAD, {"passport_no": "ABCDEFGHI1"}, "bad_passport"),
        (LEAD, {"mobile": "12"}, "bad_mobile"),
        (COMPANION, {"mobile": "+974 1"}, "bad_mobile"),
        (LEAD, {"mobile": "call him"}, "bad_mobile"),
        (LEAD, {"last_hajj_year": "2019"}, "bad_number:last_hajj_year"),
        (LEAD, {"last_hajj_year": "1299"}, "bad_number:last_hajj_year"),
        (LEAD, {"last_hajj_year": 1500}, ""),
        (LEAD, {"last_hajj_year": 1440.5}, "bad_number:last_hajj_year"),
        (LEAD, {"refused_seasons": -1.0}, "bad_number:refused_seasons"),
        (LEAD, {"refused_seasons": "51"}, "bad_number:refused_seasons"),
        (LEAD, {"refused_seasons": "٥٠"}, ""),
        (LEAD, {"refused_seasons": "many"}, "bad_number:refused_seasons"),
        (LEAD, {"fitness_certificate": "maybe"}, "bad_fitness"),
        (LEAD, {"file_no": "F" * 101}, "too_long:file_no"),
    ],
)
def test_each_mistake_has_its_code(base, changes, code):
    assert code_of(base, **changes) == code


# Spoilt in this order, last first: whatever stands further up the published list is named.
IN_ORDER = [
    ("file_no", "", "missing:file_no"),
    ("passport_no", "", "missing:passport_no"),
    ("mobile", "", "missing:mobile"),
    ("submitted_at", "", "missing:submitted_at"),
    ("national_id", "x", "bad_national_id"),
    ("nationality", "XQZ", "unknown_nationality"),
    ("sex", "x", "bad_sex"),
    ("birth_date", "x", "bad_date:birth_date"),
    ("passport_expiry", "x", "bad_date:passport_expiry"),
    ("resident_since", "x", "bad_date:resident_since"),
    ("last_hajj_year", "x", "bad_number:last_hajj_year"),
    ("refused_seasons", "x", "bad_number:refused_seasons"),
    ("fitness_certificate", "x", "bad_fitness"),
    ("district", "x", "unknown_district"),
]


def test_the_first_code_of_the_published_order_is_named():
    row = dict(LEAD)
    for column, cell, code in reversed(IN_ORDER):
        row[column] = cell
        assert check(row, [*KEYS, "district"]).code == code


@pytest.mark.parametrize(
    ("cell", "code", "mended"),
    [
        ("doha", "doha", False),
        ("الدوحة", "doha", False),
        ("Doha", "doha", False),
        (" DOHA ", "doha", True),
        ("دوحه", "doha", True),
        ("Al-Rayyan", "al-rayyan", True),
        ("rayyan", "al-rayyan", True),
        ("", None, False),
        (None, None, False),
        ("Atlantis", BAD, False),
        (7, BAD, False),
    ],
)
def test_a_district_is_known_by_its_code_and_by_both_names(cell, code, mended):
    assert column_readers(RULES)[Column.DISTRICT](cell) == (code, mended)


def test_a_companion_has_no_district_of_their_own():
    row = check(COMPANION | {"district": "Atlantis"}, [*KEYS, "district"])
    assert (row.code, row.values[Column.DISTRICT]) == ("", None)


def test_a_season_without_districts_reads_none():
    nobody_asks = replace(RULES, districts=Districts())
    assert column_readers(nobody_asks)[Column.DISTRICT]("Atlantis") == (None, False)


def test_a_sheet_need_not_have_the_column_of_districts():
    assert check(LEAD).values[Column.DISTRICT] is None


def test_birth_year_stands_between_dates_and_passport():
    wrong = {"birth_date": "1971-05-01", "passport_no": "!", "submitted_at": "x"}
    assert code_of(**wrong) == "bad_date:submitted_at"
    assert code_of(**wrong | {"submitted_at": LEAD["submitted_at"]}) == "birth_mismatch"


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        (Column.ROLE, "LEAD", "LEAD"),
        (Column.ROLE, " Companion ", "COMPANION"),
        (Column.RELATION, "Sister", "SISTER"),
        (Column.RELATION, "cousin", "OTHER"),
        (Column.NATIONAL_ID, 27063400001.0, "27063400001"),
        (Column.NATIONALITY, "qa", "QAT"),
        (Column.NATIONALITY, "EG", "EGY"),
        (Column.NATIONALITY, "ı", BAD),
        (Column.SEX, "ذكر", "M"),
        (Column.SEX, "أنثى", "F"),
        (Column.SEX, "Female", "F"),
        (Column.PASSPORT_NO, "p1234567", "P1234567"),
        (Column.PASSPORT_NO, 12345678.0, "12345678"),
        (Column.PASSPORT_NO, "p12345ı", BAD),
        (Column.MOBILE, "5512 3456", "+97455123456"),
        (Column.MOBILE, "٥٥١٢٣٤٥٦", "+97455123456"),
        (Column.MOBILE, "0097455123456", "+97455123456"),
        (Column.MOBILE, "+974-55-123456", "+97455123456"),
        (Column.MOBILE, "97455123456", "+97455123456"),
        (Column.MOBILE, 55123456.0, "+97455123456"),
        (Column.MOBILE, "+966 50 123 4567", "+966501234567"),
        (Column.FITNESS_CERTIFICATE, "نعم", True),
        (Column.FITNESS_CERTIFICATE, 1.0, True),
        (Column.FITNESS_CERTIFICATE, True, True),
        (Column.FITNESS_CERTIFICATE, "٠", False),
        (Column.FITNESS_CERTIFICATE, "NO", False),
        (Column.LAST_HAJJ_YEAR, 1441.0, 1441),
        (Column.REFUSED_SEASONS, "", None),
        (Column.NAME_EN, '=HYPERLINK("a")', '=HYPERLINK("a")'),
        (Column.NAME_EN, "@SUM(A1)", "@SUM(A1)"),
    ],
)
def test_spellings_are_mended(column, cell, value):
    assert value_of(column, cell) == value


@given(st.from_regex(r"(\+974 ?|00974)?(?!974)[0-9]{2,11}", fullmatch=True))
def test_the_quick_way_with_phone_numbers_says_what_the_library_says(text):
    try:
        parsed = phonenumbers.parse(text, "QA")
        possible = phonenumbers.is_possible_number(parsed)
    except phonenumbers.NumberParseException:
        possible = False
    expected = (
        phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        if possible
        else BAD
    )
    assert value_of(Column.MOBILE, text) == expected


@given(st.from_regex(r"974 ?[0-9]{2,11}", fullmatch=True))
@example("974 4953493")
def test_a_country_code_without_its_plus_makes_no_number_possible(text):
    parsed = phonenumbers.parse(text, "QA")
    possible = phonenumbers.is_possible_number(parsed)
    assert (value_of(Column.MOBILE, text) is not BAD) == possible


def test_columns_are_found_in_any_order_case_and_spacing():
    header = read_header(["  Mobile ", "notes", "FILE_NO", "\u200frole", "mobile", None])
    assert header.found == ["file_no", "role", "mobile"]
    assert header.places[Column.MOBILE] == 0
    assert header.doubled == ("mobile",)
    assert header.unknown == (1, 4, 5)
    assert "sex" in header.absent


def test_a_column_that_the_sheet_lacks_is_missing_in_every_row():
    keys = [key for key in KEYS if key != "sex"]
    assert check(LEAD, keys).code == "missing:sex"


def test_a_row_that_is_shorter_than_the_header_has_empty_cells():
    assert RowCheck(read_header(KEYS), RULES).check(["F1", "lead"]).code == (
        "missing:national_id"
    )


@pytest.mark.parametrize(
    ("cells", "blank"),
    [
        (["", None, "  "], True),
        (["\u200f", "\ufeff"], True),
        (["", 0.0], False),
        (["x"], False),
    ],
)
def test_rows_without_any_value_are_blank(cells, blank):
    assert is_blank(cells) is blank


cells = st.one_of(
    st.text(max_size=30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.sampled_from([str(cell) for cell in LEAD.values()]),
)


@given(st.lists(cells, min_size=len(KEYS), max_size=len(KEYS)))
def test_no_row_breaks_the_checks(row):
    checked = RowCheck(read_header(KEYS), RULES).check(row)
    assert isinstance(checked.code, str)
    if not checked.code:
        assert BAD not in checked.values

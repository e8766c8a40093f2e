"""The sample season's workbooks: the same seed, the same cells; people who make sense."""

import json
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from demo.applicants import COLUMNS, NATIONALITIES, Maker, write_workbook
from foundation.names import place_key

SEASON = Path(__file__).parents[2] / "mission/season/fixtures/season-1448.json"


@pytest.fixture(scope="module")
def rows():
    return list(Maker(seed=7, messy=0.0).rows(800))


def test_the_same_seed_gives_the_same_people():
    assert list(Maker(7, 0.1).rows(50)) == list(Maker(7, 0.1).rows(50))
    assert list(Maker(7, 0.1).rows(50)) != list(Maker(8, 0.1).rows(50))


def test_a_workbook_holds_every_row_under_the_columns(tmp_path):
    path = tmp_path / "a.xlsx"
    count = write_workbook(path, files=40, seed=3)
    with closing(load_workbook(path, read_only=True)) as book:
        read = list(book.worksheets[0].iter_rows(values_only=True))
    assert list(read[0]) == COLUMNS
    assert len(read) - 1 == count


def test_without_mistakes_every_person_stands_once_and_every_file_has_one_lead(rows):
    digits = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
    ids = [str(row["national_id"]).translate(digits) for row in rows]
    assert len(set(ids)) == len(ids)
    leads = Counter(row["file_no"] for row in rows if row["role"] == "lead")
    assert set(leads.values()) == {1}
    assert len(leads) == 800


def test_an_identity_number_says_the_birth_year_and_the_nationality(rows):
    for row in rows:
        if hasattr(row["birth_date"], "year") and str(row["national_id"]).isascii():
            number, born = str(row["national_id"]), row["birth_date"]
            assert int(number[0]) + 17 == born.year // 100
            assert int(number[1:3]) == born.year % 100
            assert number[3:6] == NATIONALITIES[row["nationality"]][0]


def test_homes_are_those_of_the_season_and_of_leads_only(rows):
    plan = json.loads(SEASON.read_text(encoding="utf-8"))
    listed = {
        text
        for one in plan["values"]["applications.districts"]["value"]
        for text in map(place_key, one.values())
    }
    homes = Counter(row["district"] for row in rows)
    assert {place_key(home) for home in homes if home} <= listed
    assert all(row["district"] is None for row in rows if row["role"] == "companion")
    assert len(homes) > 10  # in both languages, and as codes


def test_mistakes_stand_where_they_were_asked_for():
    spoilt = list(Maker(7, 1.0).rows(100))
    assert any(row["role"] == "guide" for row in spoilt)
    assert any(row["passport_no"] is None for row in spoilt)

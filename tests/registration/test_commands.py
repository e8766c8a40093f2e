"""The commands, and the sample workbook from which everything must come out as published."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mission.registration.models import Application, EligibilityRun, ImportRun
from tests.registration import sheets
from tests.registration.sheets import companion, lead, put

pytestmark = pytest.mark.django_db

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def run(*arguments, **options):
    out = io.StringIO()
    call_command(*map(str, arguments), stdout=out, **options)
    return out.getvalue()


@pytest.mark.shared_vectors
def test_the_sample_comes_out_exactly_as_published(season, media, tmp_path):
    expected = json.loads((DATA / "applicants-sample.expected.json").read_text())
    refused = tmp_path / "refused.xlsx"
    sample = DATA / "applicants-sample.xlsx"
    report = json.loads(
        run("import_applications", sample, "--json", season=1448, refused=refused)
    )
    assert report["refused"] == expected["summary"]["refused"]
    codes = ImportRun.objects.get().refused_rows.values_list("row_number", "code")
    assert {str(number): code for number, code in codes} == expected["rows"]

    answer = json.loads(run("check_eligibility", "--json", season=1448))
    assert answer == {name: expected[name] for name in ("summary", "rows", "files")}
    assert list(answer["summary"]) == list(expected["summary"])

    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(refused).get_sheet_by_index(0).to_python()
    assert len(rows) == 1 + len(expected["rows"])
    assert [row[rows[0].index("code")] for row in rows[1:]] == list(expected["rows"].values())


@pytest.mark.shared_vectors
def test_the_sample_twice_changes_nothing(season, media):
    sample = DATA / "applicants-sample.xlsx"
    run("import_applications", sample, season=1448)
    first = run("check_eligibility", "--json", season=1448)
    second = json.loads(run("import_applications", sample, "--json", season=1448))
    assert (second["accepted"], second["files"]) == (0, 0)
    assert run("check_eligibility", "--json", season=1448) == first
    assert EligibilityRun.objects.count() == 1


def test_a_dry_run_says_the_same_and_puts_nothing_in(season, media, tmp_path):
    path = put(tmp_path, "a.xlsx", sheets.xlsx([lead(1), companion(2, sex="boy")]))
    refused = tmp_path / "refused.xlsx"
    report = json.loads(
        run("import_applications", path, "--json", "--dry-run", season=1448, refused=refused)
    )
    assert (report["accepted"], report["refused"]) == (1, {"bad_sex": 1})
    assert refused.exists()
    assert not Application.objects.exists()
    assert not ImportRun.objects.exists()


def test_a_person_reads_counts_in_words(season, media, tmp_path):
    path = put(tmp_path, "a.csv", sheets.csv_text([lead(1), companion(2, sex="x")]).encode())
    said = run("import_applications", path, season=1448)
    assert "1 accepted" in said
    assert "bad_sex" in said
    assert "1 files, 1 eligible" in run("check_eligibility", season=1448)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import_applications", "/nowhere.xlsx", "--season", "1448"], "no file"),
        (["import_applications", __file__, "--season", "1399"], "no_such_season"),
        (["import_applications", __file__, "--season", "1448"], "no_known_columns"),
        (["check_eligibility", "--season", "1399"], "no_such_season"),
    ],
)
def test_a_refusal_ends_with_words_and_a_failure(arguments, words, season, media):
    with pytest.raises(CommandError, match=words):
        call_command(*arguments)


def test_a_judgement_follows_the_values_of_the_season(season, media, tmp_path, amina, at):
    from mission.season import services as season_services
    from mission.season.queries import rules_in_force

    path = put(tmp_path, "a.xlsx", sheets.xlsx([lead(1), companion(2)]))
    run("import_applications", path, season=1448)
    assert (
        json.loads(run("check_eligibility", "--json", season=1448))["summary"]["eligible"] == 1
    )
    season_services.change_rule_values(
        base=rules_in_force(season),
        changes={"eligibility.home.companions_most": 0},
        note="a test",
        by=amina,
        at=at,
    )
    judged = json.loads(run("check_eligibility", "--json", "--dry-run", season=1448))
    assert judged["files"]["F1"]["codes"] == ["too_many_companions"]
    assert EligibilityRun.objects.count() == 1
    run("check_eligibility", season=1448)
    assert EligibilityRun.objects.count() == 2


def test_the_selection_reads_eligible_files(season, media, tmp_path):
    from mission.registration.queries import eligible_files

    rows = [lead(1), companion(2), lead(3, fitness_certificate="no"), lead(4)]
    path = put(tmp_path, "a.xlsx", sheets.xlsx(rows))
    run("import_applications", path, season=1448)
    assert eligible_files(season) == []
    run("check_eligibility", season=1448)
    found = eligible_files(season)
    assert sorted((file.file_no, file.size, file.tier, file.tickets) for file in found) == [
        ("F1", 2, 3, 1),
        ("F4", 1, 3, 1),
    ]
    references = [file.reference for file in found]
    assert references == sorted(references)

"""Imports: what goes in, what comes back, and that nothing happens twice."""

import io
import json

import pytest

from foundation import clock, journal
from foundation.progress import Cancelled
from foundation.refusals import PermissionRefused, Refusal
from mission.people.models import Passport, Person
from mission.registration import services
from mission.registration.models import (
    Applicant,
    Application,
    ApplicationStatus,
    ImportRun,
    RefusedRow,
    SourceFile,
    SourceRow,
)
from mission.registration.presenters.refused_workbook import refused_workbook
from mission.registration.queries import eligible, imports
from tests.registration import sheets
from tests.registration.sheets import companion, lead

pytestmark = pytest.mark.django_db


def counts():
    tables = [Person, Passport, Application, Applicant, ApplicationStatus, RefusedRow]
    return [table.objects.count() for table in [*tables, SourceFile, SourceRow]]


def returned(run):
    """The workbook of refused rows of an import, as bytes."""
    return refused_workbook(run.source.header, imports.refused_cells_of(run.source))


def mended(content, **changes):
    """Read a workbook of refused rows, change cells of its first row, write it again."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    header, *rows = book.get_sheet_by_index(0).to_python()
    keyed = [dict(zip(header, row, strict=True)) for row in rows]
    keyed[0].update(changes)
    return sheets.xlsx(keyed, header)


WITH_DISTRICT = [*sheets.KEYS, "district"]


def test_a_file_lives_where_its_lead_does_and_an_unknown_place_is_refused(import_rows):
    run = import_rows(
        [
            lead(1, district="الدوحة"),
            companion(2, district="al-wakrah"),
            lead(3, district="AL RAYYAN"),
            lead(4),
            lead(5, district="Atlantis"),
        ],
        header=WITH_DISTRICT,
    )
    assert (run.accepted, run.report["refused"]) == (4, {"unknown_district": 1})
    assert run.report["columns"]["found"][-1] == "district"
    stated = dict(Application.objects.values_list("file_no", "district"))
    assert stated == {"F1": "doha", "F3": "al-rayyan", "F4": ""}

    import_rows(mended(returned(run), district="Doha"))
    assert Application.objects.get(file_no="F5").district == "doha"


def test_good_rows_go_in_and_the_counts_agree(import_rows):
    run = import_rows([lead(1), companion(2), lead(3, sex="boy"), lead(4, nationality="??")])
    assert (run.rows, run.accepted, run.refused, run.unchanged) == (4, 2, 2, 0)
    assert run.report["refused"] == {"bad_sex": 1, "unknown_nationality": 1}
    file = Application.objects.get()
    assert (file.file_no, file.queue, file.applicants.count()) == ("F1", 1, 2)
    assert [each.status for each in file.statuses.all()] == ["REGISTERED"]
    person = Person.objects.get(national_id="27063400001")
    assert (person.sex, person.mobile, person.nationality) == ("M", "+97455123456", "QAT")
    assert person.name_keys
    assert person.passports.get().is_current


def test_every_original_cell_and_byte_is_kept(import_rows):
    run = import_rows([lead(1, birth_date="٠١/٠٥/١٩٧٠"), lead(2, sex="boy") | {"x": "=1"}])
    assert SourceRow.objects.count() == 2
    cells = json.loads(imports.cells_of(run.source_id, 2))
    assert cells[sheets.KEYS.index("birth_date")] == "٠١/٠٥/١٩٧٠"
    from foundation.uploads import path_of

    assert path_of(run.source.sha256).read_bytes().startswith(b"PK")


def test_the_same_file_twice_changes_nothing(import_rows):
    rows = [lead(1), companion(2), companion(3, sex="boy"), companion(9, of=7)]
    content = sheets.xlsx(rows)
    first = import_rows(content)
    before = counts()
    second = import_rows(content)
    assert counts() == before
    assert (second.accepted, second.unchanged, second.refused) == (0, 2, 2)
    assert second.report["refused"] == first.report["refused"]


def test_the_same_rows_in_other_bytes_are_counted_once(import_rows, season):
    rows = [lead(1), companion(3, sex="boy"), companion(9, of=7)]
    import_rows(rows)
    import_rows(sheets.csv_text(rows).encode())
    assert eligible.standing_refusals(season) == {"bad_sex": 1, "no_lead": 1}
    assert Applicant.objects.count() == 1


def test_rows_without_a_national_id_in_other_bytes_are_counted_once(import_rows, season):
    rows = [lead(1), companion(2, national_id=""), companion(3, national_id="")]
    import_rows(rows)
    import_rows(sheets.csv_text([*rows, companion(4, national_id="")]).encode())
    assert eligible.standing_refusals(season) == {"missing:national_id": 3}


def test_rows_that_name_neither_file_nor_person_all_stand(import_rows, season):
    row = lead(1, national_id="", file_no="")
    import_rows([row])
    import_rows([row | {"name_en": "Somebody else"}])
    assert eligible.standing_refusals(season) == {"missing:file_no": 2}


def test_a_corrected_companion_joins_its_file(import_rows):
    first = import_rows([lead(1), companion(2, sex="boy"), companion(3)])
    assert first.report["without_companion"] == [{"file_no": "F1", "row": 3, "code": "bad_sex"}]
    second = import_rows(mended(returned(first), sex="F"))
    assert (second.accepted, second.refused) == (1, 0)
    file = Application.objects.get()
    assert file.applicants.count() == 3
    assert [each.status for each in file.statuses.all()] == ["REGISTERED", "EXTENDED"]
    assert not RefusedRow.objects.filter(settled_by__isnull=True).exists()


def test_a_whole_file_that_was_refused_goes_in_after_correction(import_rows):
    first = import_rows([lead(1, mobile="12"), companion(2)])
    assert first.report["refused"] == {"bad_mobile": 1, "no_lead": 1}
    second = import_rows(mended(returned(first), mobile="55123456"))
    assert (second.accepted, second.refused) == (2, 0)
    assert not RefusedRow.objects.filter(settled_by__isnull=True).exists()


def test_a_refused_file_sent_back_uncorrected_is_counted_once(import_rows):
    first = import_rows([lead(1), companion(2, sex="boy")])
    second = import_rows(returned(first))
    assert second.report["refused"] == {"bad_sex": 1}
    assert RefusedRow.objects.filter(settled_by__isnull=True).count() == 1


def test_the_refused_workbook_has_the_same_shape_and_is_safe(import_rows):
    import openpyxl

    header = [*sheets.KEYS, "notes"]
    row = lead(1, sex="boy", name_en='=HYPERLINK("x")') | {"notes": "@cmd"}
    run = import_rows([row | {"national_id": 27063400001}], header=header)
    sheet = openpyxl.load_workbook(io.BytesIO(returned(run))).active
    titles, cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert titles == [*header, "code", "reason"]
    found = dict(zip(titles, cells, strict=True))
    assert (found["code"], found["notes"]) == ("bad_sex", "@cmd")
    assert found["national_id"] == 27063400001
    formula = sheet.cell(row=2, column=titles.index("name_en") + 1)
    assert (formula.value, formula.data_type) == ('=HYPERLINK("x")', "s") or formula.quotePrefix
    assert formula.quotePrefix


def test_a_column_of_the_sender_that_is_called_code_stays(import_rows):
    import openpyxl

    def table(content):
        return [
            [cell.value for cell in line]
            for line in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()
        ]

    header = ["Code", *sheets.KEYS]
    run = import_rows([lead(1, sex="boy") | {"code": "campaign 7"}, lead(2)], header=header)
    content = returned(run)
    titles, cells = table(content)
    assert titles == [*header, "code", "reason"]
    assert (cells[0], cells[-2]) == ("campaign 7", "bad_sex")

    again = import_rows(content)
    assert RefusedRow.objects.filter(settled_by__isnull=True).count() == 1
    assert table(returned(again)) == [titles, cells]


def test_reasons_are_given_in_both_languages(import_rows):
    from mission.registration.presenters.sentences import row_reason_in_both

    assert "Write M or F" in row_reason_in_both("bad_sex")
    assert "Date of birth" in row_reason_in_both("missing:birth_date")


def test_the_queue_is_the_order_of_registration(import_rows):
    import_rows(
        [
            lead(1, submitted_at="2026-10-03 10:00"),
            lead(2, submitted_at="2026-10-01 10:00"),
            lead(3, submitted_at="2026-10-01 10:00", file_no="B"),
        ]
    )
    import_rows([lead(4, submitted_at="2026-10-02 10:00")])
    places = dict(Application.objects.values_list("file_no", "queue"))
    assert places == {"B": 1, "F2": 2, "F4": 3, "F1": 4}


def test_a_frozen_file_is_left_alone_and_says_so(import_rows, season, amina, at):
    import_rows([lead(1), lead(2)])
    file = Application.objects.get(file_no="F1")
    frozen = services.freeze_applications(
        season=season, applications=[file.id], round_id=file.id, by=amina, at=at
    )
    assert frozen == 1
    run = import_rows([companion(5), lead(6, submitted_at="2020-01-01 10:00")])
    assert run.report["refused"] == {"file_frozen": 1}
    assert file.applicants.count() == 1
    assert Application.objects.get(file_no="F6").queue == 3
    assert Application.objects.get(file_no="F1").queue == 1


def test_a_person_known_from_before_keeps_identity_and_gains_a_passport(import_rows):
    import_rows([lead(1)])
    person = Person.objects.get()
    Applicant.objects.all().delete()
    ApplicationStatus.objects.all().delete()
    Application.objects.all().delete()
    import_rows([lead(1, passport_no="NEW12345", mobile="66123456", name_en="Another")])
    again = Person.objects.get()
    assert (again.id, again.name_en, again.mobile) == (
        person.id,
        person.name_en,
        "+97466123456",
    )
    assert {each.number: each.is_current for each in again.passports.all()} == {
        "P1000001": False,
        "NEW12345": True,
    }


def test_one_event_tells_of_an_import_and_none_of_an_idle_one(import_rows):
    rows = [lead(1)]
    run = import_rows(rows)
    events = [entry.wire for entry in journal.history_of(str(run.id))]
    assert events == ["registration.WorkbookReceived", "registration.ApplicationsImported"]
    again = import_rows(rows)
    events = [entry.wire for entry in journal.history_of(str(again.id))]
    assert events == ["registration.WorkbookReceived"]


def test_a_finished_import_runs_no_second_time(import_rows, amina):
    run = import_rows([lead(1)])
    before = counts()
    again = services.import_applications(run=run, by=amina, at=clock.now())
    assert (again.accepted, counts()) == (1, before)


class Stopping:
    """A progress that asks to stop at a stage."""

    def __init__(self, stage):
        self.stage, self.stages = stage, 0

    def start(self, total, label=""):
        self.stages += 1

    def advance(self, count=1):
        pass

    def check(self):
        if self.stages >= self.stage:
            raise Cancelled

    def finish(self):
        pass


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_a_cancelled_import_leaves_nothing(stage, season, media, amina):
    content = io.BytesIO(sheets.xlsx([lead(1), companion(2)]))
    run = services.prepare_import(
        source=content, name="a", season=season, by=amina, at=clock.now()
    )
    with pytest.raises(Cancelled):
        services.import_applications(
            run=run, by=amina, at=clock.now(), progress=Stopping(stage)
        )
    assert (Person.objects.count(), Application.objects.count()) == (0, 0)
    assert SourceRow.objects.count() == 0
    run = services.stop_import(run=run, code="cancelled", by=amina, at=clock.now())
    with pytest.raises(Refusal) as refused:
        services.import_applications(run=run, by=amina, at=clock.now())
    assert refused.value.code == "import_ended"


def test_a_check_tells_what_an_import_would_do_and_puts_nothing_in(season, media, amina):
    content = io.BytesIO(sheets.xlsx([lead(1), companion(2, sex="boy")]))
    run = services.prepare_import(
        source=content, name="a", season=season, by=amina, at=clock.now()
    )
    run = services.check_import(run=run, by=amina, at=clock.now())
    assert (run.report["accepted"], run.report["refused"]) == (1, {"bad_sex": 1})
    assert Application.objects.count() == 0
    assert run.accepted == 0


def test_a_hostile_file_leaves_no_import(season, media, amina):
    with pytest.raises(Refusal):
        services.prepare_import(
            source=io.BytesIO(b"PK\x03\x04 not"),
            name="a",
            season=season,
            by=amina,
            at=clock.now(),
        )
    assert not ImportRun.objects.exists()


def test_only_who_may_import_imports(season, media, dawud, bilal, amina):
    def prepare(by):
        content = io.BytesIO(sheets.xlsx([lead(1)]))
        return services.prepare_import(
            source=content, name="a", season=season, by=by, at=clock.now()
        )

    with pytest.raises(PermissionRefused):
        prepare(dawud)
    run = prepare(amina)
    for write in (services.check_import, services.import_applications):
        with pytest.raises(PermissionRefused):
            write(run=run, by=dawud, at=clock.now())
    assert prepare(bilal).id  # a campaign bounds nobody before the selection

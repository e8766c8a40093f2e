"""Pages of registration: what each person sees, in both languages."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation import clock, jobs
from mission.registration import services
from mission.registration.models import Application, ImportRun
from tests.registration import sheets
from tests.registration.sheets import companion, lead

pytestmark = pytest.mark.django_db

PAGES = ["applications", "imports", "eligibility"]


@pytest.fixture
def systems(signed_in):
    return signed_in("SYSTEMS")


@pytest.fixture
def applied(import_rows, season, amina, at):
    """Two files, judged: one eligible with a refused companion, one not."""
    run = import_rows(
        [
            lead(1),
            companion(2),
            companion(3, sex="boy"),
            lead(
                4, fitness_certificate="no", name_ar="فاطمة عبدالله", name_en="Fatima Abdulla"
            ),
        ]
    )
    services.check_eligibility(season=season, by=amina, at=at)
    return run


def upload(client, content, name="a.xlsx"):
    return client.post(
        reverse("registration:imports"), {"workbook": SimpleUploadedFile(name, content)}
    )


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_empty_pages_say_what_to_do_next(page, language, season, signed_in):
    answer = signed_in("SYSTEMS", language=language).get(reverse(f"registration:{page}"))
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_pages_without_a_season_say_so(page, systems):
    assert systems.get(reverse(f"registration:{page}")).status_code == 200


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_list_shows_files_with_their_verdicts(language, applied, signed_in):
    page = signed_in("SYSTEMS", language=language).get(reverse("registration:applications"))
    text = page.content.decode()
    for file in Application.objects.all():
        assert file.reference in text
    assert "حسن ناصر مبارك المري" in text
    assert "Hassan Nasser Mubarak Al-Marri" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "فاطمه"}, ["F4"]),
        ({"q": "Fatimah"}, ["F4"]),
        ({"q": "Maryam"}, ["F1"]),
        ({"q": "27063400004"}, ["F4"]),
        ({"q": "٢٧٠٦٣٤٠٠٠٠٤"}, ["F4"]),
        ({"q": "f1"}, ["F1"]),
        ({"q": "nobody at all"}, []),
        ({"state": "eligible"}, ["F1"]),
        ({"state": "ineligible"}, ["F4"]),
        ({"state": "unjudged"}, []),
        ({"state": "odd", "sort": "odd"}, ["F1", "F4"]),
        ({"sort": "-queue"}, ["F4", "F1"]),
    ],
)
def test_the_list_is_searched_filtered_and_sorted(query, found, applied, systems):
    page = systems.get(reverse("registration:applications"), query)
    assert [row["application"].file_no for row in page.context["rows"]] == found


def test_a_reference_is_found_however_it_is_typed(applied, systems):
    file = Application.objects.get(file_no="F4")
    typed = file.reference.replace("-", " ").lower()
    page = systems.get(reverse("registration:applications"), {"q": typed})
    assert [row["application"] for row in page.context["rows"]] == [file]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_file_shows_its_people_verdict_and_lost_companion(language, applied, signed_in):
    file = Application.objects.get(file_no="F1")
    client = signed_in("SYSTEMS", language=language)
    page = client.get(reverse("registration:application", args=[file.reference]))
    text = page.content.decode()
    assert "P1000001" in text
    assert "27063400001" in text
    assert len(page.context["people"]) == 2
    assert len(page.context["refusals"]) == 1
    assert {"ar": "قطر", "en": "Qatar"}[language] in text


def test_numbers_are_masked_for_whoever_need_not_see_them(applied, signed_in):
    file = Application.objects.get(file_no="F1")
    page = signed_in("HEAD_OF_MISSION").get(
        reverse("registration:application", args=[file.reference])
    )
    text = page.content.decode()
    assert "P1000001" not in text
    assert "27063400001" not in text
    assert "•••••001" in text


def test_an_unknown_reference_is_not_found(season, systems):
    for reference in ("nonsense", "3333-3333"):
        page = systems.get(reverse("registration:application", args=[reference]))
        assert page.status_code == 404


def test_the_list_is_exported_as_it_is_filtered(applied, systems):
    import openpyxl

    answer = systems.get(reverse("registration:export"), {"state": "ineligible"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows) == 2
    assert rows[1][1] == "F4"
    assert "certificate of fitness" in rows[1][8]


@pytest.mark.django_db(transaction=True)
def test_an_import_goes_from_the_drop_to_the_refused_rows(season, media, systems):
    answer = upload(systems, sheets.xlsx([lead(1), companion(2, sex="boy")]))
    run = ImportRun.objects.get()
    here = reverse("registration:import", args=[run.id])
    assert answer["Location"] == here
    assert systems.get(here).context["state"] == "at_work"

    jobs.run_until_idle(queues=["imports"])
    page = systems.get(here)
    assert page.context["state"] == "checked"
    assert page.context["report"]["accepted"] == 1
    assert "The sex is not known" in page.content.decode()
    assert Application.objects.count() == 0

    systems.post(reverse("registration:start_import", args=[run.id]))
    jobs.run_until_idle(queues=["imports"])
    page = systems.get(here)
    assert page.context["state"] == "finished"
    assert Application.objects.count() == 1
    book = systems.get(reverse("registration:refused", args=[run.id]))
    assert book.content.startswith(b"PK")
    assert systems.get(reverse("registration:imports")).context["rows"]


def test_a_checked_import_can_be_left(season, media, systems):
    upload(systems, sheets.xlsx([lead(1)]))
    run = ImportRun.objects.get()
    jobs.run_until_idle(queues=["imports"])
    systems.post(reverse("registration:discard_import", args=[run.id]))
    page = systems.get(reverse("registration:import", args=[run.id]))
    assert page.context["state"] == "stopped"
    assert "cancelled" in page.content.decode()
    systems.post(reverse("registration:start_import", args=[run.id]))
    jobs.run_until_idle(queues=["imports"])
    assert Application.objects.count() == 0


def test_an_import_cancelled_while_it_waits_leaves_nothing(season, media, systems):
    from foundation.progress.models import Task

    upload(systems, sheets.xlsx([lead(1)]))
    run = ImportRun.objects.get()
    jobs.run_until_idle(queues=["imports"])
    systems.post(reverse("registration:start_import", args=[run.id]))
    run.refresh_from_db()
    systems.post(Task.objects.get(pk=run.task_id).cancel_url)
    jobs.run_until_idle(queues=["imports"])
    assert Application.objects.count() == 0
    page = systems.get(reverse("registration:import", args=[run.id]))
    assert page.context["state"] in ("stopped", "checked")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x7fELF" + b"\0" * 100, "not"),
        (b"colour;size\nred;1\n", "none of the known column names"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "older or another kind"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(
    content, words, season, media, systems
):
    answer = upload(systems, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_eligibility_is_judged_from_its_page(applied, season, systems):
    page = systems.get(reverse("registration:eligibility"))
    assert page.context["run"].summary["eligible"] == 1
    systems.post(reverse("registration:judge"))
    assert len(systems.get(reverse("registration:eligibility")).context["runs"]) == 1


def test_the_home_says_what_waits(applied, systems):
    text = systems.get(reverse("home")).content.decode()
    assert reverse("registration:imports") in text


PERMITTED = {
    "applications": {"SYSTEMS", "HEAD_OF_MISSION", "COMMITTEE_MEMBER"},
    "eligibility": {"SYSTEMS", "HEAD_OF_MISSION", "COMMITTEE_MEMBER"},
    "imports": {"SYSTEMS"},
    "export": {"SYSTEMS"},
}


@pytest.mark.parametrize(
    "role", ["SYSTEMS", "HEAD_OF_MISSION", "COMMITTEE_MEMBER", "GATE_GUARD"]
)
@pytest.mark.parametrize("page", PERMITTED)
def test_each_page_opens_for_those_who_may(page, role, season, signed_in):
    answer = signed_in(role).get(reverse(f"registration:{page}"))
    assert answer.status_code == (200 if role in PERMITTED[page] else 403)


def test_nobody_sees_anything_without_signing_in(season, client):
    for page in PERMITTED:
        assert client.get(reverse(f"registration:{page}")).status_code == 302


def test_writes_are_closed_to_those_who_may_not(applied, signed_in):
    guard = signed_in("GATE_GUARD")
    for page in ("start_import", "check_import", "discard_import"):
        url = reverse(f"registration:{page}", args=[applied.id])
        assert guard.post(url).status_code == 403
    assert guard.post(reverse("registration:judge")).status_code == 403
    assert signed_in("COMMITTEE_MEMBER").post(reverse("registration:judge")).status_code == 403
    assert clock.now()

"""The home district on the pages of applicants and of staff, in both languages."""

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from foundation.clock import standing_at
from mission.registration.models import Application, Draft
from mission.registration.presenters.receipt import receipt_pdf
from mission.registration.queries import applying
from mission.season.models import RuleVersion
from tests.registration.drafts import OPEN_AT, account, filled, submitted
from tests.registration.sheets import KEYS, lead

pytestmark = pytest.mark.django_db

NAMES = {"ar": "الوكرة", "en": "Al Wakrah"}
LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])


@pytest.fixture(autouse=True)
def _while_the_window_is_open(season):
    with standing_at(OPEN_AT):
        yield


def phone_of(owner, language):
    client = Client()
    session = client.session
    session["account"] = str(owner.pk)
    session.save()
    client.cookies["language"] = language
    return client


def text_of(client, name, *args, **query):
    answer = client.get(reverse(f"registration:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def about_you(client, draft):
    return text_of(client, "screen", applying.people_of(draft)[0].pk, "you")


@LANGUAGES
def test_the_lead_chooses_from_the_list_of_the_season(language, season):
    owner = account()
    draft = filled(owner, district="")
    page = about_you(phone_of(owner, language), draft)
    assert f'<option value="al-wakrah">{NAMES[language]}</option>' in page
    review = text_of(phone_of(owner, language), "review", draft.pk)
    assert "field-error" in review


@LANGUAGES
def test_review_and_status_name_the_district(language):
    owner = account()
    application = submitted(owner, district="al-wakrah")
    phone = phone_of(owner, language)
    assert NAMES[language] in text_of(phone, "review", Draft.objects.get().pk)
    assert NAMES[language] in text_of(phone, "status", application.reference)


def test_the_receipt_names_the_district_in_both_languages():
    import pypdfium2

    application = submitted(account(), district="al-wakrah")
    page = pypdfium2.PdfDocument(receipt_pdf(application))[0].get_textpage()
    words = page.get_text_range().split()
    assert {"Wakrah", "الوكرة"} <= set(words)


def test_a_season_without_districts_asks_nobody(season):
    newest = season.rule_versions.order_by("-number").first()
    RuleVersion.objects.create(
        season=season, number=newest.number + 1, sources=newest.sources, made_by="tests",
        values=newest.values | {"applications.districts": []}, made_at=OPEN_AT,
    )  # fmt: skip
    owner = account()
    application = submitted(owner, district="")
    assert application.district == ""
    assert 'name="district"' not in about_you(phone_of(owner, "en"), Draft.objects.get())
    assert receipt_pdf(application)


class TestStaff:
    """Who works at the mission sees, filters and exports it."""

    @pytest.fixture
    def files(self, import_rows):
        rows = [lead(1, district="Doha"), lead(2, district="al-wakrah"), lead(3)]
        return import_rows(rows, header=[*KEYS, "district"])

    @LANGUAGES
    def test_a_file_and_the_list_name_it(self, language, files, signed_in):
        client = signed_in("SYSTEMS", language=language)
        reference = Application.objects.get(file_no="F2").reference
        assert NAMES[language] in text_of(client, "application", reference)
        assert NAMES[language] in text_of(client, "applications", q="F2")

    @pytest.mark.parametrize(
        ("chosen", "found"),
        [("al-wakrah", ["F2"]), ("-", ["F3"]), ("", ["F1", "F2", "F3"]), ("atlantis", [])],
    )
    def test_the_list_is_filtered_by_it(self, chosen, found, files, signed_in):
        page = signed_in("SYSTEMS").get(
            reverse("registration:applications"), {"district": chosen}
        )
        assert [row["application"].file_no for row in page.context["rows"]] == found

    @LANGUAGES
    def test_the_list_is_exported_with_it(self, language, files, signed_in):
        client = signed_in("SYSTEMS", language=language)
        answer = client.get(reverse("registration:export"), {"district": "al-wakrah"})
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert len(rows) == 2
        assert NAMES[language] in rows[1]

    @LANGUAGES
    def test_the_page_of_imports_says_what_may_be_written(self, language, signed_in):
        page = text_of(signed_in("SYSTEMS", language=language), "imports")
        assert "الوكرة" in page
        assert "Al Wakrah" in page
        assert "al-wakrah" in page

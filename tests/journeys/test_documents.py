"""A document from the phone to the verdict and back: handed in, asked again, accepted."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from benchmarks.seasons import open_season
from mission.accounts.models import Account
from mission.accounts.queries import SESSION_KEY
from mission.registration.models import Document, Draft, DraftPerson
from tests import hostile
from tests.journeys import looking
from tests.passports import ZONE

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture
def person(transactional_db, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "media")
    account = Account.objects.create(
        national_id="26163400001", mobile="+97455123456", opened_at=AT
    )
    draft = Draft.objects.create(
        season=open_season(), account=account, opened_at=AT, opened_by="x", saved_at=AT
    )
    answers = {
        "name_ar": "نورة أحمد الكواري",
        "name_en": "Noora Ahmad Al-Kuwari",
        "nationality": "QAT",
        "passport_no": "K7654321",
    }
    return DraftPerson.objects.create(
        draft=draft, place=0, role="LEAD", answers=answers, saved_at=AT
    )


@pytest.fixture
def phone(visit, person, live_server):
    """Give a function that opens the applicant's phone."""

    @contextmanager
    def window(**kind):
        session = SessionStore()
        session[SESSION_KEY] = str(person.draft.account_id)
        session.create()
        with visit(width=390, **kind) as page:
            page.context.add_cookies(
                [
                    {
                        "name": settings.SESSION_COOKIE_NAME,
                        "value": session.session_key,
                        "url": live_server.url,
                    }
                ]
            )
            yield page

    return window


def file(content, name="scan.jpg", kind="image/jpeg"):
    return {"name": name, "mimeType": kind, "buffer": content}


def test_a_passport_and_a_photo_from_a_phone(phone, person):
    own = reverse("documents:own", args=[person.pk])
    with phone(language="ar") as page:
        found = looking.faults(page, own)
        page.locator("#PASSPORT input[name=file]").set_input_files(
            file(hostile.picture((1200, 850)))
        )
        page.wait_for_url("**/passport/")
        page.locator("#mrz").fill("\n".join(ZONE))
        page.locator("form:has(#mrz) button").click()
        page.locator(".alert.warn").wait_for()
        page.locator("input[name=fields][value=passport_no]").check()
        page.locator("form:has(input[name=fields]) button").first.click()
        page.locator(".alert.good").nth(1).wait_for()
        found += looking.faults(page, reverse("documents:passport", args=[person.pk]))
        page.goto(own)
        page.locator("#PHOTO input[name=file]").set_input_files(
            file(hostile.picture((900, 1300)))
        )
        page.locator("#PHOTO canvas").wait_for()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("+")
        page.locator("#PHOTO [data-crop-use]").click()
        page.locator("#PHOTO img").wait_for()
        found += looking.faults(page, own)
    assert found == [], "\n".join(found)
    person.refresh_from_db()
    assert person.answers["passport_no"] == "K1234567"
    photo = Document.objects.get(person=person, kind="PHOTO", is_current=True)
    assert photo.upload.media_type == "image/jpeg"


def test_without_a_script_a_document_is_handed_in_by_a_plain_form(phone, person):
    with phone(language="en", script=False) as page:
        page.goto(reverse("documents:own", args=[person.pk]))
        page.locator("#FITNESS input[name=file]").set_input_files(
            file(hostile.pdf(), "fit.pdf", "application/pdf")
        )
        page.locator("#FITNESS form.document-form button").click()
        page.get_by_text("Fitness certificate: received.").wait_for()


def test_a_rejected_document_is_mended(phone, person, visit, member_with):
    own = reverse("documents:own", args=[person.pk])
    with phone(language="en") as page:
        page.goto(own)
        page.locator("#FITNESS input[name=file]").set_input_files(file(hostile.picture()))
        page.get_by_text("Fitness certificate: received.").wait_for()
    registrar = member_with("REGISTRAR")
    with visit(language="en", member=registrar) as desk:
        desk.goto(reverse("documents:queue"))
        desk.keyboard.press("n")
        desk.wait_for_url("**/registration/documents/*-*/")
        found = looking.faults(desk, desk.url)
        desk.keyboard.press("r")
        desk.locator("input[value=CUT_OFF]").check()
        desk.get_by_role("button", name="Ask again").click()
        desk.get_by_text("No other document waits.").wait_for()
    assert found == [], "\n".join(found)
    with phone(language="en") as page:
        page.goto(own)
        page.get_by_text("all four corners").wait_for()
        page.locator("#FITNESS input[name=file]").set_input_files(file(hostile.picture()))
        page.get_by_text("Fitness certificate: received.").wait_for()
        assert page.get_by_text("all four corners").count() == 0
    with visit(language="en", member=registrar) as desk:
        desk.goto(reverse("documents:queue"))
        desk.keyboard.press("n")
        desk.wait_for_url("**/registration/documents/*-*/")
        desk.keyboard.press("a")
        desk.get_by_text("No other document waits.").wait_for()
    held = Document.objects.get(person=person, kind="FITNESS", is_current=True)
    assert [check.verdict for check in held.checks.all()] == ["ACCEPTED"]

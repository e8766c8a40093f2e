"""Pages for what went wrong: designed, in both languages, and never a blank one."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.views import defaults

from tools.texts import ROOT


def test_a_fault_of_ours_is_said_in_both_languages_without_any_context():
    page = defaults.server_error(RequestFactory().get("/")).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert 'lang="en" dir="ltr"' in page
    assert "style=" not in page


def test_its_style_sheet_is_there_without_a_build():
    assert (ROOT / "frontend" / "static" / "plain-error.css").is_file()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_stranger_is_told_what_to_do_at_an_address_that_does_not_exist(client, db, language):
    client.cookies["language"] = language
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert f'lang="{language}"' in answer.content.decode()
    assert 'class="button first"' in answer.content.decode()


def test_a_form_that_was_open_too_long_says_that_nothing_was_changed(client, db):
    strict = type(client)(enforce_csrf_checks=True)
    strict.cookies["language"] = "en"
    answer = strict.post("/accounts/login/", {"login": "a@b.qa", "password": "x"})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()

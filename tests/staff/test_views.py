"""The pages of the staff, and everybody's home."""

import pytest

from mission.staff import queries


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_visitor_is_shown_the_doors_of_applicants_the_result_and_the_staff(
    client, db, language
):
    client.cookies["language"] = language
    page = client.get("/").content.decode()
    for door in ("/apply/", "/results/", "/accounts/login/"):
        assert f'href="{door}"' in page


def test_the_doors_are_kept_once_for_everybody_who_brings_no_cookie(client, db):
    answer = client.get("/")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in answer.headers["Vary"]
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_who_is_signed_in_keeps_the_home_to_oneself(signed_in):
    assert signed_in("SYSTEMS").get("/").headers["Cache-Control"] == "private, no-store"


def test_the_language_is_changed_from_a_page_without_a_token(db):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.post("/language/setlang/", {"language": "en", "next": "/"})
    assert browser.cookies["language"].value == "en"


@pytest.mark.parametrize(
    "role",
    ["SYSTEMS", "COMMITTEE_CHAIR", "COMMITTEE_MEMBER", "CAMPAIGN_MANAGER", "GATE_GUARD",
     "REGISTRAR", "CONTACT_AGENT", "OPERATIONS", "CLINICIAN", "HEAD_OF_MISSION"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_role_has_a_home_in_both_languages(signed_in, role, language):
    page = signed_in(role, language=language).get("/")
    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()


def test_an_account_is_opened_found_and_given_a_password_once(signed_in, db):
    client = signed_in("SYSTEMS")
    typed = {
        "email": "h@m.example",
        "name_ar": "هند",
        "name_en": "Hind",
        "roles": ["GATE_GUARD"],
    }
    client.post("/staff/new/", typed)
    hind = queries.member_by_email("h@m.example")
    assert queries.roles_of(hind.id) == {"GATE_GUARD"}
    assert "Hind" in client.get("/staff/?q=hin").content.decode()
    page = client.post(f"/staff/{hind.id}/password/")
    password = page.context["password"]
    hind.refresh_from_db()
    assert password in page.content.decode()
    assert hind.check_password(password)


def test_a_taken_email_is_told_beside_its_field(signed_in, member_with):
    client = signed_in("SYSTEMS")
    member_with("GATE_GUARD", email="h@m.example")
    typed = {"email": "h@m.example", "name_ar": "هند", "name_en": "Hind", "roles": ["SYSTEMS"]}
    page = client.post("/staff/new/", typed).content.decode()
    assert "There is an account with this e-mail already" in page
    assert "Hind" in page


def test_roles_are_changed_and_an_account_is_closed(signed_in, member_with):
    client, hind = signed_in("SYSTEMS"), member_with("GATE_GUARD")
    client.post(f"/staff/{hind.id}/", {"roles": ["OPERATIONS"]})
    assert queries.roles_of(hind.id) == {"OPERATIONS"}
    client.post(f"/staff/{hind.id}/dismiss/", {"reason": "season over"})
    hind.refresh_from_db()
    assert not hind.is_active


@pytest.mark.parametrize("path", ["/staff/", "/staff/new/"])
def test_the_staff_is_closed_to_others(signed_in, path):
    assert signed_in("COMMITTEE_CHAIR").get(path).status_code == 403

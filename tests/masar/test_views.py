"""The pages of the e-path as the information systems unit sees them."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest

from foundation import workboard
from foundation.clock import now
from mission.masar.models import Difference, Exchange, Link
from mission.masar.rules.states import Operation, State
from mission.staff.queries import actor_for

RESUBMIT = "/masar/refusals/resubmit/"
FIELD = {
    "field": "passport_number",
    "code": "BAD_PASSPORT",
    "message_ar": "رقم الجواز غير صحيح",
    "message_en": "The passport number is wrong",
}


@pytest.fixture
def refused(season, pilgrims):
    return Exchange.objects.create(
        season=season,
        operation=Operation.PILGRIM,
        pilgrim=pilgrims[0],
        body={"passport_number": "BAD"},
        opened_at=now(),
        state=State.REJECTED,
        state_at=now(),
        reasons=[FIELD],
        needs_person=True,
    )


@pytest.fixture
def browser(signed_in, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return signed_in("SYSTEMS")


def test_the_link_says_honestly_how_old_its_last_answer_is(browser, season, pilgrims):
    assert "It was never called this season" in browser.get("/masar/").content.decode()
    Link.objects.create(season=season, last_answer_at=now() - timedelta(minutes=2))
    assert "Alive: it answered 2 minutes ago" in browser.get("/masar/").content.decode()
    Link.objects.update(last_answer_at=now() - timedelta(hours=3))
    assert "Its last answer is 3 hours old" in browser.get("/masar/").content.decode()


def test_answers_unknown_for_too_long_stand_on_the_page(browser, refused):
    Exchange.objects.update(
        state=State.UNKNOWN, needs_person=False, state_at=now() - timedelta(minutes=16)
    )
    page = browser.get("/masar/").content.decode()
    assert "Answers unknown for too long" in page
    assert refused.pilgrim.person.name_en in page
    Exchange.objects.update(state_at=now() - timedelta(minutes=14))
    assert "Answers unknown for too long" not in browser.get("/masar/").content.decode()


def test_the_part_that_moves_is_answered_alone(browser, season):
    part = browser.get("/masar/", headers={"HX-Request": "true"}).content.decode()
    assert "Where the requests stand" in part
    assert "<html" not in part


@pytest.mark.parametrize("address", ["/masar/", "/masar/refusals/", "/masar/differences/"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_opens_empty_in_both_languages(
    signed_in, settings, season, address, language
):
    settings.REQUIRE_SECOND_FACTOR = False
    assert signed_in("SYSTEMS", language=language).get(address).status_code == 200


def test_without_a_season_the_page_says_what_to_do(browser, db):
    assert "open_season" in browser.get("/masar/").content.decode()


@pytest.mark.parametrize(
    "address", ["/masar/", "/masar/refusals/", "/masar/differences/", "/masar/refusals/export/"]
)
def test_who_may_not_view_is_refused(signed_in, settings, season, address):
    settings.REQUIRE_SECOND_FACTOR = False
    assert signed_in("GATE_GUARD").get(address).status_code == 403


@pytest.mark.parametrize(
    "address", ["/masar/send/", "/masar/compare/", "/masar/refusals/resubmit/"]
)
def test_who_may_only_view_starts_and_decides_nothing(signed_in, settings, refused, address):
    settings.REQUIRE_SECOND_FACTOR = False
    answer = signed_in("HEAD_OF_MISSION").post(address, {"pick": str(refused.id), "note": "x"})
    assert answer.status_code == 403
    assert Exchange.objects.count() == 1


def test_a_refusal_is_listed_with_its_reason_in_the_readers_language(
    browser, refused, signed_in
):
    page = browser.get("/masar/refusals/").content.decode()
    assert "Passport number" in page
    assert "The passport number is wrong" in page
    arabic = signed_in("SYSTEMS", language="ar").get("/masar/refusals/").content.decode()
    assert "رقم الجواز غير صحيح" in arabic


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=Kuwari", None),
        ("q=zzzz", False),
        ("operation=VISA", False),
        ("operation=PILGRIM", True),
    ],
)
def test_refusals_are_searched_and_filtered_by_the_address(browser, refused, query, found):
    page = browser.get(f"/masar/refusals/?{query}").content.decode()
    if found is None:
        found = "Kuwari" in refused.pilgrim.person.name_en
    assert (refused.pilgrim.reference in page) is found


def test_a_refusal_is_found_by_its_reference(browser, refused):
    page = browser.get(f"/masar/refusals/?q={refused.pilgrim.reference}").content.decode()
    assert refused.pilgrim.person.name_en in page


def test_chosen_refusals_are_submitted_again(browser, refused):
    group = {"operation": Operation.GROUP, "campaign": refused.pilgrim.campaign}
    Exchange.objects.create(
        season=refused.season, **group, body={}, number="G1", state=State.ACCEPTED,
        opened_at=now(), state_at=now(),
    )  # fmt: skip
    answer = browser.post(
        "/masar/refusals/resubmit/",
        {"pick": [str(refused.id)], "note": "read anew"},
        follow=True,
    )
    assert "1 request is submitted again." in answer.content.decode()
    fresh = Exchange.objects.get(pilgrim=refused.pilgrim, state=State.PENDING)
    assert fresh.attempt == 2
    assert fresh.body["group_number"] == "G1"
    again = browser.post(
        "/masar/refusals/resubmit/",
        {"pick": [str(refused.id)], "note": "read anew"},
        follow=True,
    )
    assert "does not wait any more" in again.content.decode()


def test_resubmitting_needs_a_choice_and_a_note(browser, refused):
    for form in (
        {"note": "x"},
        {"pick": [str(refused.id)]},
        {"pick": ["nonsense"], "note": "x"},
    ):
        answer = browser.post("/masar/refusals/resubmit/", form, follow=True)
        assert "Choose at least one request" in answer.content.decode()
    assert Exchange.objects.count() == 1


def test_the_list_of_refusals_goes_into_a_workbook(browser, refused):
    answer = browser.get("/masar/refusals/export/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][0] == refused.pilgrim.reference
    assert rows[1][4] == "Passport number: The passport number is wrong"
    assert all(cell.quotePrefix for cell in sheet[2])  # a text stays one, saved as CSV too


def test_a_pilgrims_history_shows_what_was_sent_and_why_it_was_refused(browser, refused):
    page = browser.get(f"/masar/pilgrims/{refused.pilgrim_id}/").content.decode()
    assert "The passport number is wrong" in page
    assert str(refused.id) in page
    assert "Submit again" in page


def test_a_pilgrim_who_does_not_exist_is_not_found(browser, season):
    address = "/masar/pilgrims/00000000-0000-0000-0000-000000000000/"
    assert browser.get(address).status_code == 404


def test_a_difference_is_settled_on_its_page(browser, season, refused):
    found = Difference.objects.create(
        season=season,
        operation=Operation.PILGRIM,
        finding="CONTRADICTION",
        key=str(refused.id),
        exchange=refused,
        found_at=now(),
    )
    assert "One side says accepted" in browser.get("/masar/differences/").content.decode()
    address = f"/masar/differences/{found.id}/"
    assert 'aria-invalid="true"' in browser.post(address, {}).content.decode()
    answer = browser.post(address, {"how": "NO_ACTION", "note": "checked"}, follow=True)
    assert "The difference is settled." in answer.content.decode()
    assert "Both sides agree" in answer.content.decode()


def test_send_what_waits_opens_the_requests_and_starts_a_worker(browser, season, pilgrims):
    answer = browser.post("/masar/send/", follow=True)
    assert "2 requests are on their way" in answer.content.decode()
    assert Exchange.objects.filter(operation=Operation.GROUP).count() == 2


def test_a_comparison_is_shown_live(browser, season, pilgrims):
    answer = browser.post("/masar/compare/")
    assert answer.status_code == 302
    assert "Comparison with the e-path" in browser.get(answer.url).content.decode()


def test_homes_say_what_waits(member_with, refused):
    by = actor_for(member_with("SYSTEMS"))
    sentences = " ".join(item.sentence for item in workboard.waiting_for(by))
    assert "refused" in sentences or "رفضه" in sentences
    guard = actor_for(member_with("GATE_GUARD"))
    urls = {item.url for item in workboard.waiting_for(guard)}
    assert not any(url.startswith("/masar/") for url in urls)

"""The contract of the e-path over HTTP, and every kind of mischief that it can do."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.simulators.bodies import (
    accepted,
    group_body,
    pilgrim_body,
    post,
    settled,
)


def test_a_pilgrim_goes_all_the_way_to_a_permit(mission, group):
    application = accepted(mission, group)
    asked = {"season": 1448, "application_number": application}
    post(mission, "visas", asked, "v")
    visa = settled(mission, "v")
    assert visa["state"] == "ISSUED"
    post(mission, "permits", asked | {"visa_number": visa["visa_number"]}, "p")
    permit = settled(mission, "p")
    assert permit["state"] == "ISSUED"
    assert permit["valid_from"] < permit["valid_until"]
    found = mission.get(f"/v1/permits/{permit['permit_number']}").json()
    assert found["application_number"] == application


def test_a_call_without_a_good_token_is_refused(simulator, mission):
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": simulator.token}):
        answer = httpx.get(
            f"{simulator.url}/v1/changes", headers=headers, timeout=60, trust_env=False
        )
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_same_key_with_the_same_content_gives_the_same_answer(mission, group):
    body = pilgrim_body(group)
    first, second = post(mission, "pilgrims", body, "k"), post(mission, "pilgrims", body, "k")
    assert (first.status_code, second.status_code) == (202, 200)
    numbers = [one.json()["record"]["application_number"] for one in (first, second)]
    assert numbers[0] == numbers[1]


def test_the_same_key_with_another_content_is_refused(mission, group):
    body = pilgrim_body(group)
    post(mission, "pilgrims", body, "k")
    answer = post(mission, "pilgrims", body | {"sex": "F"}, "k")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "KEY_REUSED"


def test_a_key_that_is_being_processed_is_a_conflict(simulator, mission):
    slow = {"long_answer": 1.0, "long_answer_seconds": 3.0}
    simulator.control("PATCH", "settings", json=slow)
    with ThreadPoolExecutor(2) as threads:
        calls = [threads.submit(post, mission, "groups", group_body(), "k") for _ in range(2)]
        statuses = sorted(call.result().status_code for call in calls)
    assert statuses == [202, 409]


def test_another_key_books_a_second_time(simulator, mission, group):
    body = pilgrim_body(group)
    post(mission, "pilgrims", body, "one")
    post(mission, "pilgrims", body, "two")
    truth = simulator.control("GET", "bookings")
    assert [double["alive"] for double in truth["booked_twice"]] == [2]


def test_a_write_needs_its_key(mission):
    assert mission.post("/v1/groups", json=group_body()).status_code == 400


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"passport_number": "12"}, "passport_number", "BAD_PASSPORT"),
        ({"passport_number": "ab12345"}, "passport_number", "BAD_PASSPORT"),
        ({"passport_number": ""}, "passport_number", "REQUIRED"),
        ({"passport_expires_date": "2020-01-01"}, "passport_expires_date", "PASSPORT_EXPIRED"),
        ({"passport_expires_date": "2027-02-30"}, "passport_expires_date", "BAD_DATE"),
        ({"birth_date": "1850-01-01"}, "birth_date", "BIRTH_DATE_IMPOSSIBLE"),
        ({"birth_date": 5}, "birth_date", "BAD_DATE"),
        ({"name_ar": "Mohammed"}, "name_ar", "NOT_ARABIC"),
        ({"name_en": "محمد"}, "name_en", "NOT_LATIN"),
        ({"name_ar": "", "name_en": ""}, "name_ar", "REQUIRED"),
        ({"sex": "X"}, "sex", "BAD_SEX"),
        ({"nationality": "Qatar"}, "nationality", "BAD_NATIONALITY"),
        ({"mobile": "5551"}, "mobile", "BAD_MOBILE"),
        ({"season": "1448"}, "season", "BAD_SEASON"),
        ({"group_number": "G0"}, "group_number", "UNKNOWN_GROUP"),
    ],
)
def test_a_bad_field_is_named_in_both_languages(mission, group, changes, field, code):
    answer = post(mission, "pilgrims", pilgrim_body(group, **changes))
    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert (error["field"], error["code"]) == (field, code)
    assert any("\u0600" <= letter <= "\u06ff" for letter in error["message_ar"])
    assert error["message_en"].isascii()


def test_a_refused_content_books_nothing(simulator, mission, group):
    post(mission, "pilgrims", pilgrim_body(group, sex="X"), "k")
    assert mission.get("/v1/requests/k").status_code == 404
    assert "PILGRIM" not in str(simulator.control("GET", "bookings")["states"])


def test_a_batch_is_accepted_in_part(mission, group):
    items = [
        pilgrim_body(group) | {"key": "a"},
        pilgrim_body(group, sex="X") | {"key": "b"},
        pilgrim_body(group) | {"key": "c"},
    ]
    answer = mission.post("/v1/pilgrims/batch", json={"items": items})
    assert answer.status_code == 207
    assert [item["status"] for item in answer.json()["items"]] == [202, 422, 202]


@pytest.mark.parametrize(
    "body",
    [
        {"items": []},
        {"items": [{}]},
        {"items": [{"key": "a"}, {"key": "a"}]},
        {"items": [{"key": str(number)} for number in range(101)]},
        {"items": "all"},
    ],
)
def test_a_batch_of_the_wrong_form_is_refused_whole(mission, body):
    assert mission.post("/v1/pilgrims/batch", json=body).status_code == 422


def test_what_is_not_json_is_refused(mission):
    for content in (b"", b"{", b"[]", b"\xff"):
        answer = mission.post("/v1/pilgrims/batch", content=content)
        assert answer.status_code == 400


def test_a_visa_needs_an_accepted_application_and_a_permit_its_visa(mission, group):
    answer = post(mission, "visas", {"season": 1448, "application_number": "A1"})
    assert answer.json()["errors"][0]["code"] == "UNKNOWN_APPLICATION"
    asked = {"season": 1448, "application_number": accepted(mission, group)}
    answer = post(mission, "permits", asked | {"visa_number": "6"})
    assert answer.json()["errors"][0]["code"] == "VISA_NOT_ISSUED"


def test_states_take_time_and_the_feed_tells_them_in_order(simulator, mission, group):
    slow = {"review_seconds_min": 0.4, "review_seconds_max": 0.4}
    simulator.control("PATCH", "settings", json=slow)
    answer = post(mission, "pilgrims", pilgrim_body(group), "k")
    assert answer.json()["record"]["state"] == "RECEIVED"
    deadline = time.monotonic() + 60
    while settled(mission, "k")["state"] != "ACCEPTED" and time.monotonic() < deadline:
        time.sleep(0.05)
    changes = mission.get("/v1/changes?cursor=0").json()
    told = [change["state"] for change in changes["changes"] if change["key"] == "k"]
    assert told == ["RECEIVED", "UNDER_REVIEW", "ACCEPTED"]
    later = mission.get(f"/v1/changes?cursor={changes['next_cursor']}").json()
    assert later["changes"] == []


def test_keys_are_looked_up_many_at_once(mission, group):
    post(mission, "pilgrims", pilgrim_body(group), "known")
    answer = mission.post("/v1/requests/lookup", json={"keys": ["known", "unknown"]}).json()
    assert [item.get("state") or item["error"] for item in answer["items"]] == [
        "ACCEPTED",
        "UNKNOWN_KEY",
    ]


def test_everything_is_listed_in_pages(mission, group):
    for _ in range(5):
        post(mission, "pilgrims", pilgrim_body(group))
    seen, after, more = [], 0, True
    while more:
        page = mission.get(f"/v1/pilgrims?season=1448&after={after}&limit=2").json()
        seen += [item["key"] for item in page["items"]]
        after, more = page["next_after"], page["more"]
    assert len(seen) == len(set(seen)) == 5


def test_an_application_is_cancelled_unless_a_permit_is_in_force(mission, group):
    application = accepted(mission, group)
    for _ in range(2):
        assert mission.post(f"/v1/pilgrims/{application}/cancel").json()["state"] == "CANCELLED"
    other = accepted(mission, group)
    asked = {"season": 1448, "application_number": other}
    post(mission, "visas", asked, "v2")
    visa_number = settled(mission, "v2")["visa_number"]
    post(mission, "permits", asked | {"visa_number": visa_number})
    assert mission.post(f"/v1/pilgrims/{other}/cancel").status_code == 409


def test_all_is_there_after_a_kill(simulator, mission, group):
    post(mission, "pilgrims", pilgrim_body(group), "k")
    before = settled(mission, "k")
    simulator.kill()
    simulator.start()
    assert settled(mission, "k") == before


def test_the_control_side_needs_its_own_token(simulator, mission):
    assert mission.get("/control/bookings").status_code == 401
    assert mission.post("/control/outage", json={"seconds": 5}).status_code == 401


def test_a_setting_that_does_not_exist_is_refused(simulator):
    for wrong in ({"nonsense": 1}, {"outage": 2}, {"outage": "often"}, {"drip_seconds": -1}):
        with pytest.raises(httpx.HTTPStatusError):
            simulator.control("PATCH", "settings", json=wrong)


def test_the_status_page_counts(simulator, mission, group):
    page = httpx.get(simulator.url, timeout=60, trust_env=False).text
    assert "GROUP ACCEPTED" in page
    assert "محاكي المسار" in page

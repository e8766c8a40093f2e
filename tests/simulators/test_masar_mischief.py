"""Every kind of mischief shows on the wire as real partners show it, and can be repeated."""

from __future__ import annotations

import time

import httpx
import pytest

from simulators.masar.behaviour import CALM, HARSH, QUICK, UnknownSetting
from simulators.masar.dice import Dice
from tests.simulators.bodies import group_body, pilgrim_body, post, settled


def misbehave(simulator, **settings):
    simulator.control("PATCH", "settings", json=settings)


def batch(mission, group, size=4):
    items = [pilgrim_body(group) | {"key": f"b{place}"} for place in range(size)]
    return lambda: mission.post("/v1/pilgrims/batch", json={"items": items})


def held(simulator):
    return simulator.control("GET", "bookings")["states"].get("PILGRIM ACCEPTED", 0)


def test_it_commits_and_then_drops_the_answer(simulator, mission, group):
    misbehave(simulator, commit_then_drop=1.0)
    send = batch(mission, group)
    with pytest.raises(httpx.TransportError):
        send()
    misbehave(simulator, commit_then_drop=0.0)
    assert held(simulator) == 4
    answer = send()
    assert {item["status"] for item in answer.json()["items"]} == {200}
    assert held(simulator) == 4


def test_it_commits_and_then_answers_with_a_gateways_page(simulator, mission, group):
    misbehave(simulator, commit_then_gateway_error=1.0)
    send = batch(mission, group)
    answer = send()
    assert (answer.status_code, held(simulator)) == (502, 4)
    assert "html" in answer.text


def test_it_takes_a_part_of_a_batch(simulator, mission, group):
    misbehave(simulator, partial_batch=1.0)
    send = batch(mission, group, size=20)
    statuses = [item["status"] for item in send().json()["items"]]
    assert 503 in statuses
    assert held(simulator) == statuses.count(202) < 20


def test_it_takes_a_part_of_a_batch_and_drops_the_answer(simulator, mission, group):
    misbehave(simulator, partial_batch_then_drop=1.0)
    send = batch(mission, group, size=20)
    with pytest.raises(httpx.TransportError):
        send()
    assert held(simulator) < 20


def test_it_cuts_the_line_before_anything_happens(simulator, mission, group):
    misbehave(simulator, connection_reset=1.0)
    send = batch(mission, group)
    with pytest.raises(httpx.TransportError):
        send()
    assert held(simulator) == 0


@pytest.mark.parametrize(
    ("fault", "status"), [("server_error", 503), ("rate_limit", 429), ("token_hiccup", 401)]
)
def test_it_turns_callers_away(simulator, mission, group, fault, status):
    misbehave(simulator, **{fault: 1.0}, retry_after_seconds=7)
    send = batch(mission, group)
    answer = send()
    assert answer.status_code == status
    assert answer.headers.get("retry-after") == (None if status == 401 else "7")
    assert held(simulator) == 0


def test_more_calls_than_allowed_in_a_second_are_turned_away(simulator, mission):
    misbehave(simulator, calls_per_second=1)
    answers = [mission.get("/v1/changes").status_code for _ in range(20)]
    assert 429 in answers


def test_an_outage_ends(simulator, mission):
    simulator.control("POST", "outage", json={"seconds": 60})
    assert mission.get("/v1/changes").status_code == 503
    simulator.control("POST", "outage", json={"seconds": 0.05})
    time.sleep(0.1)
    assert mission.get("/v1/changes").status_code == 200


def test_a_slow_answer_comes_in_crumbs(simulator, mission):
    misbehave(simulator, slow_drip=1.0, drip_seconds=0.4)
    began = time.monotonic()
    assert mission.get("/v1/changes").json()["changes"] == []
    assert time.monotonic() - began > 0.3


def test_a_stale_read_does_not_know_the_newest_yet(simulator, mission, group):
    misbehave(simulator, stale_read=1.0, stale_seconds=60)
    post(mission, "pilgrims", pilgrim_body(group), "fresh")
    assert mission.get("/v1/requests/fresh").status_code == 404
    changes = mission.get("/v1/changes?cursor=0").json()["changes"]
    assert "fresh" not in {change["key"] for change in changes}
    misbehave(simulator, stale_read=0.0)
    assert settled(mission, "fresh")["state"] == "ACCEPTED"


def test_a_feed_repeats_items_and_pages(simulator, mission, group):
    misbehave(simulator, duplicate_item=1.0, repeated_page=1.0)
    page = mission.get("/v1/changes?cursor=0").json()
    cursors = [change["cursor"] for change in page["changes"]]
    assert cursors == [1, 1, 2, 2] or len(cursors) == 2 * len(set(cursors))
    assert (page["next_cursor"], page["more"]) == (0, True)


def test_it_says_words_that_the_contract_does_not_name(simulator, mission, group):
    misbehave(simulator, schema_drift=1.0, review_seconds_min=5.0)
    answer = post(mission, "pilgrims", pilgrim_body(group))
    record = answer.json()["record"]
    assert record["state"] == "AWAITING_COMMITTEE"
    assert "notice" in record


def test_a_spurious_rejection_names_no_field_and_can_be_tried_again(
    simulator,
    mission,
    group,
):
    misbehave(simulator, spurious_rejection=1.0)
    body = pilgrim_body(group)
    post(mission, "pilgrims", body, "first")
    found = settled(mission, "first")
    assert found["state"] == "REJECTED"
    assert [reason["field"] for reason in found["reasons"]] == [""]
    misbehave(simulator, spurious_rejection=0.0)
    post(mission, "pilgrims", body, "second")
    assert settled(mission, "second")["state"] == "ACCEPTED"


def test_a_withdrawn_permit_says_so_in_the_feed(simulator, mission, group):
    post(mission, "pilgrims", pilgrim_body(group), "w")
    asked = {"season": 1448, "application_number": settled(mission, "w")["application_number"]}
    post(mission, "visas", asked, "wv")
    post(
        mission, "permits", asked | {"visa_number": settled(mission, "wv")["visa_number"]}, "wp"
    )
    number = settled(mission, "wp")["permit_number"]
    simulator.control("POST", f"permits/{number}/withdraw")
    last = mission.get("/v1/changes?cursor=0").json()["changes"][-1]
    assert (last["key"], last["state"]) == ("wp", "REVOKED")


def test_the_same_seed_gives_the_same_mischief():
    def draws(seed, start=1):
        dice = Dice(seed=seed, start=start)
        return [dice.for_call("line", "POST /v1/visas").random() for _ in range(20)]

    assert draws(7) == draws(7)
    assert draws(7) != draws(8)
    assert draws(7) != draws(7, start=2)
    one, two = Dice(seed=7, start=1), Dice(seed=7, start=9)
    review = ("review", "VISA", "QA1", 0)
    assert one.for_item(*review).random() == two.for_item(*review).random()


def test_the_quick_profile_has_the_same_faults_and_no_delay_over_a_fifth_of_a_second():
    for name, value in QUICK.as_dict().items():
        if "second" not in name and name != "outage":
            assert value == HARSH.as_dict()[name]
        elif name != "calls_per_second":
            assert value <= 0.2 or name == "outage"
    assert HARSH.spurious_rejection == 0.05
    assert HARSH.review_seconds_max == 15.0


def test_the_calm_profile_has_no_faults():
    chances = [value for name, value in CALM.as_dict().items() if "second" not in name]
    assert chances
    assert not any(chances)


def test_settings_are_changed_by_name():
    assert HARSH.changed({"outage": 0}).outage == 0
    with pytest.raises(UnknownSetting):
        HARSH.changed({"outage": True})


def test_a_group_waits_for_its_review_too(simulator, mission):
    misbehave(simulator, review_seconds_min=5.0)
    post(mission, "groups", group_body(), "g")
    assert settled(mission, "g")["state"] == "RECEIVED"

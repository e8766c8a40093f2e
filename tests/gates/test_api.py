"""What readers are answered: verdicts, replays, problems, and where they stand."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from foundation.clock import now
from foundation.ids import uuid7
from mission.gates import services
from mission.gates.forms import ScansNotJson, read_delivery
from mission.gates.models import ParkedScan, ReaderDevice, Scan
from mission.gates.queries.posts import forget_posts

FROM_ISO = "2027-05-14T09:00:00+00:00"


@pytest.fixture
def today(world, time_machine):
    time_machine.move_to(FROM_ISO)
    return world


class Phone:
    """A reader that speaks HTTP."""

    def __init__(self, token, gate="mina-1-north", language=None):
        self.client, self.gate = Client(), gate
        self.headers = {"Authorization": f"Bearer {token}"}
        if language:
            self.headers["Accept-Language"] = language

    def post(self, body, gate=None):
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post(
            f"/api/v1/gates/{gate or self.gate}/scans",
            data,
            content_type="application/json",
            headers=self.headers,
        )

    def get(self, gate=None):
        return self.client.get(f"/api/v1/gates/{gate or self.gate}", headers=self.headers)


def sent(credential, /, **changed):
    return {
        "id": str(uuid7()),
        "credential": credential,
        "direction": "IN",
        "scanned_at": FROM_ISO,
    } | changed


def problem(response, status, code):
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (response.status_code, body["status"], body["code"]) == (status, status, code)
    return body


def test_one_scan_is_answered_with_verdict_words_and_name(today):
    (worn,) = today.wear()
    phone = Phone(today.reader(at=now()), language="en")

    answer = phone.post(sent(worn.credential)).json()

    assert (answer["admitted"], answer["code"], answer["replayed"]) == (True, "ok", False)
    assert answer["headline"] == "Come in"
    assert answer["bearer"] == {"name": "Fatima Al-Marri", "campaign": "Noor", "sex": "F"}


def test_a_reader_without_the_right_gets_no_name(today):
    (worn,) = today.wear()
    phone = Phone(today.reader(at=now(), shows_names=False))

    assert phone.post(sent(worn.credential)).json()["bearer"] is None


def test_the_second_time_names_the_gate_and_the_age(today, time_machine):
    (worn,) = today.wear()
    Phone(today.reader(today.south, at=now()), gate="mina-1-south").post(sent(worn.credential))
    time_machine.move_to("2027-05-14T09:04:10+00:00")
    phone = Phone(today.reader(at=now()), language="en")

    answer = phone.post(sent(worn.credential, scanned_at="2027-05-14T09:04:10Z")).json()

    assert answer["headline"] == "Stop"
    assert answer["reason"] == "Already inside through South gate, 4 minutes ago"
    assert answer["advice"] == "Ask for the passport, or call the shift lead"


def test_a_list_is_answered_in_its_order_with_counts(today):
    first, second = today.wear(2)
    phone = Phone(today.reader(at=now()))
    again = sent(first.credential)

    answer = phone.post([again, again, sent("nonsense"), {"id": "x"}, sent(second.credential)])

    body = answer.json()
    assert [row.get("code") or row["problem"]["code"] for row in body["results"]] == [
        "ok",
        "ok",
        "malformed",
        "scan_not_readable",
        "ok",
    ]
    counts = {name: body[name] for name in ("admitted", "refused", "replayed", "parked")}
    assert counts == {"admitted": 3, "refused": 1, "replayed": 1, "parked": 1}
    assert body["results"][3]["id"] == "x"


def test_sending_again_gives_the_same_verdict_and_no_second_row(today):
    (worn,) = today.wear()
    phone = Phone(today.reader(at=now()))
    body = sent(worn.credential)
    first = phone.post(body).json()

    second = phone.post(body).json()

    assert second == first | {"replayed": True}
    assert Scan.objects.count() == 1


@pytest.mark.parametrize("written", ["2027-05-15T08:59:00+23:59", "2027-05-13T09:01:00-23:59"])
def test_a_moment_counts_whatever_its_offset(today, written):
    (worn,) = today.wear()
    phone = Phone(today.reader(at=now()))

    answer = phone.post([sent(worn.credential, scanned_at=written), sent("nonsense")]).json()

    assert [row["code"] for row in answer["results"]] == ["ok", "malformed"]
    assert Scan.objects.get(code="ok").scanned_at.isoformat() == FROM_ISO


def test_an_id_that_no_text_holds_is_put_aside_beside_good_scans(today):
    (worn,) = today.wear()
    phone = Phone(today.reader(at=now()))

    answer = phone.post([sent("x", id="\ud800"), sent(worn.credential)]).json()

    assert answer["results"][0]["problem"]["code"] == "scan_not_readable"
    assert answer["results"][1]["code"] == "ok"


def test_the_same_id_with_other_content_is_a_conflict(today):
    first, second = today.wear(2)
    phone = Phone(today.reader(at=now()), language="en")
    id_ = str(uuid7())
    phone.post(sent(first.credential, id=id_))

    body = problem(phone.post(sent(second.credential, id=id_)), 409, "scan_id_reused")

    assert body["title"].startswith("Another scan was sent under this id")


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "not a uuid"},
        {"id": "0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a"},
        {"scanned_at": "2027-05-14T09:00:00"},
        {"scanned_at": "0001-01-01T00:00:00Z"},
        {"direction": "UP"},
        {"credential": None},
        {"credential": "X" * 5000},
    ],
)
def test_what_is_no_scan_is_refused_and_put_aside(today, wrong):
    phone = Phone(today.reader(at=now()))

    problem(phone.post(sent("HM1:X", **wrong)), 422, "scan_not_readable")

    assert ParkedScan.objects.count() == 1
    assert Scan.objects.count() == 0


@pytest.mark.parametrize("body", ["", "{", "7", '"text"', "[" * 100_000])
def test_what_is_not_json_is_refused(today, body):
    problem(Phone(today.reader(at=now())).post(body), 400, "scans_not_json")


def test_whatever_is_nested_is_put_aside_or_refused():
    for depth in range(1, 1_000):
        body = '[{"id":' + "[" * depth + "]" * depth + "}]"
        try:
            delivery, _ = read_delivery(body.encode(), way="BOTH", most=500)
        except ScansNotJson:
            continue
        assert len(delivery.unreadable) == 1


def test_a_list_that_is_too_long_is_refused_whole(today):
    problem(Phone(today.reader(at=now())).post([{}] * 501), 413, "too_many_scans")
    assert ParkedScan.objects.count() == 0


def test_a_body_that_is_too_large_is_refused(today, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    problem(Phone(today.reader(at=now())).post([sent("X" * 2_000)]), 413, "too_many_scans")


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nobody"}])
def test_a_stranger_is_not_answered(today, headers):
    phone = Phone("nobody")
    phone.headers = headers

    problem(phone.post(sent("x")), 401, "unknown_reader")


def test_a_revoked_reader_is_not_answered(today):
    phone = Phone(today.reader(at=now()))
    phone.get()
    device = ReaderDevice.objects.get()
    services.revoke_reader(device=device.id, reason="lost", by=today.by, at=now())
    forget_posts()  # what the commit does outside of a test's transaction

    problem(phone.post(sent("x")), 401, "unknown_reader")


def test_a_reader_of_another_camp_is_refused(today):
    (worn,) = today.wear()
    phone = Phone(today.reader(today.other, at=now()))

    problem(phone.post(sent(worn.credential)), 403, "reader_of_another_gate")
    problem(phone.get(), 403, "reader_of_another_gate")
    assert Scan.objects.count() == 0


def test_problems_are_told_in_the_language_of_the_reader(today):
    device = Phone(today.reader(at=now(), language="ar"), gate="mina-2")
    english = Phone(today.reader(at=now(), language="en"), gate="mina-2")

    assert problem(english.get(), 403, "reader_of_another_gate")["title"].startswith("This")
    device.client.cookies.clear()
    assert device.get().headers["Content-Language"] == "ar"


def test_a_reader_learns_where_it_stands(today):
    (worn,) = today.wear()
    phone = Phone(today.reader(at=now()), language="en")
    phone.post([sent(worn.credential), sent("nonsense")])

    body = phone.get().json()

    assert (body["gate"], body["gate_name"], body["way"]) == (
        "mina-1-north",
        "North gate",
        "BOTH",
    )
    assert (body["admitted_today"], body["refused_today"]) == (1, 1)
    assert body["server_time"].startswith("2027-05-14 09:00") or "T09:00" in body["server_time"]


def test_a_code_enrols_one_phone_once(today):
    wish = services.ReaderWish(name="Phone 7", language="en", shows_names=True)
    prepared = services.prepare_reader(gate=today.north, wish=wish, by=today.by, at=now())
    client = Client(headers={"Accept-Language": "en"})

    def enrol(code):
        body = json.dumps({"code": code})
        return client.post("/api/v1/gates/readers", body, content_type="application/json")

    enrolled = enrol(prepared.code)
    body = enrolled.json()

    assert enrolled.status_code == 201
    assert body["gate"] == "mina-1-north"
    assert Phone(body["token"]).get().status_code == 200
    problem(enrol(prepared.code), 401, "enrolment_code_refused")
    problem(enrol("nonsense"), 401, "enrolment_code_refused")
    problem(enrol("\ud800"), 401, "enrolment_code_refused")


def test_a_code_runs_out(today, time_machine):
    wish = services.ReaderWish(name="Phone 7", language="en", shows_names=True)
    prepared = services.prepare_reader(gate=today.north, wish=wish, by=today.by, at=now())
    time_machine.move_to(now() + timedelta(minutes=15))
    body = json.dumps({"code": prepared.code})

    answer = Client().post("/api/v1/gates/readers", body, content_type="application/json")

    problem(answer, 401, "enrolment_code_refused")


def test_the_interface_is_described(today):
    paths = Client().get("/api/openapi.json").json()["paths"]

    scans = paths["/api/v1/gates/{gate}/scans"]["post"]
    schema = scans["requestBody"]["content"]["application/json"]["schema"]
    assert {"id", "credential", "scanned_at"} <= set(schema["oneOf"][0]["properties"])
    assert "200" in scans["responses"]
    assert scans["security"] == [{"ReaderToken": []}]

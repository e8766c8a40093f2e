"""Sending a form twice is sending it once: at the same moment, and after a broken line."""

from __future__ import annotations

import contextlib
import json
import threading
import uuid
from datetime import timedelta

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from foundation.idempotency import keys, services
from foundation.idempotency.models import State, Submission
from foundation.idempotency.sending import FOR_SCRIPTS
from foundation.idempotency.services import sweep_submissions
from foundation.progress.models import Task
from tests.at_once import at_once
from tests.foundation.submissions_site import Gate

pytestmark = pytest.mark.urls("tests.foundation.submissions_site")
KEY = "6f1c1a52-7a0e-4a8c-9d0e-3f8f6a1b2c3d"


def send(client=None, *, key=KEY, name="Amina", path="/apply-here/", **more):
    data = {"name": name} | ({"idempotency_key": key} if key else {})
    return (client or Client()).post(path, data, **more)


def effects():
    return Task.objects.filter(kind="tests.apply").count()


@pytest.fixture
def held():
    """The view's work stands still until it is told to go on."""
    Gate.entered.clear()
    Gate.go_on.clear()
    yield Gate
    Gate.go_on.set()


def test_the_same_form_again_is_answered_as_before(db):
    first, again = send(), send()
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert effects() == 1


@pytest.mark.django_db(transaction=True)
def test_thirty_two_at_the_same_moment_have_one_effect():
    answers = at_once(32, lambda _: send())
    assert effects() == 1
    assert {answer.status_code for answer in answers} <= {302, 202}
    (place,) = {answer["Location"] for answer in answers if answer.status_code == 302}
    assert send()["Location"] == place


@pytest.mark.django_db(transaction=True)
def test_once_it_is_done_nobody_is_told_to_wait():
    place = send()["Location"]
    answers = at_once(32, lambda _: send())
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"] for answer in answers} == {place}


@pytest.mark.django_db(transaction=True)
def test_thirty_two_different_forms_have_thirty_two_effects():
    answers = at_once(32, lambda n: send(key=str(uuid.UUID(int=n))))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == effects() == 32


@pytest.mark.django_db(transaction=True)
def test_while_it_is_worked_on_it_is_being_checked_and_never_failed(held):
    found = []

    def slowly():
        found.append(send())
        connections.close_all()

    worker = threading.Thread(target=slowly)
    worker.start()
    assert held.entered.wait(10)
    waiting = send(headers={"Accept-Language": "en"})
    assert waiting.status_code == 202
    text = waiting.content.decode()
    assert "being checked" in text
    assert "fail" not in text
    page = Client().get(f"/submissions/{KEY}/")
    assert page.status_code == 202
    script = send(headers={"Accept": FOR_SCRIPTS})
    assert script.json() == {"state": "checking", "location": f"/submissions/{KEY}/"}
    assert send(name="another").status_code == 422
    held.go_on.set()
    worker.join()
    assert (
        Client().get(f"/submissions/{KEY}/")["Location"]
        == found[0]["Location"]
        == send()["Location"]
    )
    assert effects() == 1


@pytest.mark.parametrize("changed", [{"name": "Bilal"}, {"path": "/apply-here/?season=1449"}])
def test_the_same_key_with_another_content_is_refused_in_words(db, changed):
    send()
    answer = send(**changed, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "What was sent first counts" in answer.content.decode()
    assert effects() == 1


def test_the_same_key_with_another_file_is_refused(db):
    def with_file(content):
        file = SimpleUploadedFile("passport.pdf", content)
        return Client().post("/apply-here/", {"idempotency_key": KEY, "passport": file})

    first = with_file(b"one")
    assert with_file(b"one")["Location"] == first["Location"]
    assert with_file(b"two").status_code == 422


def test_somebody_elses_key_opens_nothing(db):
    amina, bilal = Client(), Client()
    amina.cookies["applicant"], bilal.cookies["applicant"] = "amina", "bilal"
    place = send(amina, path="/apply-as/")["Location"]
    assert send(bilal, path="/apply-as/").status_code == 422
    assert amina.get(f"/submissions/{KEY}/")["Location"] == place
    assert bilal.get(f"/submissions/{KEY}/").status_code == 404
    assert Client().get(f"/submissions/{uuid.uuid4()}/").status_code == 404


def test_a_form_without_its_number_is_refused_in_words(db):
    for key in ("", "no-key"):
        answer = send(key=key, headers={"Accept-Language": "en"})
        assert answer.status_code == 400
        assert "Load the page anew" in answer.content.decode()
    assert effects() == 0


@pytest.mark.parametrize("name", ["refused", "broken", "wrong"])
def test_what_had_no_effect_may_be_sent_anew_put_right(db, name):
    client = Client(raise_request_exception=False)
    assert send(client, name=name).status_code in (409, 422, 500)
    assert effects() == 0
    assert send(client).status_code == 302
    assert effects() == 1


def test_a_claim_that_a_failed_sending_took_away_is_made_anew(db, monkeypatch):
    claims = []

    def claim(sending, *, at):
        claims.append(sending.key)
        if len(claims) > 1:
            real(sending, at=at)

    real = services._claim
    monkeypatch.setattr(services, "_claim", claim)
    assert send().status_code == 302
    assert len(claims) == 2
    assert effects() == 1


def test_an_answer_without_a_redirect_is_told_again_to_the_byte(db):
    first, again = send(name="told"), send(name="told")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Content-Type"] == first.headers["Content-Type"]


def test_a_script_is_told_where_to_go_on(db):
    first = send(headers={"Accept": FOR_SCRIPTS}).json()
    assert first["state"] == "done"
    assert send(headers={"Accept": FOR_SCRIPTS}).json() == first
    assert send()["Location"] == first["location"]


def test_a_key_in_the_header_serves_programs(db):
    def post():
        return Client().post(
            "/apply-here/",
            json.dumps({"name": "Amina"}),
            content_type="application/json",
            headers={"Idempotency-Key": KEY},
        )

    assert post()["Location"] == post()["Location"]
    assert effects() == 1


@pytest.mark.django_db(transaction=True)
def test_a_program_that_dies_at_work_leaves_no_effect_and_no_lock(held, database_url):
    """Its connection is cut by the server, as when the process or the machine is gone."""

    def doomed():
        with contextlib.suppress(Exception):
            send(Client(raise_request_exception=False))
        connections.close_all()

    worker = threading.Thread(target=doomed)
    worker.start()
    assert held.entered.wait(10)
    with psycopg.connect(database_url, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND pid <> %s AND datname = current_database()"
            " AND state = 'idle in transaction'",
            [connection.connection.info.backend_pid] if connection.connection else [0],
        )
    standing = Client().get(f"/submissions/{KEY}/", headers={"Accept-Language": "en"})
    assert standing.status_code == 409
    assert "nothing was kept" in standing.content.decode()
    held.go_on.set()
    worker.join()
    assert effects() == 0
    assert send().status_code == 302
    assert effects() == 1


def test_old_submissions_are_forgotten_and_young_ones_stay(db, at):
    for age, key in ((8, 1), (6, 2)):
        Submission.objects.create(
            key=uuid.UUID(int=key), fingerprint="0" * 64, at=at - timedelta(days=age)
        )
    assert sweep_submissions(at=at) == 1
    assert Submission.objects.get().key == uuid.UUID(int=2)


def test_the_database_refuses_a_done_one_without_an_answer(db, at):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        Submission.objects.create(key=uuid.uuid4(), state=State.DONE, at=at)


fields = st.dictionaries(
    st.text(max_size=6), st.lists(st.text(max_size=6), max_size=3), max_size=4
)


@given(fields, fields, st.binary(max_size=4), st.binary(max_size=4))
def test_fingerprints_agree_exactly_when_the_content_does(one, two, body, other):
    def told(fields, body):
        return keys.fingerprint(
            method="POST", path="/apply", actor="a", fields=fields, body=body
        )

    same = told(one, body) == told(two, other)
    assert same == (one == two and body == other)
    with_key = one | {"idempotency_key": ["x"], "csrfmiddlewaretoken": ["y"]}
    without = {name: one[name] for name in one.keys() - {"idempotency_key"}}
    assert told(with_key, body) == told(without, body)


def test_the_form_carries_a_number_of_its_own_each_time(db):
    pages = [Client().get("/apply-here/").content.decode() for _ in range(2)]
    assert all('name="idempotency_key"' in page for page in pages)
    numbers = [page.split('name="idempotency_key" value="')[1][:36] for page in pages]
    assert len({str(uuid.UUID(number)) for number in numbers}) == 2

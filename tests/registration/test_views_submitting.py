"""Sending an application: once, however often it is pressed, and again after a refusal."""

from __future__ import annotations

import re
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.seasons import open_season
from foundation.clock import standing_at
from foundation.waiting import guard
from mission.registration import services
from mission.registration.models import Application, Draft
from mission.registration.queries import applying
from tests.leads import signed_in_as
from tests.registration.drafts import OPEN_AT, account, filled, submitted, wife_id
from tests.registration.test_views_applying import place, text

pytestmark = pytest.mark.django_db(transaction=True)
# Sign-in, the waiting room's opening, claim, locks, reads, rows, journal, queue and answer,
# transactions included.
MOST_QUERIES = 30
FOR_SCRIPTS = "application/vnd.rifada.submission+json"


@pytest.fixture(autouse=True)
def _while_the_window_is_open():
    open_season()
    with standing_at(OPEN_AT):
        yield


def key_on(client, draft, name="review"):
    """Answer the key in the form as the page was given."""
    page = text(client.get(place(name, draft.pk)))
    return re.search(r'name="idempotency_key" value="([^"]+)"', page)[1]


def send(client, draft, key, name="submit", **headers):
    return client.post(place(name, draft.pk), {"idempotency_key": key}, headers=headers)


def test_the_same_form_sent_twice_answers_the_same_receipt():
    draft = filled(account(1), wife_id(1))
    client = signed_in_as(draft.account)
    key = key_on(client, draft)
    first, second = send(client, draft, key), send(client, draft, key)
    receipt = place("receipt", Application.objects.get().reference)
    assert first.headers["Location"] == second.headers["Location"] == receipt
    said = send(client, draft, key, accept=FOR_SCRIPTS).json()
    assert said == {"state": "done", "location": receipt}
    assert Application.objects.get().statuses.count() == 1


def test_an_operator_sends_once_too(signed_in):
    draft = filled(account(1))
    agent = signed_in("CONTACT_AGENT")
    key = key_on(agent, draft, "call_review")
    urls = {send(agent, draft, key, "call_submit").headers["Location"] for _ in range(2)}
    assert urls == {place("call_receipt", Application.objects.get().reference)}


def test_a_refusal_shows_everything_and_the_same_form_may_be_sent_again():
    submitted(account(1), wife_id(1))
    draft = filled(account(2), wife_id(1))
    client = signed_in_as(draft.account)
    key = key_on(client, draft)
    refused = send(client, draft, key)
    assert refused.status_code == 422
    assert "in another application of this season" in text(refused)
    assert "مريم" in text(refused)
    assert Draft.objects.get(pk=draft.pk).application is None
    companion = applying.people_of(draft)[1]
    client.post(place("remove_companion", companion.pk))
    with standing_at(OPEN_AT + timedelta(minutes=1)):
        assert send(client, draft, key).url.startswith("/apply/files/")
    assert Application.objects.count() == 2


def test_a_form_without_its_key_does_nothing():
    draft = filled(account(1))
    assert signed_in_as(draft.account).post(place("submit", draft.pk)).status_code == 400
    assert not Application.objects.exists()


def test_the_key_of_somebody_else_opens_nothing():
    mine, other = filled(account(1)), filled(account(2))
    key = key_on(signed_in_as(mine.account), mine)
    send(signed_in_as(mine.account), mine, key)
    stranger = signed_in_as(other.account)
    assert send(stranger, other, key).status_code == 422
    state = reverse("idempotency:submission", args=[key])
    assert stranger.get(state).status_code == 404
    assert signed_in_as(mine.account).get(state).url.startswith("/apply/files/")
    assert Client().get(state).status_code == 404


def test_whoever_signs_in_anew_after_sending_comes_to_the_review():
    draft = filled(account(1))
    asked = Client().post(place("submit", draft.pk), {"idempotency_key": str(uuid.uuid4())})
    assert asked.url.startswith("/apply/sign-in/")
    back = signed_in_as(draft.account).get(place("submit", draft.pk))
    assert back.url == place("review", draft.pk)


def test_a_submission_asks_the_database_few_times():
    draft = filled(account(1), wife_id(1), wife_id(2))
    client = signed_in_as(draft.account)
    key = key_on(client, draft)
    guard.forget()  # each process keeps the opening for seconds
    with CaptureQueriesContext(connection) as asked:
        send(client, draft, key)
    assert Application.objects.get().applicants.count() == 3
    assert len(asked) <= MOST_QUERIES, [str(each["sql"])[:80] for each in asked]


def test_sent_again_while_it_is_slow_it_reads_being_checked(monkeypatch):
    draft = filled(account(1))
    key = key_on(signed_in_as(draft.account), draft)
    entered, go_on = threading.Event(), threading.Event()
    plain = services.submit_application

    def slowly(**more):
        entered.set()
        assert go_on.wait(20)
        return plain(**more)

    monkeypatch.setattr(services, "submit_application", slowly, raising=False)
    answers = []

    def first():
        with standing_at(OPEN_AT):
            answers.append(send(signed_in_as(draft.account), draft, key))
        connections.close_all()

    thread = threading.Thread(target=first)
    thread.start()
    assert entered.wait(20)
    client = signed_in_as(draft.account)
    second = send(client, draft, key)
    assert second.status_code == 202
    state = reverse("idempotency:submission", args=[key])
    assert state in text(second)
    assert client.get(state).status_code == 202
    go_on.set()
    thread.join()
    assert client.get(state).url == answers[0].url
    assert Application.objects.count() == 1

"""A form that is sent once: pressed twice, over a line that breaks, and without script."""

from __future__ import annotations

import threading

import pytest
from django.db import connections
from django.test import Client

from foundation.progress.models import Task
from tests.foundation.submissions_site import Gate

pytestmark = [
    pytest.mark.urls("tests.foundation.submissions_site"),
    pytest.mark.django_db(transaction=True),
]
FORM = "/apply-here/"


def effects():
    return Task.objects.filter(kind="tests.apply").count()


@pytest.fixture(autouse=True)
def gate():
    """Holds the work of the view where a test wants it slow."""
    Gate.entered.clear()
    Gate.go_on.set()
    yield Gate
    Gate.go_on.set()


def test_it_is_sent_and_leads_on(visit):
    with visit(language="en") as page:
        page.goto(FORM)
        page.get_by_role("button", name="Send").click()
        page.wait_for_url("**/done/*")
        assert page.faults == []
    assert effects() == 1


def test_pressed_again_and_again_while_it_is_slow_it_reads_being_checked(visit, gate):
    gate.go_on.clear()
    with visit(language="en") as page:
        page.goto(FORM)
        button = page.get_by_role("button", name="Send")
        for _ in range(3):
            button.click()
        page.get_by_text("Being checked").wait_for()
        assert "fail" not in page.locator("main").inner_text().lower()
        gate.go_on.set()
        page.wait_for_url("**/done/*")
    assert effects() == 1


def test_an_answer_that_got_lost_is_asked_for_again_and_counts_once(visit):
    lost = []

    def lose(route):
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    with visit(language="en") as page:
        page.goto(FORM)
        page.route("**" + FORM, lose)
        page.get_by_role("button", name="Send").click()
        page.get_by_text("What you typed is kept").wait_for()
        page.wait_for_url("**/done/*")
    assert lost == [200, 200]
    assert effects() == 1


def test_without_a_script_a_second_sending_reads_being_checked_and_leads_on(visit, gate):
    gate.go_on.clear()
    with visit(language="en", script=False) as page:
        page.goto(FORM)
        key = page.locator("[name=idempotency_key]").input_value()
        first = threading.Thread(target=send_beside, args=(key,))
        first.start()
        assert gate.entered.wait(60)
        page.get_by_role("button", name="Send").click()
        page.get_by_role("heading", name="Your form is being checked").wait_for()
        gate.go_on.set()
        first.join()
        page.wait_for_url("**/done/*")
    assert effects() == 1


def send_beside(key):
    """Send the same form as the page would, from elsewhere."""
    Client().post(FORM, {"name": "Amina", "idempotency_key": key})
    connections.close_all()

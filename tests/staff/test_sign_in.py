"""Signing in: the password, the wait after too many failures, a hundred tries at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from foundation.scoping import Actor
from mission.staff import services
from mission.staff.models import SignInTries
from mission.staff.rules import LIMIT_PER_ACCOUNT, LIMIT_PER_ADDRESS, Role

LOGIN = "/accounts/login/"
EMAIL, PASSWORD = "noora@mission.example", "seven palm trees by the sea"
SIGN_IN = Actor.system("sign-in")


@pytest.fixture
def noora(member_with, system, at):
    member = member_with(Role.SYSTEMS, email=EMAIL)
    services.set_password(member=member, password=PASSWORD, by=system, at=at)
    return member


def try_password(client, password):
    return client.post(LOGIN, {"login": EMAIL, "password": password})


def test_the_right_password_signs_in_and_a_wrong_one_does_not(noora, client):
    assert try_password(client, "wrong").status_code == 200
    assert try_password(client, PASSWORD).status_code == 302
    assert client.get("/").status_code == 200


def test_an_unknown_address_is_answered_like_a_wrong_password(noora, client):
    client.cookies["language"] = "en"
    known = try_password(client, "wrong").content.decode()
    unknown = client.post(LOGIN, {"login": "nobody@x.example", "password": "wrong"})
    said = "not correct"
    assert said in known
    assert said in unknown.content.decode()


def test_after_too_many_failures_even_the_right_password_waits(noora, client):
    client.cookies["language"] = "en"
    for _ in range(LIMIT_PER_ADDRESS.tries):
        try_password(client, "wrong")
    page = try_password(client, PASSWORD)
    assert page.status_code == 200
    assert "Too many failed sign-ins" in page.content.decode()


def test_another_address_may_still_sign_in(noora, client):
    for _ in range(LIMIT_PER_ADDRESS.tries + 1):
        try_password(client, "wrong")
    elsewhere = {"login": EMAIL, "password": PASSWORD}
    assert client.post(LOGIN, elsewhere, REMOTE_ADDR="10.1.1.1").status_code == 302


def test_a_success_starts_the_count_anew(noora, client):
    for _ in range(LIMIT_PER_ADDRESS.tries - 1):
        try_password(client, "wrong")
    try_password(client, PASSWORD)
    assert SignInTries.objects.count() == 0


def test_the_wait_ends(db, at):
    def count(moment):
        return services.count_sign_in_try(email=EMAIL, address="a", by=SIGN_IN, at=moment)

    for _ in range(LIMIT_PER_ADDRESS.tries):
        assert count(at) is None
    assert count(at) == LIMIT_PER_ADDRESS.window
    assert count(at + LIMIT_PER_ADDRESS.window - timedelta(seconds=1)) == timedelta(seconds=1)
    assert count(at + LIMIT_PER_ADDRESS.window) is None


def test_what_was_typed_as_an_address_is_not_kept(db, at):
    services.count_sign_in_try(email="my secret password", address="a", by=SIGN_IN, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(key, ' ') FROM staff_signintries")
        assert "secret" not in cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_hundred_tries_at_once_look_at_no_more_passwords_than_allowed(at):
    def attempt(_):
        try:
            return services.count_sign_in_try(email=EMAIL, address="a", by=SIGN_IN, at=at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(32) as pool:
        waits = list(pool.map(attempt, range(100)))
    assert waits.count(None) == LIMIT_PER_ADDRESS.tries


@pytest.mark.django_db(transaction=True)
def test_a_hundred_addresses_at_once_are_stopped_at_the_account(at):
    def attempt(number):
        try:
            address = f"10.0.0.{number}"
            return services.count_sign_in_try(email=EMAIL, address=address, by=SIGN_IN, at=at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(32) as pool:
        waits = list(pool.map(attempt, range(100)))
    assert waits.count(None) == LIMIT_PER_ACCOUNT.tries

"""Signing a member out on one device."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from foundation.refusals import PermissionRefused
from foundation.scoping import Actor
from mission.staff import queries, services
from mission.staff.rules import Role

PASSWORD = "seven palm trees by the sea"


@pytest.fixture
def noora(member_with, system, at):
    member = member_with(Role.GATE_GUARD, email="noora@mission.example")
    services.set_password(member=member, password=PASSWORD, by=system, at=at)
    return member


@pytest.fixture
def device(noora):
    client = Client()
    client.post("/accounts/login/", {"login": noora.email, "password": PASSWORD})
    client.get("/")
    client.session_id = UserSession.objects.get(user_id=noora.id).id
    return client


def test_member_ends_an_own_session_and_no_page_opens_there_any_more(noora, device, at):
    by = queries.actor_for(noora)
    services.end_session(member=noora, session_id=device.session_id, by=by, at=at)
    assert device.get("/accounts/sessions/").status_code == 302


def test_somebody_else_may_not_end_it_but_the_unit_may(noora, device, dawud, amina, at):
    with pytest.raises(PermissionRefused):
        services.end_session(member=noora, session_id=device.session_id, by=dawud, at=at)
    services.end_session(member=noora, session_id=device.session_id, by=amina, at=at)
    assert device.get("/accounts/sessions/").status_code == 302


def test_session_of_another_member_is_not_found(member_with, device, at):
    other = member_with(Role.GATE_GUARD)
    by = queries.actor_for(other)
    with pytest.raises(queries.NoSuchSession):
        services.end_session(member=other, session_id=device.session_id, by=by, at=at)


def test_page_refuses_the_session_of_somebody_else(signed_in, device):
    stranger = signed_in(Role.GATE_GUARD)
    address = f"/accounts/sessions/{device.session_id}/end/"
    assert stranger.post(address).status_code == 404
    assert device.get("/").status_code == 200
    assert stranger.get(address).status_code == 405


def test_the_program_itself_is_no_member_with_sessions(noora, device, at):
    services.end_session(
        member=noora, session_id=device.session_id, by=Actor.system("tests"), at=at
    )
    assert not UserSession.objects.filter(id=device.session_id).exists()


@pytest.mark.parametrize("address", ["/accounts/email/", "/accounts/password/reset/"])
def test_nobody_changes_an_address_or_a_password_by_mail(signed_in, address, mailoutbox):
    client = signed_in(Role.GATE_GUARD)
    assert client.get(address).status_code == 302
    answer = client.post(address, {"email": "else@where.example", "action_add": "1"})
    assert answer.status_code == 302
    assert mailoutbox == []

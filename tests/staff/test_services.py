"""Hiring, roles, dismissal, and what they do to a person's rights."""

import pytest

from foundation import journal
from foundation.refusals import PermissionRefused
from mission.staff import queries, services
from mission.staff.models import RoleChange
from mission.staff.rules import Role

NAMES = ("نورة الكواري", "Noora Al-Kuwari")


@pytest.fixture
def noora(db, amina, at):
    return services.hire_member(
        email="Noora@Mission.example", names=NAMES, roles=[Role.SYSTEMS], by=amina, at=at
    )


def test_a_new_member_holds_the_roles_and_no_usable_password(noora):
    assert queries.roles_of(noora.id) == {"SYSTEMS"}
    assert not noora.has_usable_password()
    assert queries.actor_for(noora).may("staff.manage_staff")


def test_an_email_stands_once_in_any_letter_case(noora, amina, at):
    with pytest.raises(services.EmailTaken):
        services.hire_member(
            email="noora@MISSION.example", names=NAMES, roles=[], by=amina, at=at
        )


def test_an_email_stands_once_for_two_who_hire_at_once(noora, amina, at, monkeypatch):
    monkeypatch.setattr(queries, "member_by_email", lambda _email: None)
    with pytest.raises(services.EmailTaken):
        services.hire_member(email=noora.email, names=NAMES, roles=[], by=amina, at=at)


def test_a_role_that_is_taken_away_takes_its_rights_and_stays_on_record(noora, amina, at):
    services.change_roles(member=noora, roles=[Role.GATE_GUARD], by=amina, at=at)
    actor = queries.actor_for(noora)
    assert actor.may("gates.scan")
    assert not actor.may("staff.manage_staff")
    assert RoleChange.objects.filter(member=noora, role="SYSTEMS").count() == 2


def test_a_role_may_be_given_back(noora, amina, at):
    services.change_roles(member=noora, roles=[], by=amina, at=at)
    services.change_roles(member=noora, roles=[Role.SYSTEMS], by=amina, at=at)
    assert queries.roles_of(noora.id) == {"SYSTEMS"}


def test_saving_the_same_roles_writes_nothing(noora, amina, at):
    before = len(journal.history_of(noora.id))
    services.change_roles(member=noora, roles=[Role.SYSTEMS], by=amina, at=at)
    assert len(journal.history_of(noora.id)) == before == 1


def test_a_dismissed_member_may_nothing_and_loses_the_session(noora, amina, at, client):
    client.force_login(noora)
    assert client.get("/").status_code == 200
    services.dismiss_member(member=noora, reason="season over", by=amina, at=at)
    assert queries.actor_for(noora).permissions == frozenset()
    assert client.get("/accounts/sessions/").status_code == 302


def test_only_who_may_manages_the_staff(noora, dawud, at):
    for attempt in (
        lambda: services.hire_member(
            email="x@y.example", names=NAMES, roles=[], by=dawud, at=at
        ),
        lambda: services.change_roles(member=noora, roles=[], by=dawud, at=at),
        lambda: services.dismiss_member(member=noora, reason="x", by=dawud, at=at),
        lambda: services.set_password(member=noora, password="x", by=dawud, at=at),
    ):
        with pytest.raises(PermissionRefused):
            attempt()
    assert queries.roles_of(noora.id) == {"SYSTEMS"}


def test_who_works_only_for_campaigns_sees_only_those(amina, at, db):
    manager = services.hire_member(
        email="m@c.example", names=NAMES, roles=[Role.CAMPAIGN_MANAGER], by=amina, at=at
    )
    assert queries.actor_for(manager).campaigns == frozenset()
    services.change_roles(
        member=manager, roles=[Role.CAMPAIGN_MANAGER, Role.SYSTEMS], by=amina, at=at
    )
    assert queries.actor_for(manager).campaigns is None


@pytest.mark.parametrize("also", [Role.CONTACT_AGENT, Role.OPERATIONS, Role.COMMITTEE_MEMBER])
def test_a_manager_with_a_second_office_still_sees_the_own_campaigns_only(amina, at, db, also):
    manager = services.hire_member(
        email="m@c.example", names=NAMES, roles=[Role.CAMPAIGN_MANAGER, also], by=amina, at=at
    )
    assert queries.actor_for(manager).campaigns == frozenset()

"""Guards who leave: their own phones scan no more."""

from __future__ import annotations

import pytest

from config.subscriptions import SUBSCRIPTIONS
from foundation import jobs
from mission.gates.models import ReaderDevice
from mission.staff import services as staff
from mission.staff.events import MemberDismissed, RolesChanged
from mission.staff.rules import Role

OWN_PHONE = "/gates/mina-1-north/readers/mine/"


@pytest.fixture
def guard(member_with):
    return member_with(Role.GATE_GUARD, email=f"{'g' * 90}@mission.example")


@pytest.fixture
def phone(world, guard, signed_in):
    """A guard's own phone, beside one that the unit prepared."""
    world.reader()
    signed_in(member=guard).post(OWN_PHONE)
    return ReaderDevice.objects.get(prepared_by=guard.email)


def stopped():
    return [device.name for device in ReaderDevice.objects.exclude(revocation=None)]


@pytest.mark.django_db(transaction=True)
def test_the_phone_of_a_dismissed_guard_is_stopped_and_no_other(phone, guard, amina, at):
    staff.dismiss_member(member=guard, reason="season over", by=amina, at=at)
    jobs.run_until_idle()

    assert stopped() == [phone.name]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("roles", "stops"), [([Role.CLINICIAN], True), ([Role.GATE_GUARD, Role.CLINICIAN], False)]
)
def test_the_phone_of_who_scans_no_more_is_stopped(phone, guard, amina, at, roles, stops):
    staff.change_roles(member=guard, roles=roles, by=amina, at=at)
    jobs.run_until_idle()

    assert bool(stopped()) is stops


@pytest.mark.parametrize(("language", "word"), [("en", "no more"), ("ar", "لم يعد")])
def test_the_page_says_why(phone, guard, signed_in, amina, at, language, word):
    from mission.gates import handlers

    staff.dismiss_member(member=guard, reason="season over", by=amina, at=at)
    for _ in range(2):
        handlers.stop_phones_of_former_guard(MemberDismissed(guard.id, "season over"), at=at)

    page = signed_in(Role.SYSTEMS, language=language).get("/gates/mina-1-north/readers/")
    assert word in page.content.decode()


def test_the_wiring_brings_the_events_here():
    handler = "mission.gates.handlers.stop_phones_of_former_guard"
    assert SUBSCRIPTIONS[MemberDismissed] == (handler,)
    assert SUBSCRIPTIONS[RolesChanged] == (handler,)

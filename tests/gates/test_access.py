"""Who may look at gates, scan at them, and hand out readers: three people and a phone."""

from __future__ import annotations

import pytest

from foundation.refusals import PermissionRefused
from foundation.scoping import Actor
from mission.gates import access, services
from mission.gates.models import ReaderDevice, ReaderRevocation
from mission.gates.services.readers import EnrolmentCodeRefused, ReaderAlreadyRevoked
from tests.gates.conftest import NOON, deliver, scan


def phone_at(gate):
    return Actor(
        kind="device",
        id="d",
        label="Phone",
        permissions=frozenset({"gates.scan"}),
        campaigns=None,
    )


GUARDS = [
    (access.check_may_view_gates, access.may_view_gates),
    (access.check_may_manage_devices, access.may_manage_devices),
    (access.check_may_prepare_reader, access.may_prepare_reader),
]


@pytest.mark.parametrize(("check", "may"), GUARDS)
def test_amina_may_and_dawud_may_not(check, may, amina, bilal, dawud):
    check(by=amina)
    check(by=bilal)
    assert (may(by=amina), may(by=bilal), may(by=dawud)) == (True, True, False)
    with pytest.raises(PermissionRefused):
        check(by=dawud)


def test_a_guard_prepares_a_phone_but_revokes_none():
    guard = Actor(
        kind="staff",
        id="g",
        label="guard",
        permissions=frozenset({"gates.scan"}),
        campaigns=None,
    )

    assert access.may_prepare_reader(by=guard)
    assert not access.may_manage_devices(by=guard)


def test_a_reader_scans_at_its_own_gate_only():
    phone = phone_at("north")

    assert access.may_scan(gate="north", stands_at="north", by=phone)
    assert not access.may_scan(gate="south", stands_at="north", by=phone)
    access.check_may_scan(gate="north", stands_at="north", by=phone)
    with pytest.raises(access.ReaderOfAnotherGate):
        access.check_may_scan(gate="south", stands_at="north", by=phone)


def test_who_may_not_scan_has_nothing_judged(world, dawud):
    (worn,) = world.wear()

    with pytest.raises(PermissionRefused):
        deliver(world, scan(worn.credential), by=dawud)


def test_who_may_not_hand_out_readers_changes_nothing(world, dawud):
    wish = services.ReaderWish(name="Phone", language="ar", shows_names=False)
    with pytest.raises(PermissionRefused):
        services.prepare_reader(gate=world.north, wish=wish, by=dawud, at=NOON)
    world.reader()
    device = ReaderDevice.objects.get()
    with pytest.raises(PermissionRefused):
        services.revoke_reader(device=device.id, reason="lost", by=dawud, at=NOON)

    assert not ReaderRevocation.objects.exists()


def test_who_may_not_manage_opens_no_gate(world, dawud):
    with pytest.raises(PermissionRefused):
        services.open_gate(
            camp=world.camps["mina-1"], code="new", names=("ب", "G"), by=dawud, at=NOON
        )


def test_a_reader_that_was_revoked_before_its_phone_came_is_not_enrolled(world):
    wish = services.ReaderWish(name="Phone", language="ar", shows_names=False)
    prepared = services.prepare_reader(gate=world.north, wish=wish, by=world.by, at=NOON)
    services.revoke_reader(device=prepared.device.id, reason="stolen", by=world.by, at=NOON)

    with pytest.raises(EnrolmentCodeRefused):
        services.enrol_reader(code=prepared.code, by=world.by, at=NOON)


def test_a_reader_is_revoked_once(world):
    world.reader()
    device = ReaderDevice.objects.get()
    services.revoke_reader(device=device.id, reason="lost", by=world.by, at=NOON)

    with pytest.raises(ReaderAlreadyRevoked):
        services.revoke_reader(device=device.id, reason="again", by=world.by, at=NOON)
    assert ReaderRevocation.objects.get().reason == "lost"


def test_the_season_decides_whether_names_are_shown(world, monkeypatch):
    version = world.season.rule_versions.get()
    version.values = version.values | {"gate_names_shown": False}
    version.save()

    world.reader(shows_names=True)

    assert not ReaderDevice.objects.get().shows_names


def test_neither_code_nor_token_is_kept_in_clear(world):
    token = world.reader()
    device = ReaderDevice.objects.get()

    assert bytes(device.token_hash) == services.hash_secret(token)
    assert token.encode() not in bytes(device.token_hash) + bytes(device.code_hash)

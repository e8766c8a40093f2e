"""What the database itself refuses, whoever writes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from foundation.ids import uuid7
from mission.gates.models import Gate, ParkedScan, Presence, ReaderDevice, Scan
from tests.gates.conftest import NOON


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def make_scan(world, **changed):
    given = {
        "id": uuid7(),
        "gate": world.north,
        "direction": "IN",
        "scanned_at": NOON,
        "received_at": NOON,
        "code": "ok",
        "fingerprint": b"f",
    }
    return Scan.objects.create(**(given | changed))


def test_a_code_stands_once_in_a_season(world):
    with refused("gate_code_unique"):
        Gate.objects.create(
            season=world.season,
            camp=world.camps["mina-2"],
            code="mina-1-north",
            name_ar="ب",
            name_en="B",
            opened_at=NOON,
        )


def test_a_scan_id_stands_once(world):
    scan = make_scan(world)
    with refused("gates_scan_pkey"):
        make_scan(world, id=scan.id)


def test_a_scan_has_a_known_direction(world):
    with refused("scan_direction_known"):
        make_scan(world, direction="UP")


def test_a_scan_has_a_known_code(world):
    with refused("scan_code_known"):
        make_scan(world, code="perhaps")


def test_whoever_is_inside_came_through_a_gate(world):
    (worn,) = world.wear()
    with refused("presence_inside_through_a_gate"):
        Presence.objects.create(pilgrim=worn.pilgrim, camp=world.camps["mina-1"])


def test_a_pilgrim_is_in_one_place(world):
    (worn,) = world.wear()
    Presence.objects.create(pilgrim=worn.pilgrim)
    with refused("gates_presence_pkey"):
        Presence.objects.create(pilgrim=worn.pilgrim)


def test_a_token_comes_with_the_moment_of_enrolment(world):
    world.reader()
    with refused("reader_token_with_enrolment"):
        ReaderDevice.objects.update(enrolled_at=None)


def test_the_same_thing_from_the_same_reader_is_put_aside_once(world):
    world.reader()
    given = {
        "gate": world.north,
        "device": ReaderDevice.objects.get(),
        "body": "x",
        "digest": b"d",
        "reason": "r",
        "received_at": NOON,
    }
    ParkedScan.objects.create(**given)
    with refused("parked_scan_once"):
        ParkedScan.objects.create(**given)

"""The console at a gate: exit codes, JSON, and what is kept."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mission.gates.models import Gate, Presence, Scan

NOON = "2027-05-14T12:00:00+03:00"


def admit(*args):
    """Run the command; answer its exit code and what it said."""
    out = StringIO()
    try:
        call_command("admit", *args, stdout=out)
    except SystemExit as leaving:
        return leaving.code, out.getvalue()
    return 0, out.getvalue()


def test_a_good_bracelet_is_admitted_with_code_0(world):
    (worn,) = world.wear()

    code, said = admit(worn.credential, "--gate", "mina-1-north", "--at", NOON, "--json")

    assert code == 0
    told = json.loads(said)
    assert (told["admitted"], told["code"], told["bearer"]["sex"]) == (True, "ok", "F")
    assert Scan.objects.get().device is None


def test_a_refused_one_leaves_with_code_1_and_the_reason(world):
    (worn,) = world.wear(status="REVOKED")

    code, said = admit(worn.credential, "--gate", "mina-1-north", "--at", NOON)

    assert code == 1
    assert said.startswith("revoked: ")
    assert Scan.objects.get().code == "revoked"


def test_the_way_out_is_asked_for_by_name(world):
    (worn,) = world.wear()
    admit(worn.credential, "--gate", "mina-1-north", "--at", NOON)

    admit(worn.credential, "--gate", "mina-1-north", "--at", NOON, "--direction", "OUT")

    assert Presence.objects.get().camp is None


def test_a_dry_run_keeps_nothing(world):
    (worn,) = world.wear()

    code, _ = admit(worn.credential, "--gate", "mina-1-north", "--at", NOON, "--dry-run")

    assert (code, Scan.objects.count(), Presence.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--gate", "nowhere", "--at", NOON),
        ("--gate", "mina-1-north", "--at", "2027-05-14T12:00:00"),
        ("--gate", "mina-1-north", "--at", "noon"),
        ("--gate", "mina-1-north", "--at", "0001-01-01T00:00:00+03:00"),
        ("--gate", "mina-1-north", "--at", NOON, "--season", "1399"),
    ],
)
def test_what_cannot_be_judged_is_said_with_code_2(world, wrong):
    with pytest.raises(CommandError) as refused:
        admit("HM1:X", *wrong)

    assert refused.value.returncode == 2
    assert Scan.objects.count() == 0


def test_a_gate_is_opened_once(world):
    words = [
        "mina-1",
        "mina-1-east",
        "--name-ar",
        "الشرقية",
        "--name-en",
        "East",
        "--way",
        "IN",
    ]
    call_command("open_gate", *words, "--dry-run", stdout=StringIO())
    assert not Gate.objects.filter(code="mina-1-east").exists()

    call_command("open_gate", *words, stdout=StringIO())

    assert Gate.objects.get(code="mina-1-east").way == "IN"
    with pytest.raises(CommandError):
        call_command("open_gate", *words, stdout=StringIO())
    with pytest.raises(CommandError, match="mina-1, mina-2"):
        call_command("open_gate", "mina-9", "x", "--name-ar", "س", "--name-en", "X")


def test_a_gate_of_one_way_puts_the_other_way_aside(world):
    world.open("mina-1", "mina-1-in", "دخول", "Entry", way="IN")

    with pytest.raises(CommandError) as refused:
        admit("HM1:X", "--gate", "mina-1-in", "--at", NOON, "--direction", "OUT")

    assert refused.value.returncode == 2

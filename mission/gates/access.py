"""Who may stand at a gate, look at it, and hand out readers."""

from __future__ import annotations

from foundation.refusals import PermissionRefused, Refusal
from foundation.scoping import Actor, require

PERMISSIONS = frozenset({"gates.view_gates", "gates.scan", "gates.manage_devices"})


class ReaderOfAnotherGate(Refusal):
    """A reader asks for a gate where it does not stand."""

    code = "reader_of_another_gate"
    status = 403


def check_may_view_gates(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may see gates and their scans."""
    require(by, "gates.view_gates")


def may_view_gates(*, by: Actor) -> bool:
    """Answer whether ``by`` may see gates and their scans."""
    return by.may("gates.view_gates")


def check_may_scan(*, gate: str, stands_at: str, by: Actor) -> None:
    """Raise unless ``by`` may have scans judged at this gate.

    gate       code of the gate that is asked
    stands_at  code of the gate where the reader stands
    Raises PermissionRefused, ReaderOfAnotherGate.
    """
    require(by, "gates.scan")
    if stands_at != gate:
        raise ReaderOfAnotherGate(gate=gate, stands_at=stands_at)


def may_scan(*, gate: str, stands_at: str, by: Actor) -> bool:
    """Answer whether ``by`` may have scans judged at this gate."""
    return by.may("gates.scan") and stands_at == gate


def check_may_manage_devices(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` may enrol and revoke readers."""
    require(by, "gates.manage_devices")


def may_manage_devices(*, by: Actor) -> bool:
    """Answer whether ``by`` may enrol and revoke readers."""
    return by.may("gates.manage_devices")


def check_may_prepare_reader(*, by: Actor) -> None:
    """Raise PermissionRefused unless ``by`` hands out readers or stands guard with one."""
    if not may_prepare_reader(by=by):
        raise PermissionRefused(permission="gates.manage_devices")


def may_prepare_reader(*, by: Actor) -> bool:
    """Answer whether ``by`` hands out readers or stands guard with one."""
    return by.may("gates.manage_devices") or by.may("gates.scan")

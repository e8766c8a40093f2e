"""How a record looks from outside, fresh or stale."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

from simulators.masar.behaviour import Behaviour
from simulators.masar.store import Record, Store

NUMBER_NAMES = {"GROUP": "group_number", "VISA": "visa_number", "PERMIT": "permit_number"}
UNDER_WAY = {"RECEIVED", "UNDER_REVIEW", "REQUESTED"}


def moment(seconds: float) -> str:
    """Write a time as ISO 8601 in UTC."""
    return datetime.fromtimestamp(seconds, tz=UTC).isoformat()


def as_it_was(store: Store, record: Record | None, *, at: float) -> Record | None:
    """Give a record as it stood at an earlier moment; None where it was not there yet."""
    if record is None:
        return None
    state = store.state_at(record.id, at)
    if not state:
        return None
    if state == record.state:
        return record
    return replace(record, state=state, number="", reasons=(), valid_from="", valid_until="")


def shown(
    record: Record, *, dice: Random | None = None, behaviour: Behaviour | None = None
) -> dict[str, Any]:
    """Give a record in the words of the contract, now and then with some that it lacks."""
    view: dict[str, Any] = {
        "operation": record.operation,
        "key": record.key,
        "state": record.state,
        "passport_number": record.passport if record.operation == "PILGRIM" else "",
        "application_number": record.application_number,
        "reasons": list(record.reasons),
        "received_at": moment(record.received_at),
        "changed_at": moment(record.changed_at),
    }
    if record.operation == "GROUP":
        view["licence_no"] = record.passport
    if record.operation in NUMBER_NAMES:
        view[NUMBER_NAMES[record.operation]] = record.number
    if record.operation == "PERMIT":
        view |= {"valid_from": record.valid_from, "valid_until": record.valid_until}
    if dice is not None and behaviour is not None and dice.random() < behaviour.schema_drift:
        view["notice"] = {"ar": "حقل جديد", "en": "A new field"}
        if record.state in UNDER_WAY:
            view["state"] = "AWAITING_COMMITTEE"
    return view

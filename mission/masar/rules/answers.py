"""What an answer of the e-path means for a request, and what a rejection leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypedDict

from mission.masar.rules.states import Operation, State, state_of_word

NUMBER_NAMES = {
    Operation.GROUP: "group_number",
    Operation.PILGRIM: "application_number",
    Operation.VISA: "visa_number",
    Operation.PERMIT: "permit_number",
}


class Reason(TypedDict):
    """One reason of a rejection as they gave it; `field` is empty where none is to blame."""

    field: str
    code: str
    message_ar: str
    message_en: str


@dataclass(frozen=True)
class Told:
    """What they told about one request; `raw` is their own words, kept for ever."""

    state: State
    number: str = ""
    reasons: tuple[Reason, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)


class Next(StrEnum):
    """What follows a rejection."""

    RESUBMIT = "RESUBMIT"
    PERSON = "PERSON"


def _reasons(found: object) -> tuple[Reason, ...]:
    if not isinstance(found, Sequence) or isinstance(found, str):
        return ()
    return tuple(
        Reason(
            field=str(entry.get("field") or ""),
            code=str(entry.get("code") or ""),
            message_ar=str(entry.get("message_ar") or ""),
            message_en=str(entry.get("message_en") or ""),
        )
        for entry in found
        if isinstance(entry, Mapping)
    )


def _date(found: object) -> date | None:
    try:
        return date.fromisoformat(found) if isinstance(found, str) and found else None
    except ValueError:
        return None


def told_by_record(operation: Operation, record: Mapping[str, Any]) -> Told:
    """Read one record of theirs; fields that the contract does not name are kept in `raw`.

    An acceptance without the number that belongs to it counts as RECEIVED: it is not finished.
    """
    state = state_of_word(str(record.get("state", "")))
    number = str(record.get(NUMBER_NAMES[operation]) or "")
    if state is State.ACCEPTED and not number:
        state = State.RECEIVED
    return Told(
        state=state,
        number=number,
        reasons=_reasons(record.get("reasons")),
        valid_from=_date(record.get("valid_from")),
        valid_until=_date(record.get("valid_until")),
        raw=record,
    )


def told_by_item(operation: Operation, item: Mapping[str, Any]) -> Told:
    """Read the answer to one item of a batch.

    202 and 200 carry a record. 422 is a refusal of the content, which books nothing. 503 says
    that the item was not taken. All else, a running or reused key too, is UNKNOWN: only
    asking by key tells.
    """
    status, record = item.get("status"), item.get("record")
    reasons = _reasons(item.get("errors"))
    codes = {entry["code"] for entry in reasons}
    if status in (200, 202) and isinstance(record, Mapping):
        return told_by_record(operation, record)
    if status == 422 and reasons and "KEY_REUSED" not in codes:
        return Told(state=State.REJECTED, reasons=reasons, raw=item)
    if status == 503:
        return Told(state=State.PENDING, reasons=reasons, raw=item)
    return Told(state=State.UNKNOWN, reasons=reasons, raw=item)


def after_rejection(
    *, reasons: Sequence[Reason], resubmissions: int, resubmissions_most: int
) -> Next:
    """Decide whether a rejected request is submitted again by itself or waits for a person.

    A reason that names a field can only be mended by a person. One that names none may be
    chance, and is tried again as often as the season's rule value says.
    """
    names_field = any(entry["field"] for entry in reasons)
    is_spent = resubmissions >= resubmissions_most
    return Next.PERSON if names_field or is_spent else Next.RESUBMIT

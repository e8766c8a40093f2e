"""The clerk of the simulator: books requests, reviews them in time, and knows what is true."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from simulators.masar.behaviour import Behaviour
from simulators.masar.dice import Dice
from simulators.masar.messages import Reason, reason
from simulators.masar.store import NewRequest, Record, Store
from simulators.masar.validation import field_errors

FIRST_STATE = {
    "GROUP": "RECEIVED",
    "PILGRIM": "RECEIVED",
    "VISA": "REQUESTED",
    "PERMIT": "REQUESTED",
}
GOOD_STATE = {"GROUP": "ACCEPTED", "PILGRIM": "ACCEPTED", "VISA": "ISSUED", "PERMIT": "ISSUED"}
Body = Mapping[str, object]


@dataclass(frozen=True)
class Booking:
    """The answer to one item: an HTTP status, and a record or the reasons against it."""

    key: str
    status: int
    record: Record | None = None
    errors: Sequence[Reason] = field(default_factory=tuple)


def digest(body: Body) -> str:
    """Give the fingerprint by which two contents count as the same."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Clerk:
    """Decides about requests; the mischief of the line is not its business."""

    def __init__(
        self,
        *,
        store: Store,
        dice: Dice,
        clock: Callable[[], float],
        validity: Callable[[int], tuple[str, str]],
    ) -> None:
        self.store = store
        self.behaviour = Behaviour()
        self._dice = dice
        self._clock = clock
        self._validity = validity
        self._running: set[tuple[str, str]] = set()

    def now(self) -> float:
        """Give the simulator's time."""
        return self._clock()

    def begin(self, mission: str, keys: Sequence[str]) -> list[str]:
        """Mark keys as being processed; give those that another call is processing already."""
        busy = [key for key in keys if (mission, key) in self._running]
        self._running.update((mission, key) for key in keys if key not in busy)
        return busy

    def finish(self, mission: str, keys: Sequence[str]) -> None:
        """Take the marks of begin away."""
        self._running.difference_update((mission, key) for key in keys)

    def book(self, mission: str, operation: str, key: str, body: Body) -> Booking:
        """Book one request, or answer as before when its key and content are known."""
        fingerprint = digest(body)
        known = self.store.by_key(mission, key)
        if known is not None:
            if known.operation == operation and known.body_digest == fingerprint:
                return Booking(key, 200, known)
            return Booking(key, 422, errors=[reason("KEY_REUSED", "key")])
        errors = self._errors(mission, operation, body)
        if errors:
            return Booking(key, 422, errors=errors)
        self._add(mission, operation, key, body)
        return Booking(key, 202, self.store.by_key(mission, key))

    def settle(self) -> None:
        """Take every step whose time has come: reviews begin, decisions fall."""
        now = self.now()
        due = self.store.due(now)
        if not due:
            return
        with self.store.booking():
            for request, operation, season, review_at, decision_at, decision in due:
                if review_at is not None:
                    self.store.move(request, state="UNDER_REVIEW", at=now)
                    self.store.end_review(request)
                if decision_at <= now:
                    self._decide(request, operation, season, decision)

    def cancel(self, mission: str, application_number: str) -> tuple[int, Record | None]:
        """Cancel an application; 409 while a permit is in force; repeating changes nothing."""
        found = self.store.by_number(mission, "PILGRIM", application_number)
        if found is None:
            return 404, None
        permitted = any(
            record.operation == "PERMIT"
            and record.application_number == application_number
            and record.state in {"REQUESTED", "ISSUED"}
            for record in self.store.everything()
        )
        if permitted:
            return 409, found
        if found.state != "CANCELLED":
            with self.store.booking():
                self.store.decide(found.id)
                self.store.move(found.id, state="CANCELLED", at=self.now())
        return 200, self.store.by_number(mission, "PILGRIM", application_number)

    def withdraw_permit(self, mission: str, number: str) -> Record | None:
        """Withdraw a permit from this side, as the issuer may at any time."""
        found = self.store.by_number(mission, "PERMIT", number)
        if found is not None and found.state == "ISSUED":
            with self.store.booking():
                self.store.withdraw(found.id, [reason("WITHDRAWN")])
                self.store.move(found.id, state="REVOKED", at=self.now())
        return self.store.by_number(mission, "PERMIT", number)

    def _errors(self, mission: str, operation: str, body: Body) -> list[Reason]:
        today = datetime.fromtimestamp(self.now(), tz=UTC).date()
        errors = field_errors(operation, body, today=today)
        return errors or self._reference_errors(mission, operation, body)

    def _reference_errors(self, mission: str, operation: str, body: Body) -> list[Reason]:
        field, code = "", ""
        if operation == "PILGRIM":
            group = self.store.by_number(mission, "GROUP", str(body["group_number"]))
            if group is None or group.state != "ACCEPTED":
                field, code = "group_number", "UNKNOWN_GROUP"
        elif operation in {"VISA", "PERMIT"}:
            field, code = self._application_error(mission, operation, body)
        return [reason(code, field)] if code else []

    def _application_error(self, mission: str, operation: str, body: Body) -> tuple[str, str]:
        application_number = str(body["application_number"])
        found = self.store.by_number(mission, "PILGRIM", application_number)
        if found is None:
            return "application_number", "UNKNOWN_APPLICATION"
        if found.state != "ACCEPTED":
            return "application_number", "APPLICATION_NOT_ACCEPTED"
        visa = str(body.get("visa_number", ""))
        if operation == "PERMIT" and not self.store.issued_visa(application_number, visa):
            return "visa_number", "VISA_NOT_ISSUED"
        return "", ""

    def _add(self, mission: str, operation: str, key: str, body: Body) -> None:
        application_number = str(body.get("application_number", ""))
        subject = str(body.get("passport_number") or body.get("licence_no") or "")
        if application_number:
            application = self.store.by_number(mission, "PILGRIM", application_number)
            subject = application.passport if application else ""
        earlier = self.store.earlier(mission, operation, subject)
        dice = self._dice.for_item("review", operation, subject, earlier)
        behaviour, now = self.behaviour, self.now()
        spurious = dice.random() < behaviour.spurious_rejection
        shortest, longest = behaviour.review_seconds_min, behaviour.review_seconds_max
        seconds = dice.uniform(shortest, max(shortest, longest))
        bad_state = "REJECTED" if operation in {"GROUP", "PILGRIM"} else "REFUSED"
        request = self.store.add(
            NewRequest(
                mission=mission,
                operation=operation,
                key=key,
                body_digest=digest(body),
                body=json.dumps(body, ensure_ascii=False),
                season=int(str(body["season"])),
                passport=subject,
                application_number=application_number,
                state=FIRST_STATE[operation],
                at=now,
                review_at=now + seconds / 2 if operation == "PILGRIM" else None,
                decision_at=now + seconds,
                decision=bad_state if spurious else GOOD_STATE[operation],
                decision_reasons=[reason("REVIEW_NOT_COMPLETED")] if spurious else [],
            )
        )
        if operation == "PILGRIM":
            self.store.set_application_number(request, f"A{body['season']}{request:07d}")
        self.store.move(request, state=FIRST_STATE[operation], at=now)

    def _decide(self, request: int, operation: str, season: int, decision: str) -> None:
        number, valid = "", ("", "")
        if decision == GOOD_STATE[operation]:
            prefix = {"GROUP": "G", "VISA": "6", "PERMIT": "P"}.get(operation)
            number = f"{prefix}{season}{request:07d}" if prefix else ""
            valid = self._validity(season) if operation == "PERMIT" else valid
        self.store.decide(request, number=number, valid=valid)
        self.store.move(request, state=decision, at=self.now())

"""The simulator's store: one SQLite file in write-ahead mode, whole after kill -9."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from simulators.masar.messages import Reason

SCHEMA = Path(__file__).with_name("schema.sql")
LIVE = {"RECEIVED", "UNDER_REVIEW", "ACCEPTED", "REQUESTED", "ISSUED"}


@dataclass(frozen=True)
class Record:
    """One request as the store holds it; times are seconds since 1970."""

    id: int
    operation: str
    key: str
    body_digest: str
    season: int
    passport: str
    application_number: str
    number: str
    state: str
    reasons: tuple[Reason, ...]
    valid_from: str
    valid_until: str
    received_at: float
    changed_at: float


@dataclass(frozen=True)
class NewRequest:
    """What the clerk decided about a request that is being booked."""

    mission: str
    operation: str
    key: str
    body_digest: str
    body: str
    season: int
    passport: str
    application_number: str
    state: str
    at: float
    review_at: float | None
    decision_at: float
    decision: str
    decision_reasons: Sequence[Reason]


@dataclass(frozen=True)
class Change:
    """One line of the feed: what a request became, and when."""

    cursor: int
    state: str
    at: float
    record: Record


_COLUMNS = (
    "r.id, r.operation, r.key, r.body_digest, r.season, r.passport, r.application_number,"
    " r.number, r.state, r.reasons, r.valid_from, r.valid_until, r.received_at, r.changed_at"
)


def _record(row: Sequence[object]) -> Record:
    values = list(row)
    values[9] = tuple(json.loads(str(values[9])))
    return Record(*values)  # type: ignore[arg-type]


class Store:
    """Reads and writes of the simulator; used by one process and one thread."""

    def __init__(self, path: Path) -> None:
        self._link = sqlite3.connect(path, isolation_level=None)
        self._link.execute("pragma journal_mode = wal")
        self._link.execute("pragma synchronous = normal")
        self._link.executescript(SCHEMA.read_text(encoding="utf-8"))

    def close(self) -> None:
        """Close the file."""
        self._link.close()

    @contextmanager
    def booking(self) -> Iterator[None]:
        """Make all writes of a block one transaction."""
        self._link.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._link.execute("rollback")
            raise
        self._link.execute("commit")

    def count_start(self) -> int:
        """Count one more start of the program and give the number."""
        self._link.execute(
            "insert into meta values ('starts', '1')"
            " on conflict (name) do update set value = cast(value as integer) + 1"
        )
        found = self._link.execute("select value from meta where name = 'starts'").fetchone()
        return int(found[0])

    def add(self, new: NewRequest) -> int:
        """Book a request and give its id."""
        values = (
            *(new.mission, new.operation, new.key, new.body_digest, new.body, new.season),
            *(new.passport, new.application_number, new.state, new.at, new.at),
            *(new.review_at, new.decision_at, new.decision),
            json.dumps(list(new.decision_reasons), ensure_ascii=False),
        )
        made = self._link.execute(
            "insert into requests (mission, operation, key, body_digest, body, season,"
            " passport, application_number, state, received_at, changed_at, review_at,"
            " decision_at, decision, decision_reasons) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            values,
        )
        return int(made.lastrowid or 0)

    def set_application_number(self, request: int, number: str) -> None:
        """Give a newly booked pilgrim the number of the application."""
        self._link.execute(
            "update requests set application_number = ? where id = ?", (number, request)
        )

    def move(self, request: int, *, state: str, at: float) -> None:
        """Move a request to a state and say so in the feed."""
        self._link.execute(
            "update requests set state = ?, changed_at = ? where id = ?", (state, at, request)
        )
        self._link.execute(
            "insert into changes (mission, request, state, at)"
            " select mission, id, ?, ? from requests where id = ?",
            (state, at, request),
        )

    def end_review(self, request: int) -> None:
        """Remember that the review has begun, so that only the decision is left."""
        self._link.execute("update requests set review_at = null where id = ?", (request,))

    def decide(
        self, request: int, *, number: str = "", valid: tuple[str, str] = ("", "")
    ) -> None:
        """Put the planned decision into force."""
        self._link.execute(
            "update requests set review_at = null, decision_at = null,"
            " reasons = decision_reasons, number = ?, valid_from = ?, valid_until = ?"
            " where id = ?",
            (number, *valid, request),
        )

    def withdraw(self, request: int, reasons: Sequence[Reason]) -> None:
        """Write the reasons of a withdrawal over those of the decision."""
        self._link.execute(
            "update requests set reasons = ? where id = ?",
            (json.dumps(list(reasons), ensure_ascii=False), request),
        )

    def due(self, now: float) -> list[tuple[int, str, int, float | None, float, str]]:
        """List requests whose next step has come: id, operation, season, times, decision."""
        return self._link.execute(
            "select id, operation, season, review_at, decision_at, decision from requests"
            " where decision_at is not null and coalesce(review_at, decision_at) <= ?"
            " order by coalesce(review_at, decision_at), id",
            (now,),
        ).fetchall()

    def by_key(self, mission: str, key: str) -> Record | None:
        """Find a request by the key of the mission."""
        return self._one("r.mission = ? and r.key = ?", (mission, key))

    def by_number(self, mission: str, operation: str, number: str) -> Record | None:
        """Find a request by the number that it was given."""
        column = "application_number" if operation == "PILGRIM" else "number"
        where = f"r.mission = ? and r.operation = ? and r.{column} = ?"
        return self._one(where, (mission, operation, number))

    def issued_visa(self, application_number: str, visa_number: str) -> bool:
        """Say whether this visa is in force for this application."""
        where = "r.operation = 'VISA' and r.application_number = ? and r.number = ?"
        found = self._one(where, (application_number, visa_number))
        return found is not None and found.state == "ISSUED"

    def earlier(self, mission: str, operation: str, passport: str) -> int:
        """Count the requests of one kind that were ever booked for a passport or a number."""
        found = self._link.execute(
            "select count(*) from requests where mission = ? and operation = ?"
            " and passport = ?",
            (mission, operation, passport),
        ).fetchone()
        return int(found[0])

    def page(
        self, mission: str, operation: str, *, season: int, after: int, limit: int
    ) -> list[Record]:
        """List the requests of one kind by their id, from after an id on."""
        rows = self._link.execute(
            f"select {_COLUMNS} from requests r where r.mission = ? and r.operation = ?"  # noqa: S608  # fixed column names
            " and r.season = ? and r.id > ? order by r.id limit ?",
            (mission, operation, season, after, limit),
        )
        return [_record(row) for row in rows]

    def changes(self, mission: str, *, after: int, limit: int, before: float) -> list[Change]:
        """List the feed from after a cursor on, up to a moment."""
        rows = self._link.execute(
            f"select c.cursor, c.state, c.at, {_COLUMNS} from changes c"  # noqa: S608  # fixed column names
            " join requests r on r.id = c.request"
            " where c.mission = ? and c.cursor > ? and c.at <= ? order by c.cursor limit ?",
            (mission, after, before, limit),
        )
        return [Change(row[0], row[1], row[2], _record(row[3:])) for row in rows]

    def state_at(self, request: int, moment: float) -> str:
        """Give the state that a request had at an earlier moment; "" where it was not there."""
        found = self._link.execute(
            "select state from changes where request = ? and at <= ?"
            " order by cursor desc limit 1",
            (request, moment),
        ).fetchone()
        return str(found[0]) if found else ""

    def everything(self) -> Iterator[Record]:
        """Run through every request by id; only the control side sees all missions."""
        for row in self._link.execute(f"select {_COLUMNS} from requests r order by r.id"):  # noqa: S608  # fixed column names
            yield _record(row)

    def counts(self) -> list[tuple[str, str, int]]:
        """Count requests by operation and state."""
        return self._link.execute(
            "select operation, state, count(*) from requests group by 1, 2 order by 1, 2"
        ).fetchall()

    def forget_everything(self) -> None:
        """Empty the store."""
        with self.booking():
            self._link.execute("delete from changes")
            self._link.execute("delete from requests")

    def _one(self, where: str, values: tuple[object, ...]) -> Record | None:
        row = self._link.execute(
            f"select {_COLUMNS} from requests r where {where} order by r.id desc limit 1",  # noqa: S608  # where is ours
            values,
        ).fetchone()
        return _record(row) if row else None

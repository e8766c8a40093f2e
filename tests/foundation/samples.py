"""Events, handlers and jobs that only tests know."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction

from foundation import clock, jobs, journal
from foundation.events import Event
from foundation.scoping import Actor


class Colour(StrEnum):
    """A code that is stored as text."""

    RED = "RED"
    BLUE = "BLUE"


@dataclass(frozen=True)
class ThingMade(Event):
    """A thing was made."""

    wire = "samples.ThingMade"

    thing: UUID
    name: str = ""
    count: int = 0


@dataclass(frozen=True)
class EverythingHappened(Event):
    """One field of each type that an event may carry."""

    wire = "samples.EverythingHappened"

    record_id: UUID
    text: str
    number: int
    share: float
    flag: bool
    day: date
    moment: datetime
    colour: Colour
    word: Literal["yes", "no"]
    perhaps: int | None
    ids: tuple[UUID, ...]
    pair: tuple[str, int]
    names: list[str]
    counts: dict[str, int]
    added_later: str = "as before"


RAN: list[str] = []


@jobs.job(queue="samples", retries=2)
def note(*, text: str) -> None:
    """Remember that it ran."""
    RAN.append(text)


@jobs.job(queue="samples", retries=1)
def fail(*, text: str) -> None:
    """Fail every time, with a character that a database cannot keep."""
    RAN.append(text)
    raise ValueError(f"{text} went wrong\x00")


@jobs.job(queue="samples", retries=3)
def break_transaction(*, thing: str) -> None:
    """Record something, then raise as a constraint would."""
    with transaction.atomic():
        journal.record(ThingMade(thing=UUID(thing)), by=Actor.system("samples"), at=clock.now())
        raise IntegrityError("no")


@jobs.job(queue="samples", retries=3)
def linger(*, path: str, seconds: float) -> None:
    """Say in a file that it began and ended; the first run lingers, a later one does not."""
    file = Path(path)
    is_first = not file.exists()
    with file.open("a") as lines:
        lines.write(f"begun {os.getpid()}\n")
    if is_first:
        time.sleep(seconds)
    with file.open("a") as lines:
        lines.write(f"done {os.getpid()}\n")


HEARD: list[tuple[str, datetime]] = []


def on_thing_made(event: ThingMade, *, at: datetime) -> None:
    """Remember what was heard; refuse the name that a test forbids."""
    if event.name == "forbidden":
        raise ValueError("this name is forbidden")
    HEARD.append((event.name, at))


def on_thing_made_too(event: ThingMade, *, at: datetime) -> None:
    """Be a second reader of the same event."""
    HEARD.append((f"too {event.name}", at))

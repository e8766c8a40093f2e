"""The one sender of a season: sends, asks and reads the feed until all is settled."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from foundation.progress import Progress
from foundation.refusals import Refusal
from mission.masar import access, queries
from mission.masar.rules.breaker import CLOSED, BreakerFacts, may_call
from mission.masar.services.errands import (
    ASK,
    FEED,
    SEND,
    Errand,
    Sitting,
    ask_errand,
    feed_errand,
    finish,
    send_errand,
)
from mission.masar.services.line import breaker_facts, only_sender
from mission.masar.services.port import Reply
from mission.masar.services.sending import declare_unknown

SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.03, 1.0
PROGRESS_EVERY_SECONDS = 0.5
MOST_ASKED_AGAIN = 5000
# A refused token happens by chance too; so many operations in a row are no chance.
MOST_REFUSED_IN_ROW = 12


@dataclass(frozen=True)
class Outcome:
    """What a run came to: requests still open, calls made, and seconds it took."""

    open_left: int
    calls: int
    seconds: float


@dataclass
class _Lane:
    """A kind of errand with its own patience: it waits longer while nothing moves."""

    pause_seconds: float = 0.0
    not_before: float = 0.0

    def note(self, *, moved: int) -> None:
        longer = max(SHORTEST_PAUSE_SECONDS, self.pause_seconds * 2)
        self.pause_seconds = 0.0 if moved else min(longer, LONGEST_PAUSE_SECONDS)
        self.not_before = time.monotonic() + self.pause_seconds

    @property
    def is_ready(self) -> bool:
        return time.monotonic() >= self.not_before

    @property
    def is_quiet(self) -> bool:
        return self.pause_seconds > 0


class TokenRefused(Refusal):
    """The e-path refuses our token again and again; no patience helps."""

    code = "token_refused"
    status = 503


class _Desk:
    """The errands on the line of one sender, and when the next may go."""

    def __init__(self, sitting: Sitting, threads: ThreadPoolExecutor) -> None:
        self._sitting = sitting
        self._threads = threads
        self._on_line: dict[Future[Reply], Errand] = {}
        self._lanes = {FEED: _Lane(), ASK: _Lane(), SEND: _Lane()}
        self._refused_in_row = 0
        self.calls = 0

    @property
    def is_empty(self) -> bool:
        return not self._on_line

    @property
    def is_quiet(self) -> bool:
        """Nothing is on the line and the last look at every lane brought nothing."""
        return self.is_empty and all(lane.is_quiet for lane in self._lanes.values())

    def launch(self) -> None:
        """Put as many errands on the line as may go now."""
        if not any(lane.is_ready for lane in self._lanes.values()):
            return
        facts = breaker_facts(self._sitting.season)
        busy = {errand.lane for errand in self._on_line.values()}
        if FEED not in busy and self._lanes[FEED].is_ready:
            self._launch_one(FEED, facts, feed_errand(self._sitting))
        if ASK not in busy and self._lanes[ASK].is_ready:
            keys = queries.unknown_keys(self._sitting.season, self._sitting.pace.chunk)
            self._launch_one(ASK, facts, ask_errand(self._sitting, keys) if keys else None)
        if self._lanes[SEND].is_ready:
            self._launch_sends(facts)

    def _launch_one(
        self, lane: str, facts: dict[str, BreakerFacts], errand: Errand | None
    ) -> None:
        """Put one errand on the line; without one, or with an open breaker, its lane waits."""
        if errand and may_call(facts.get(lane, CLOSED), at=self._sitting.clock()):
            self._put(errand)
        else:
            self._lanes[lane].note(moved=0)

    def _launch_sends(self, facts: dict[str, BreakerFacts]) -> None:
        """Send the operation with most waiting first; a breaker on trial gets one chunk."""
        free = self._sitting.pace.at_once - len(self._on_line)
        if free <= 0:
            return
        before = self.calls
        for operation in queries.pending_operations(self._sitting.season):
            breaker = facts.get(f"{SEND} {operation}", CLOSED)
            if not may_call(breaker, at=self._sitting.clock()):
                continue
            for _ in range(min(1, free) if breaker.openings else free):
                errand = send_errand(self._sitting, operation)
                if errand is None:
                    break
                self._put(errand)
                free -= 1
        if self.calls == before:
            self._lanes[SEND].note(moved=0)

    def _put(self, errand: Errand) -> None:
        self._on_line[self._threads.submit(errand.call)] = errand
        self.calls += 1

    def collect(self) -> None:
        """Wait a moment for errands to end, and record those that did."""
        if self.is_empty:
            time.sleep(SHORTEST_PAUSE_SECONDS)
            return
        done, _ = wait(self._on_line, timeout=0.1, return_when=FIRST_COMPLETED)
        for future in done:
            errand, reply = self._on_line.pop(future), future.result()
            moved = finish(self._sitting, errand, reply)
            self._lanes[errand.lane].note(moved=moved)
            self._wake_others(errand.lane, moved=moved)
            self._count_refusals(reply)

    def _count_refusals(self, reply: Reply) -> None:
        is_refused = reply.http_status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
        self._refused_in_row = self._refused_in_row + 1 if is_refused else 0

    @property
    def is_refused(self) -> bool:
        """Our token was refused so often in a row that it is no chance."""
        return self._refused_in_row >= MOST_REFUSED_IN_ROW

    def _wake_others(self, lane: str, *, moved: int) -> None:
        """Let the other lanes look at once: what moved may be theirs now.

        A chunk without an answer is to be asked for, even though it came no further.
        """
        woken = self._lanes if moved else ({ASK} if lane == SEND else set())
        for other in woken:
            if other != lane:
                self._lanes[other].not_before = 0.0


def run_exchange(
    sitting: Sitting, *, progress: Progress, seconds: float, until_done: bool
) -> Outcome:
    """Send, ask and listen until everything is settled or ``seconds`` are over.

    Without ``until_done`` it also stops when a look at every side brought nothing new.
    Raises SenderAtWork and TokenRefused.
    """
    access.check_may_send(by=sitting.by)
    began = time.monotonic()
    tally = _Tally(sitting, progress)
    with only_sender(sitting.season), ThreadPoolExecutor(sitting.pace.at_once + 2) as threads:
        declare_unknown(season=sitting.season, by=sitting.by, at=sitting.clock())
        desk = _Desk(sitting, threads)
        while True:
            progress.check()
            is_over = desk.is_refused or time.monotonic() - began >= seconds
            if not is_over:
                desk.launch()
            desk.collect()
            tally.look()
            if desk.is_quiet and (not until_done or not queries.count_open(sitting.season)):
                break
            if is_over and desk.is_empty:
                break
    tally.look(at_once=True)
    if desk.is_refused:
        raise TokenRefused
    return Outcome(
        open_left=queries.count_open(sitting.season),
        calls=desk.calls,
        seconds=time.monotonic() - began,
    )


class _Tally:
    """Counts settled requests for whoever watches, not more often than people can see."""

    def __init__(self, sitting: Sitting, progress: Progress) -> None:
        self._season, self._progress = sitting.season, progress
        self._settled = queries.count_settled(self._season)
        self._looked = time.monotonic()

    def look(self, *, at_once: bool = False) -> None:
        if not at_once and time.monotonic() - self._looked < PROGRESS_EVERY_SECONDS:
            return
        settled = queries.count_settled(self._season)
        if settled > self._settled:
            self._progress.advance(settled - self._settled)
            self._settled = settled
        self._looked = time.monotonic()


def ask_again(sitting: Sitting, *, older_minutes: int) -> int:
    """Ask about requests that they have had for longer than this without a decision.

    Answers how many came further. The feed tells every change; this is for one that it lost.
    """
    access.check_may_send(by=sitting.by)
    before = sitting.clock() - timedelta(minutes=older_minutes)
    keys = queries.received_keys(sitting.season, before=before, limit=MOST_ASKED_AGAIN)
    size, moved = sitting.pace.chunk, 0
    for start in range(0, len(keys), size):
        errand = ask_errand(sitting, keys[start : start + size])
        moved += finish(sitting, errand, errand.call())
    return moved

"""Starts programs, starts again those that die, and stops them all together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from foundation.supervisor.leftovers import MARK, clear

POLL_SECONDS = 0.2
STOP_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0  # a program that ran this long has earned a quick restart


@dataclass(frozen=True)
class Program:
    """One program: its name, its command line, and what it adds to the environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    started: float
    deaths: int = 0
    due: float | None = None


class Supervisor:
    """Runs programs until it is told to leave.

    logs     folder with one file per program
    mark     what this supervisor's programs carry in their environment, so that the next
             start finds those that a kill of the supervisor left behind
    say      receives one line of text at a time
    """

    def __init__(self, *, logs: Path, mark: str, say: Callable[[str], None]) -> None:
        self.logs = logs
        self.mark = mark
        self.say = say
        self.leaving = False
        self._children: list[_Child] = []
        logs.mkdir(parents=True, exist_ok=True)
        clear(mark)

    def listen_for_signals(self) -> None:
        """Leave on Ctrl-C, on SIGTERM and when the terminal goes away."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.leave())

    def leave(self) -> None:
        """End ``watch`` soon."""
        self.leaving = True

    def start(self, program: Program) -> None:
        """Start one program now and keep it running while ``watch`` goes on."""
        child = _Child(program, self._launch(program), time.monotonic())
        self._children.append(child)

    def watch(self) -> None:
        """Start again what dies, until told to leave."""
        while not self.leaving:
            self.look()
            time.sleep(POLL_SECONDS)

    def look(self) -> None:
        """Do one round: see who died, start whose pause is over."""
        now = time.monotonic()
        for child in self._children:
            if child.due is None and child.process.poll() is not None:
                self._mourn(child, now)
            if child.due is not None and child.due <= now:
                child.process, child.started, child.due = self._launch(child.program), now, None

    def stop(self) -> None:
        """End every program at once; whoever has not left in time is killed."""
        for child in reversed(self._children):
            with suppress(ProcessLookupError):
                child.process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for child in reversed(self._children):
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, until - time.monotonic()))
        for child in self._children:
            self._end_group(child.process.pid)
            child.process.wait()
        if self._children:
            # A killed process needs a moment to go, and some have left their group.
            clear(self.mark)
        self._children.clear()

    def _mourn(self, child: _Child, now: float) -> None:
        self._end_group(child.process.pid)
        steady = now - child.started > STEADY_SECONDS
        child.deaths = 1 if steady else child.deaths + 1
        pause = min(2.0 ** (child.deaths - 1), LONGEST_PAUSE_SECONDS)
        child.due = now + pause
        code = child.process.returncode
        self.say(
            f"{child.program.name} ended with {code}; starting it again in {pause:.0f} s "
            f"(its words are in {self._log(child.program)})"
        )

    def _launch(self, program: Program) -> subprocess.Popen[bytes]:
        environment = os.environ | dict(program.environment) | {MARK: self.mark}
        with self._log(program).open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own programs
                list(program.command),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the supervisor, which keeps the order
            )

    def _log(self, program: Program) -> Path:
        return self.logs / f"{program.name}.log"

    @staticmethod
    def _end_group(leader: int) -> None:
        """Kill what a program started and did not take along."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)


def say_to_terminal(line: str) -> None:
    """Print one line at once, also into a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()

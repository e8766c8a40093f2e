"""The supervisor: what it starts it keeps alive, and takes along when it leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from foundation.supervisor import Program, Supervisor, leftovers

ROOT = Path(__file__).resolve().parent.parent.parent
SLEEPER = (sys.executable, "-c", "import time; time.sleep(600)")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('deaf', flush=True); time.sleep(600)",
)
PARENT = (
    sys.executable,
    "-c",
    "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c',"
    " 'import time; time.sleep(600)']); print('parent', flush=True); time.sleep(600)",
)

pytestmark = pytest.mark.fault


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(tmp_path, said):
    made = Supervisor(logs=tmp_path / "log", mark=str(tmp_path), say=said.append)
    yield made
    made.stop()


def until(condition, seconds=60.0):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it never came true"
        time.sleep(0.02)


def alive(supervisor):
    return leftovers.find(supervisor.mark)


def test_a_program_that_dies_is_started_again_and_told_about(supervisor, said):
    supervisor.start(Program("sleeper", SLEEPER))
    until(lambda: len(alive(supervisor)) == 1)
    first = alive(supervisor)[0]
    first.kill()
    until(lambda: supervisor.look() or (alive(supervisor) and alive(supervisor)[0] != first))
    assert len(said) == 1
    assert "sleeper ended with -9" in said[0]


def test_stopping_takes_children_of_children_along(supervisor):
    supervisor.start(Program("parent", PARENT))
    until(lambda: len(alive(supervisor)) == 2)
    supervisor.stop()
    assert alive(supervisor) == []


def test_a_dead_programs_children_are_ended_before_it_starts_again(supervisor):
    supervisor.start(Program("parent", PARENT))
    until(lambda: len(alive(supervisor)) == 2)
    orphaned = {process.pid for process in alive(supervisor)}
    psutil.Process(supervisor._children[0].process.pid).kill()
    until(lambda: supervisor.look() or not orphaned & {p.pid for p in alive(supervisor)})


def test_who_does_not_listen_is_killed(supervisor, tmp_path, monkeypatch):
    monkeypatch.setattr("foundation.supervisor.supervisor.STOP_SECONDS", 0.3)
    supervisor.start(Program("stubborn", STUBBORN))
    until(lambda: "deaf" in (tmp_path / "log" / "stubborn.log").read_text())
    supervisor.stop()
    assert alive(supervisor) == []


def test_the_pause_before_a_restart_grows_and_has_an_end(supervisor, said):
    supervisor.start(Program("broken", (sys.executable, "-c", "raise SystemExit(3)")))
    until(lambda: supervisor.look() or len(said) == 3)
    assert [line.split(" in ")[1].split(" s ")[0] for line in said] == ["1", "2", "4"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything(tmp_path, number):
    program = f"""
from pathlib import Path
from foundation.supervisor import Program, Supervisor
one = Supervisor(logs=Path({str(tmp_path)!r}), mark={str(tmp_path)!r}, say=print)
one.listen_for_signals()
one.start(Program("sleeper", {SLEEPER!r}))
print("ready", flush=True)
one.watch()
one.stop()
"""
    running = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout.readline() == "ready\n"
    running.send_signal(number)
    running.communicate(timeout=60)
    assert running.returncode == 0
    assert leftovers.find(str(tmp_path)) == []


def test_programs_of_a_killed_supervisor_are_cleared_by_the_next(tmp_path, said):
    mark = str(tmp_path)
    left = subprocess.Popen(list(SLEEPER), env=os.environ | {leftovers.MARK: mark})
    until(lambda: len(leftovers.find(mark)) == 1)
    Supervisor(logs=tmp_path, mark=mark, say=said.append)
    left.wait(timeout=60)
    assert leftovers.find(mark) == []

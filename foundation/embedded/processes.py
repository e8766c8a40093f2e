"""Finds and ends the processes of one embedded server, also those that a kill left behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

import psutil

from foundation.embedded.places import Places

STEP_SECONDS = 0.05


def postmaster(places: Places) -> psutil.Process | None:
    """Answer the server's first process when it lives, whatever its pid file claims."""
    try:
        text = (places.data / "postmaster.pid").read_text()
        process = psutil.Process(int(text.split("\n", 1)[0]))
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None
    return process if _carries(process, places.mark) else None


def all_of(places: Places) -> list[psutil.Process]:
    """Answer every living process of the server, in no order."""
    return [process for process in psutil.process_iter() if _carries(process, places.mark)]


def _carries(process: psutil.Process, mark: str) -> bool:
    try:
        words = process.cmdline()
        return any(mark in word for word in words) and "postgres" in words[0]
    except psutil.Error:
        return False


def end(places: Places, *, seconds: float) -> None:
    """Stop the server cleanly; when that takes more than ``seconds``, less and less so."""
    first = postmaster(places)
    if first is not None:
        for number in (signal.SIGINT, signal.SIGQUIT):
            with suppress(psutil.NoSuchProcess):
                first.send_signal(number)
            if wait_until(lambda: not _lives(first), seconds=seconds):
                break
    clear_leftovers(places)


def clear_leftovers(places: Places) -> None:
    """Kill what still carries the server's mark, then forget stale pid and socket files.

    Only called when no first process is to be kept: a backend that outlives its
    parent would hold the shared memory and keep the next start from recovering.
    """
    for process in all_of(places):
        with suppress(psutil.NoSuchProcess):
            process.kill()
    wait_until(lambda: not all_of(places), seconds=10)
    (places.data / "postmaster.pid").unlink(missing_ok=True)
    if places.sockets.is_dir():
        for file in places.sockets.glob(".s.PGSQL.*"):
            file.unlink(missing_ok=True)


def _lives(process: psutil.Process) -> bool:
    with suppress(ChildProcessError):
        os.waitpid(process.pid, os.WNOHANG)
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Answer True as soon as ``condition`` holds, False after ``seconds``."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(STEP_SECONDS)
    return True

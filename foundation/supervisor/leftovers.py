"""Finds and ends programs that outlived the supervisor that started them."""

from __future__ import annotations

from contextlib import suppress

import psutil

MARK = "RIFADA_SUPERVISOR"
SECONDS = 10.0


def find(mark: str) -> list[psutil.Process]:
    """Answer our own processes that carry ``mark`` in their environment, this one excepted."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.pid != psutil.Process().pid and process.environ().get(MARK) == mark:
                found.append(process)
    return found


def clear(mark: str) -> int:
    """End them, kindly first, and answer how many there were."""
    left = find(mark)
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(left, timeout=SECONDS)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=SECONDS)
    return len(left)

"""Work in a process of its own, so that its memory is its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

Given = TypeVar("Given")


def alone(work: Callable[..., Given], *arguments: object) -> tuple[Given, float]:
    """Run some work in a fresh process; answer what it gives and its peak memory in MB."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_with_peak, work, *arguments).result()


def _with_peak(work: Callable[..., Given], *arguments: object) -> tuple[Given, float]:
    given = work(*arguments)
    # Not ru_maxrss: a new program inherits the peak of the one that started it.
    status = Path("/proc/self/status").read_text()
    lines = dict(line.split(":", 1) for line in status.splitlines())
    return given, int(lines["VmHWM"].split()[0]) / 1024

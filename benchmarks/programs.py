"""Programs of ours that benchmarks and tests start, wait for, and end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import psutil

from foundation.supervisor.ports import HOST, await_port, free_port

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0
END_SECONDS = 40.0  # a worker ends the job that it has begun


@contextmanager
def program(
    *words: str,
    port: int = 0,
    cores: set[int] | None = None,
    more: Mapping[str, str] | None = None,
) -> Iterator[psutil.Process]:
    """Run Python with these words, until its port answers if it has one, and end it afterwards.

    cores  that it and its children are held to; all that we may use without
    more   variables of its environment beside ours
    """
    started = subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=os.environ | dict(more or {}),
        preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
    )
    try:
        if port:
            await_port(port, seconds=START_SECONDS)
        yield psutil.Process(started.pid)
    finally:
        started.terminate()
        started.wait(timeout=END_SECONDS)


def web(
    port: int,
    *,
    workers: int = 1,
    cores: set[int] | None = None,
    more: Mapping[str, str] | None = None,
) -> AbstractContextManager[psutil.Process]:
    """Run the pages; gives the process that holds the workers."""
    words = (
        *("-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "4", "--no-ws"),
        *("--log-level", "warning", "config.wsgi:application"),
    )
    return program(*words, port=port, cores=cores, more=more)


def live(
    port: int, *, cores: set[int] | None = None, more: Mapping[str, str] | None = None
) -> AbstractContextManager[psutil.Process]:
    """Run the live program."""
    return program("-m", "live", "--port", str(port), port=port, cores=cores, more=more)


class StandIn:
    """A simulator as a program of its own, that can be killed and started again."""

    def __init__(self, module: str, *words: str, more: Mapping[str, str]) -> None:
        """Say how it is started: its module, the words after its port, its environment."""
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self._module, self._words, self._more = module, words, more

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", self._module, "--port", str(self.port), *self._words],
            cwd=ROOT,
            env=os.environ | dict(self._more),
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                httpx.get(f"{self.url}/healthz", timeout=1, trust_env=False)
            except httpx.HTTPError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("the simulator did not start")

    def kill(self) -> None:
        """End it as a power cut does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

"""A part of the sample season's exchange with the e-path, against the stand-in."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import httpx
from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings

from foundation.supervisor.ports import free_port

READY_SECONDS = 20.0


def exchange_for(seconds: float, *, year: int) -> None:
    """Run the exchange for a while; what is left goes on when the demo runs."""
    with _stand_in() as url, override_settings(MASAR_URL=url):
        call_command(
            "exchange_with_masar",
            season=year,
            seconds=seconds,
            until_done=True,
            json=True,
            stdout=StringIO(),
        )


@contextmanager
def _stand_in() -> Iterator[str]:
    """Run the simulator on the data that the demo's own one will find, and end it again."""
    port = free_port()
    command = [sys.executable, "-m", "simulators.masar", "--port", str(port)]
    command += ["--data", str(settings.RIFADA_VAR / "masar"), "--profile", "quick"]
    environment = os.environ | {"MASAR_TOKEN": settings.MASAR_TOKEN}
    process = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
        command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        process.wait()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(url, timeout=2)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the stand-in for the e-path did not start")

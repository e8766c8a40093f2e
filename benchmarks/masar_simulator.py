"""The stand-in for the e-path as a program that tests and benchmarks start, order and kill."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 20.0


class Simulator:
    """The e-path as a program of its own that can be killed and started again."""

    def __init__(self, folder: Path, *, profile: str, seed: int) -> None:
        self.folder, self.profile, self.seed = folder, profile, seed
        self.token, self.control_token = secrets.token_urlsafe(12), secrets.token_urlsafe(12)
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.program: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        environment = {
            **os.environ,
            "MASAR_TOKEN": self.token,
            "MASAR_CONTROL_TOKEN": self.control_token,
        }
        command = [sys.executable, "-m", "simulators.masar", "--port", str(self.port)]
        command += ["--data", str(self.folder), "--profile", self.profile]
        command += ["--seed", str(self.seed)]
        self.program = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
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
        if self.program is not None:
            self.program.kill()
            self.program.wait()

    def control(self, method: str, path: str, **more: Any) -> Any:
        """Ask or order something at the control side."""
        headers = {"authorization": f"Bearer {self.control_token}"}
        address = f"{self.url}/control/{path}"
        answer = httpx.request(
            method, address, headers=headers, timeout=60, trust_env=False, **more
        )
        answer.raise_for_status()
        return answer.json()


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])

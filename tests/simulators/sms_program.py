"""The SMS stand-in as a program of its own that tests start, order and kill."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 20.0
USERNAME = "rifada"


class SmsProgram:
    """The gateway as a program."""

    def __init__(self, folder):
        self.folder = folder
        self.password = secrets.token_urlsafe(12)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.program = None

    def start(self):
        command = [sys.executable, "-m", "simulators.sms", "--port", str(self.port)]
        command += ["--data", str(self.folder), "--username", USERNAME]
        self.program = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"SMS_PASSWORD": self.password},
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

    def kill(self):
        if self.program is not None:
            self.program.kill()
            self.program.wait()

    def mood(self, mood):
        answer = httpx.post(f"{self.url}/mood", data={"mood": mood}, trust_env=False)
        assert answer.status_code == 303

    def forget(self):
        httpx.post(f"{self.url}/forget", trust_env=False)

    def messages(self):
        return httpx.get(f"{self.url}/messages.json", trust_env=False).json()


def free_port():
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])

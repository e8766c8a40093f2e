"""The stand-in for the e-path as a program that tests and benchmarks start, order and kill."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import httpx

from benchmarks.programs import StandIn


class Simulator(StandIn):
    """The e-path as a program."""

    def __init__(self, folder: Path, *, profile: str, seed: int) -> None:
        self.token, self.control_token = secrets.token_urlsafe(12), secrets.token_urlsafe(12)
        super().__init__(
            *("simulators.masar", "--data", str(folder)),
            *("--profile", profile, "--seed", str(seed)),
            more={"MASAR_TOKEN": self.token, "MASAR_CONTROL_TOKEN": self.control_token},
        )

    def control(self, method: str, path: str, **more: Any) -> Any:
        """Ask or order something at the control side."""
        headers = {"authorization": f"Bearer {self.control_token}"}
        address = f"{self.url}/control/{path}"
        answer = httpx.request(
            method, address, headers=headers, timeout=60, trust_env=False, **more
        )
        answer.raise_for_status()
        return answer.json()

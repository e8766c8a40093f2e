"""The SMS stand-in as a program of its own that tests start, order and kill."""

from __future__ import annotations

import secrets

import httpx

from benchmarks.programs import StandIn

USERNAME = "rifada"


class SmsProgram(StandIn):
    """The gateway as a program."""

    def __init__(self, folder):
        self.password = secrets.token_urlsafe(12)
        super().__init__(
            *("simulators.sms", "--data", str(folder), "--username", USERNAME),
            more={"SMS_PASSWORD": self.password},
        )

    def mood(self, mood):
        answer = httpx.post(
            f"{self.url}/mood", data={"mood": mood}, timeout=60, trust_env=False
        )
        assert answer.status_code == 303

    def forget(self):
        httpx.post(f"{self.url}/forget", timeout=60, trust_env=False)

    def messages(self):
        return httpx.get(f"{self.url}/messages.json", timeout=60, trust_env=False).json()

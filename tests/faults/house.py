"""A house of its own for faults: database, web and worker as real processes, to be killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import psycopg

from foundation.embedded import Profile, database_url, places, processes, start, stop
from foundation.supervisor.ports import free_port
from tests import template

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0  # a machine with other work takes long to start three programs


class House:
    """One embedded server with the season open, and the programs that work on it."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.children: list[subprocess.Popen[bytes]] = []
        self.port = free_port()

    def open(self) -> None:
        start(self.var, profile=Profile.SAFE)
        template.copy(os.environ["DATABASE_URL"], database_url(self.var))
        self.manage("open_season", "1448")

    def close(self) -> None:
        for child in self.children:
            if child.poll() is None:
                kill(child)
        stop(self.var)

    def begin(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a program of ours on this house, in the background."""
        child = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.children.append(child)
        return child

    def environment(self) -> dict[str, str]:
        return os.environ | {
            "RIFADA_VAR": str(self.var),
            "DATABASE_URL": database_url(self.var),
            "PORT": str(self.port),
            "PYTHONPATH": str(ROOT),
        }

    def manage(self, *words: str) -> str:
        """Run a command to its end and answer what it said."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def ask(self, query: str):
        """Answer the first value of a query, asked beside the program."""
        with psycopg.connect(database_url(self.var), autocommit=True) as connection:
            row = connection.execute(query).fetchone()
            return row[0] if row else None

    def kill_database(self) -> None:
        """End every process of the server at once, as a power cut of the machine would."""
        victims = processes.all_of(places.places(self.var))
        for process in victims:
            with suppress(psutil.NoSuchProcess):  # it went with the one before
                process.kill()
        psutil.wait_procs(victims, timeout=10)

    def start_database(self) -> None:
        start(self.var, profile=Profile.SAFE)

    def begin_web(self) -> subprocess.Popen[bytes]:
        """Start the pages and wait until they answer."""
        web = self.begin(
            "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port",
            str(self.port), "--workers", "1", "--blocking-threads", "2",
            "tests.faults.faults_wsgi:application",
        )  # fmt: skip
        wait_until(self.answers)
        return web

    def answers(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/healthz", timeout=5).is_success
        except httpx.HTTPError:
            return False


def kill(child: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started, without a word of warning."""
    family = [psutil.Process(child.pid), *psutil.Process(child.pid).children(recursive=True)]
    for process in family:
        process.send_signal(signal.SIGKILL)
    child.wait()
    psutil.wait_procs(family[1:], timeout=10)


def wait_until(reached, seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, "it does not get that far"
        time.sleep(0.02)


class Visitor:
    """A browser without scripts: signs in, follows forms, keeps cookies."""

    def __init__(self, house: House) -> None:
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{house.port}", follow_redirects=True, timeout=60
        )
        self.client.cookies.set("language", "en")

    def sign_in(self, email: str, password: str) -> None:
        self.post("/accounts/login/", {"login": email, "password": password})
        assert self.client.get("/").url.path == "/"

    def post(self, path: str, data: dict[str, str], **more) -> httpx.Response:
        page = self.client.get(path) if "from_page" not in more else more.pop("from_page")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token, page.text[:300]
        headers = {"Referer": f"{self.client.base_url}{path}"}
        return self.client.post(
            path, data=data | {"csrfmiddlewaretoken": token[1]}, headers=headers, **more
        )

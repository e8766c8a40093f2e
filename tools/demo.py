"""``make demo``: database, pages, worker and stand-ins, started and ended together."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import httpx

from foundation import embedded
from foundation.supervisor import Program, Supervisor, leftovers
from foundation.supervisor.supervisor import say_to_terminal as say
from tools.provision import DIST, digest, once

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 60.0
HOST = "127.0.0.1"


class NotStarted(Exception):
    """The demo cannot start; the text says what to do about it."""


def main(action: str = "start") -> None:
    """Run the demo until Ctrl-C, or end what a killed one left behind."""
    var = Path(os.environ.get("RIFADA_VAR") or "var").resolve()
    var.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)
    try:
        (_stop if action == "stop" else _run)(var)
    except (NotStarted, embedded.ServerUnavailable) as error:
        sys.exit(str(error))


def _stop(var: Path) -> None:
    count = leftovers.clear(str(var))
    database = embedded.stop(var)
    say(f"Ended {count} programs" + (" and the database." if database else "."))


def _run(var: Path) -> None:
    began = time.monotonic()
    port = int(os.environ.get("PORT") or 8000)
    with _alone(var):
        supervisor = Supervisor(logs=var / "log", mark=str(var), say=say)
        supervisor.listen_for_signals()
        _check_ports_free(port)
        with _database(var) as url:
            _set_environment(var, port=port, url=url)
            _prepare(supervisor, var)
            try:
                for program in _programs(var, port=port) if not supervisor.leaving else []:
                    supervisor.start(program)
                _wait_until_ready(supervisor, port=port)
                if not supervisor.leaving:
                    _welcome(port, seconds=time.monotonic() - began)
                supervisor.watch()
            finally:
                say("Stopping")
                supervisor.stop()


def _set_environment(var: Path, *, port: int, url: str) -> None:
    os.environ |= {
        "RIFADA_VAR": str(var),
        "PORT": str(port),
        "DATABASE_URL": url,
        "DEMO": "true",
        "REQUIRE_SECOND_FACTOR": "false",
        "PYTHONUNBUFFERED": "1",
    }


def _prepare(supervisor: Supervisor, var: Path) -> None:
    """Bring the database and the static files up to date, and the sample season in.

    Where nothing changed since the last time this is skipped: it would cost a start of Django.
    A database that was given may have been emptied meanwhile, so there it always runs.
    """
    sources = [path for root in ("demo", "foundation", "mission") for path in _shaping(root)]
    wanted = digest([*sources, *(path for path in DIST.rglob("*") if path.is_file())])
    stamp = var / "prepared"
    if os.environ["DATABASE_URL"] != embedded.database_url(var):
        stamp.unlink(missing_ok=True)
    once(stamp, wanted, lambda: _run_prepare(supervisor))


def _shaping(root: str) -> Iterator[Path]:
    """Give the files that shape the database and what stands in it."""
    pattern = "**/*" if root == "demo" else "**/migrations/*.py"
    return (p for p in (ROOT / root).glob(pattern) if p.is_file() and p.suffix != ".pyc")


def _run_prepare(supervisor: Supervisor) -> None:
    command = [sys.executable, "-m", "tools.prepare"]
    process = subprocess.Popen(command, start_new_session=True)
    while process.poll() is None:
        if supervisor.leaving:
            process.terminate()
            process.wait()
        time.sleep(0.05)
    if supervisor.leaving:
        raise NotStarted("Stopped before the sample season was ready; the next start goes on.")
    if process.returncode:
        raise NotStarted("The sample season could not be made ready; the reason stands above.")


def _programs(var: Path, *, port: int) -> list[Program]:
    python = sys.executable
    cores = str(os.cpu_count() or 1)
    granian = (python, "-m", "granian", "--host", HOST, "--no-ws", "--log-level", "warning")
    web = (
        *(*granian, "--interface", "wsgi", "--port", str(port)),
        *("--workers", cores, "--blocking-threads", "4", "--respawn-failed-workers"),
        # A worker that is told to stop while it starts does not listen.
        *("--workers-kill-timeout", "3"),
        "config.wsgi:application",
    )
    live = (python, "-m", "live", "--port", str(port + 1))
    masar = (
        *(python, "-m", "simulators.masar", "--port", str(port + 2)),
        *("--data", str(var / "masar"), "--token-file", str(var / "keys" / "masar-token")),
    )
    sms = (
        *(python, "-m", "simulators.sms", "--port", str(port + 3)),
        *("--data", str(var / "sms"), "--password-file", str(var / "keys" / "sms-password")),
    )
    return [
        Program("masar", masar),
        Program("sms", sms),
        Program("worker", (python, "manage.py", "run_worker")),
        # Whoever waits for a code must not wait for an import.
        Program("messages", (python, "manage.py", "run_worker", "--queue", "messages")),
        Program("live", live),
        Program("web", web),
    ]


def _check_ports_free(port: int) -> None:
    for number in (port, port + 1, port + 2, port + 3):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, number))
            except OSError:
                raise NotStarted(
                    f"Port {number} is taken. Choose another: make demo PORT={port + 100}"
                ) from None


def _wait_until_ready(supervisor: Supervisor, *, port: int) -> None:
    until = time.monotonic() + READY_SECONDS
    while not supervisor.leaving and not _answers(port):
        if time.monotonic() > until:
            raise NotStarted(f"The pages did not come up; see {supervisor.logs / 'web.log'}")
        supervisor.look()
        time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://{HOST}:{port}/healthz", timeout=5).is_success
    except httpx.HTTPError:
        return False


def _welcome(port: int, *, seconds: float) -> None:
    say(f"\nRifada is at http://localhost:{port}/ (ready in {seconds:.0f} s, Ctrl-C ends it)\n")
    from demo.accounts import sign_in_lines

    for line in sign_in_lines():
        say(f"  {line}")
    say(f"  messages to mobiles are shown at http://localhost:{port + 3}/")
    say("")


@contextmanager
def _database(var: Path) -> Iterator[str]:
    given = os.environ.get("DATABASE_URL")
    with nullcontext(given) if given else embedded.lease(var) as url:
        yield url


@contextmanager
def _alone(var: Path) -> Iterator[None]:
    """Refuse a second demo on the same data."""
    with (var / "demo.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotStarted(
                f"A demo runs on {var} already. Another copy needs another RIFADA_VAR and PORT."
            ) from None
        yield


if __name__ == "__main__":
    main(*sys.argv[1:2])

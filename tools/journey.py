"""``make journey``: the whole thread on one workbook, in a database that is gone afterwards."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

from foundation.supervisor import Program, Supervisor
from foundation.supervisor.ports import HOST, await_port, free_port
from foundation.supervisor.supervisor import say_to_terminal as say
from tools import fresh

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 30.0


def main(applicants: str = "", out: str = "") -> int:
    """Run the thread with the quick simulator and answer its exit code."""
    if not applicants or not out:
        say("Say what to read and where to put the results:")
        say("  make journey APPLICANTS=FILE.xlsx OUT=DIR")
        return 2
    paths = (str(Path(applicants).resolve()), str(Path(out).resolve()))
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with fresh.place("journey") as environment:
        os.environ |= environment | {
            "MASAR_TOKEN": secrets.token_urlsafe(24),
            "MASAR_CONTROL_TOKEN": secrets.token_urlsafe(24),
        }
        return _run(Path(environment["RIFADA_VAR"]), *paths)


def _run(var: Path, applicants: str, out: str) -> int:
    port = free_port()
    os.environ["MASAR_URL"] = f"http://{HOST}:{port}"
    supervisor = Supervisor(logs=var / "log", mark=str(var), say=say)
    simulator = (
        *(sys.executable, "-m", "simulators.masar", "--port", str(port)),
        *("--data", str(var / "masar"), "--profile", "quick"),
    )
    supervisor.start(Program("masar", simulator))
    try:
        await_port(port, seconds=READY_SECONDS)
        manage = (sys.executable, "manage.py")
        code = subprocess.run([*manage, "migrate", "--no-input", "-v", "0"]).returncode
        if code:
            return code
        return subprocess.run([*manage, "run_journey", applicants, "--out", out]).returncode
    except TimeoutError:
        say("The simulator of the Saudi path did not start.")
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        supervisor.stop()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))

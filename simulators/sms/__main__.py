"""Starts the simulator: `python -m simulators.sms --port 8003 --data var/sms`."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

import uvicorn

from simulators.sms.app import build
from simulators.sms.gateway import MOODS

HOST = "127.0.0.1"  # whoever sees the page sees codes: it is for this machine alone


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m simulators.sms",
        description="A stand-in for an SMS gateway: it shows messages and sends none.",
        epilog="Password: SMS_PASSWORD; without it it is read from DIR/password unless another "
        "file is named, and made where there is none.",
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--password-file", type=Path, metavar="FILE")
    parser.add_argument("--username", default=os.environ.get("SMS_USERNAME") or "rifada")
    parser.add_argument("--mood", choices=sorted(MOODS), default="calm")
    return parser.parse_args()


def _password(path: Path) -> str:
    """Take it from the environment, else from a file that only its owner reads."""
    if given := os.environ.get("SMS_PASSWORD"):
        return given
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(24), encoding="utf-8")
        with suppress(FileExistsError):
            os.link(draft, path)  # whoever is first wins, and nobody reads half a password
        draft.unlink()
    return path.read_text(encoding="utf-8").strip()


def main() -> None:
    """Run until stopped."""
    given = _arguments()
    given.data.mkdir(parents=True, exist_ok=True)
    password = _password(given.password_file or given.data / "password")
    sys.stdout.write(f"SMS simulator ({given.mood}) on http://{HOST}:{given.port}/\n")
    sys.stdout.flush()
    uvicorn.run(
        build(username=given.username, password=password, mood=given.mood),
        host=HOST,
        port=given.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=2,
    )


main()

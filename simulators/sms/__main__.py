"""Starts the simulator: `python -m simulators.sms --port 8003 --data var/sms`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import uvicorn

from simulators.own_secrets import own_secret
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


def main() -> None:
    """Run until stopped."""
    given = _arguments()
    given.data.mkdir(parents=True, exist_ok=True)
    password = own_secret("SMS_PASSWORD", given.password_file or given.data / "password")
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

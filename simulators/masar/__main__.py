"""Starts the simulator: `python -m simulators.masar --port 8160 --data var/masar`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import uvicorn

from simulators.masar.app import Options, build
from simulators.masar.behaviour import PROFILES
from simulators.masar.line import BreakableLine
from simulators.own_secrets import own_secret


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m simulators.masar",
        description="A stand-in for the Saudi e-path that misbehaves as real partners do.",
        epilog="Tokens: MASAR_TOKEN and MASAR_CONTROL_TOKEN; without them they are read from "
        "files, DIR/token and DIR/control_token unless named, and made where there are none.",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--token-file", type=Path, metavar="FILE")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="harsh")
    parser.add_argument("--seed", type=int, default=1448)
    parser.add_argument("--valid-from", default="", metavar="YYYY-MM-DD")
    parser.add_argument("--valid-until", default="", metavar="YYYY-MM-DD")
    return parser.parse_args()


def main() -> None:
    """Run until stopped."""
    given = _arguments()
    given.data.mkdir(parents=True, exist_ok=True)
    options = Options(
        data=given.data,
        token=own_secret("MASAR_TOKEN", given.token_file or given.data / "token"),
        control_token=own_secret("MASAR_CONTROL_TOKEN", given.data / "control_token"),
        behaviour=PROFILES[given.profile],
        seed=given.seed,
        valid_from=given.valid_from,
        valid_until=given.valid_until,
    )
    sys.stdout.write(
        f"e-path simulator ({given.profile}) on http://{given.host}:{given.port}/\n"
    )
    sys.stdout.flush()
    uvicorn.run(
        build(options),
        host=given.host,
        port=given.port,
        http=BreakableLine,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
    )


main()

"""Ports of programs that are started here: a free one, and when something listens."""

from __future__ import annotations

import socket
import time

HOST = "127.0.0.1"


def free_port() -> int:
    """Answer a port that nobody uses now."""
    with socket.socket() as line:
        line.bind((HOST, 0))
        return int(line.getsockname()[1])


def await_port(port: int, *, seconds: float) -> None:
    """Wait until a program listens; raises TimeoutError when none does in so many seconds."""
    until = time.monotonic() + seconds
    while True:
        with socket.socket() as knock:
            knock.settimeout(1)
            if knock.connect_ex((HOST, port)) == 0:
                return
        if time.monotonic() > until:
            raise TimeoutError(f"nothing listens on port {port}")
        time.sleep(0.05)

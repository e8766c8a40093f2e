"""Limits of processes that read hostile files, and a way to start a program within them:
``python -m foundation.uploads.limited PROGRAM …``."""

from __future__ import annotations

import os
import resource
import sys

MOST_MEMORY_BYTES = 512 << 20
MOST_CPU_SECONDS = 15
MOST_OUTPUT_BYTES = 8 << 20


def main(program: str, *arguments: str) -> None:
    """Set the limits and become the program."""
    hold_within(
        memory_bytes=MOST_MEMORY_BYTES,
        cpu_seconds=MOST_CPU_SECONDS,
        output_bytes=MOST_OUTPUT_BYTES,
    )
    os.execv(program, [program, *arguments])  # noqa: S606  (no shell on purpose)


def hold_within(*, memory_bytes: int, cpu_seconds: int, output_bytes: int) -> None:
    """Let the operating system end this process when it takes more; no dump is left."""
    for limit, most in (
        (resource.RLIMIT_DATA, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, output_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    main(*sys.argv[1:])

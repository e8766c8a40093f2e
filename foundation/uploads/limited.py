"""Starts another program within limits: ``python -m foundation.uploads.limited PROGRAM …``."""

from __future__ import annotations

import os
import resource
import sys

MOST_MEMORY_BYTES = 512 << 20
MOST_CPU_SECONDS = 15
MOST_OUTPUT_BYTES = 8 << 20


def main(program: str, *arguments: str) -> None:
    """Set the limits and become the program."""
    for limit, most in (
        (resource.RLIMIT_DATA, MOST_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MOST_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    os.execv(program, [program, *arguments])  # noqa: S606  (no shell on purpose)


if __name__ == "__main__":
    main(*sys.argv[1:])

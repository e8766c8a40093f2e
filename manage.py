#!/usr/bin/env python
"""The one command line of Rifada: every command is a Django management command."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import AbstractContextManager, nullcontext
from types import FrameType

from django.core.management import execute_from_command_line

from config import env
from foundation.embedded import ServerUnavailable, lease

NO_DATABASE = {"help", "version", "--help", "--version", "collectstatic", "findstatic"}


def database(words: list[str]) -> AbstractContextManager[str]:
    """Hold the embedded server while a command runs, unless another one was named."""
    if env.DATABASE_URL or not words or words[0] in NO_DATABASE:
        return nullcontext(env.DATABASE_URL)
    return lease(env.RIFADA_VAR)


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    signal.signal(signal.SIGTERM, _leave)
    try:
        with database(sys.argv[1:]):
            execute_from_command_line(sys.argv)
    except ServerUnavailable as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()

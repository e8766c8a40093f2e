"""Makes the data directory and says how the server is to be set."""

from __future__ import annotations

import shutil
import subprocess
from enum import Enum
from pathlib import Path

from foundation.embedded.account import Account, login_name
from foundation.embedded.errors import ServerUnavailable
from foundation.embedded.places import Places, program

USER = "rifada"
MAJOR_VERSION = "18"


class Profile(Enum):
    """How much the server does so that a power cut loses nothing."""

    SAFE = "safe"
    TEST = "test"


SETTINGS = {
    "listen_addresses": "",  # the socket only: nothing on the network, no port to collide
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "dynamic_shared_memory_type": "mmap",  # containers give /dev/shm too little
}
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def command(places: Places, profile: Profile) -> list[str]:
    """Answer the command line of the server."""
    folder = str(places.sockets).replace('"', '""')
    settings = SETTINGS | {
        "cluster_name": places.mark,
        "unix_socket_directories": f'"{folder}"',
        **(UNSAFE if profile is Profile.TEST else {}),
    }
    chosen = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [str(program("postgres")), "-D", str(places.data), *chosen]


def prepare(places: Places, account: Account) -> None:
    """Make the folders and, the first time, the data directory. Raises ServerUnavailable."""
    places.home.mkdir(mode=0o755, parents=True, exist_ok=True)
    for folder in (places.home, places.sockets):
        folder.mkdir(mode=0o700, exist_ok=True)
        account.own(folder)
    version = places.data / "PG_VERSION"
    if not version.exists():
        _initialise(places, account)
    if version.read_text().strip() != MAJOR_VERSION:
        raise ServerUnavailable(f"{places.data} was made by another version of PostgreSQL.")
    _write_access(places, account)


def _initialise(places: Places, account: Account) -> None:
    """Make the data directory beside its place and move it there whole.

    A start that is killed half way leaves a draft, which the next start throws away.
    """
    draft = places.home / "data.draft"
    shutil.rmtree(draft, ignore_errors=True)
    shutil.rmtree(places.data, ignore_errors=True)
    words = [
        *(str(program("initdb")), "-D", str(draft), f"--username={USER}", "--encoding=UTF8"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
        *("--auth=peer", "--no-sync", "--no-instructions"),
    ]
    made = subprocess.run(  # noqa: S603 - our own programs
        [*account.prefix, *words],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        **account.options,
    )
    if made.returncode:
        raise ServerUnavailable(f"The data directory could not be made: {made.stderr.strip()}")
    draft.rename(places.data)


def _write_access(places: Places, account: Account) -> None:
    """Let in, through the socket, only the person who started the server."""
    _replace(places.data / "pg_hba.conf", "local all all peer map=rifada\n", account)
    _replace(places.data / "pg_ident.conf", f'rifada "{login_name()}" {USER}\n', account)


def _replace(path: Path, text: str, account: Account) -> None:
    draft = path.with_name(f"{path.name}.draft")
    draft.write_text(text)
    draft.chmod(0o600)
    account.own(draft)
    draft.rename(path)

"""The account that the server runs under: PostgreSQL refuses root, so root steps down."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foundation.embedded.errors import ServerUnavailable
from foundation.embedded.places import Places, program

UNPRIVILEGED = "nobody"
# Bits of the capability sets in /proc/self/status (include/uapi/linux/capability.h).
CAPABILITIES = {"dac_read_search": 2, "dac_override": 1}


@dataclass(frozen=True)
class Account:
    """Who runs the server, and how a command line is changed to become that account."""

    uid: int
    prefix: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)

    def own(self, path: Path) -> None:
        """Give ``path`` to the account where we are root."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, -1)


def login_name() -> str:
    """Answer the name by which PostgreSQL knows us at its socket. Raises ServerUnavailable."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise ServerUnavailable(
            f"User {os.geteuid()} has no name on this machine, which PostgreSQL asks for."
        ) from None


def account_for(places: Places) -> Account:
    """Answer who runs the server of ``places``. Raises ServerUnavailable."""
    uid = os.geteuid()
    owner = places.data.stat().st_uid if places.data.exists() else uid
    if uid != 0:
        if owner != uid:
            raise ServerUnavailable(f"{places.data} belongs to another user; set RIFADA_VAR.")
        return Account(uid=uid)
    person = pwd.getpwuid(owner) if owner else pwd.getpwnam(UNPRIVILEGED)
    missing = _missing_capability(places)
    if missing is None:
        return Account(
            uid=person.pw_uid,
            options={"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []},
        )
    return Account(uid=person.pw_uid, prefix=_stepping_down(person, missing))


def _stepping_down(person: pwd.struct_passwd, capability: str) -> tuple[str, ...]:
    """Answer the command that becomes ``person`` and keeps one capability.

    A clone under /root cannot be entered by anyone else. Instead of opening the
    folders of the person who cloned, the server alone may pass through them.
    """
    tool = shutil.which("setpriv")
    if tool is None:
        raise ServerUnavailable(
            "setpriv (util-linux) is needed to start from a private folder."
        )
    return (
        tool,
        f"--reuid={person.pw_uid}",
        f"--regid={person.pw_gid}",
        "--clear-groups",
        f"--inh-caps=-all,+{capability}",
        f"--ambient-caps=-all,+{capability}",
        # Without it access(2), with which PostgreSQL looks for its own programs, ignores them.
        "--securebits=+no_setuid_fixup",
        "--",
    )


def _missing_capability(places: Places) -> str | None:
    """Answer the capability without which the account could not reach the server's files."""
    postgres = program("postgres")
    reachable = all(_open_to_all(path) for path in (*places.home.parents, *postgres.parents))
    executable = bool(postgres.stat().st_mode & stat.S_IXOTH)
    if reachable and executable:
        return None
    wanted = ["dac_read_search", "dac_override"] if executable else ["dac_override"]
    held = _bounding_set()
    for name in wanted:
        if held >> CAPABILITIES[name] & 1:
            return name
    raise ServerUnavailable(
        f"{places.home} and {postgres} must be reachable for user {UNPRIVILEGED}: "
        "move the clone out of a private folder."
    )


def _open_to_all(folder: Path) -> bool:
    return not folder.exists() or bool(folder.stat().st_mode & stat.S_IXOTH)


def _bounding_set() -> int:
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    lines = status.read_text().splitlines()
    return next((int(line.split()[1], 16) for line in lines if line.startswith("CapBnd")), 0)

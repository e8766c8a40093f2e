"""What the live program reads from its environment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from environs import Env

from foundation import signing, tickets
from foundation.embedded import lease
from foundation.waiting import tokens

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Room:
    """What the waiting room needs to know.

    site_url    of the pages as browsers reach them; empty: the host that a browser names, and
                ``site_port``
    most_polls  questions a second that all who wait are told to ask at most
    """

    key: bytes = field(repr=False)
    site_url: str = ""
    site_port: int = 8000
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    is_secure: bool = False
    slow_milliseconds: int = 1_000
    most_polls: float = 800.0
    mission_ar: str = ""
    mission_en: str = ""
    colour: str = ""
    pass_seconds: int = 15 * 60

    @property
    def site(self) -> str:
        """The address at which the pages answer this program."""
        return self.site_url or f"http://127.0.0.1:{self.site_port}"


@dataclass(frozen=True)
class Settings:
    """Address of the database, the tickets' key, the limits, and the waiting room's."""

    database_url: str
    ticket_key: bytes = field(repr=False)
    room: Room
    most_streams: int = 5_000
    most_waiting_lines: int = 10_000
    beat_seconds: float = 15.0
    longest_stream_seconds: float = 15 * 60.0
    remembered_events: int = 10_000


@contextmanager
def from_environment() -> Iterator[Settings]:
    """Read the settings; holds the embedded server where DATABASE_URL names no other."""
    env = Env(eager=False)
    env.read_env(str(ROOT / ".env"), recurse=False)
    var = Path(env.str("RIFADA_VAR", default=str(ROOT / "var"))).resolve()
    database_url: str = env.str("DATABASE_URL", default="")
    room = _room(env, keys=var / "keys")
    env.seal()
    key = signing.secret(tickets.SECRET_NAME, folder=var / "keys")
    if database_url:
        yield Settings(database_url=database_url, ticket_key=key, room=room)
        return
    with lease(var) as url:
        yield Settings(database_url=url, ticket_key=key, room=room)


def _room(env: Env, *, keys: Path) -> Room:
    return Room(
        key=signing.secret(tokens.SECRET_NAME, folder=keys),
        site_url=env.str("SITE_URL", default=""),
        site_port=env.int("PORT", default=8000),
        hosts=tuple(env.list("ALLOWED_HOSTS", default=list(Room.hosts))),
        is_secure=env.bool("SECURE_TRANSPORT", default=False),
        slow_milliseconds=env.int("WAITING_ROOM_SLOW_MILLISECONDS", default=1_000),
        most_polls=env.float("WAITING_ROOM_POLLS", default=800.0),
        mission_ar=env.str("MISSION_NAME_AR", default="بعثة الحج القطرية"),
        mission_en=env.str("MISSION_NAME_EN", default="Qatar Hajj Mission"),
        colour=env.str("MISSION_COLOUR", default=""),
    )

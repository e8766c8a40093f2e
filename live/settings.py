"""What the live program reads from its environment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from environs import Env

from foundation import signing, tickets
from foundation.embedded import lease

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Address of the database, the tickets' key, and the limits."""

    database_url: str
    ticket_key: bytes = field(repr=False)
    most_streams: int = 5_000
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
    env.seal()
    key = signing.secret(tickets.SECRET_NAME, folder=var / "keys")
    if database_url:
        yield Settings(database_url=database_url, ticket_key=key)
        return
    with lease(var) as url:
        yield Settings(database_url=url, ticket_key=key)

"""The embedded PostgreSQL in RIFADA_VAR, and the settings that reach it or any other server."""

from foundation.embedded.cluster import Profile
from foundation.embedded.errors import ServerUnavailable
from foundation.embedded.lease import lease
from foundation.embedded.server import database_url, is_running, start, stop
from foundation.embedded.settings import database_settings

__all__ = [
    "Profile",
    "ServerUnavailable",
    "database_settings",
    "database_url",
    "is_running",
    "lease",
    "start",
    "stop",
]

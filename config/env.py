"""Every environment variable of Rifada: its type, unit and default, read once at start-up.

``.env.example`` and ``docs/reference/environment.md`` list the same names; a test compares.
"""

from __future__ import annotations

from pathlib import Path

from environs import Env

ROOT = Path(__file__).resolve().parent.parent

env = Env(eager=False)
env.read_env(str(ROOT / ".env"), recurse=False)

# Where everything that the program writes lives: database, documents, keys.
RIFADA_VAR = Path(env.str("RIFADA_VAR", default=str(ROOT / "var"))).resolve()

# Empty: the embedded server in RIFADA_VAR. Else a postgres:// address.
DATABASE_URL: str = env.str("DATABASE_URL", default="")

# Empty: a key generated into RIFADA_VAR at first start.
SECRET_KEY: str = env.str("SECRET_KEY", default="")

DEBUG: bool = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]
)

# True behind TLS: cookies are marked secure, HSTS is sent, X-Forwarded-Proto is believed.
SECURE_TRANSPORT: bool = env.bool("SECURE_TRANSPORT", default=False)
# How many proxies of ours a request passes; so many addresses of X-Forwarded-For are believed.
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=0)

# True: staff without a passkey or a one-time-code app must set one up before anything else.
REQUIRE_SECOND_FACTOR: bool = env.bool("REQUIRE_SECOND_FACTOR", default=True)

# The port of the web process; live and the simulator take the next ones unless set.
PORT: int = env.int("PORT", default=8000)
LIVE_URL: str = env.str("LIVE_URL", default="")

# Where the pages are as browsers reach them; empty: the host that a browser named, and PORT.
SITE_URL: str = env.str("SITE_URL", default="")

# The waiting room: whether the door asks for a pass at all, which addresses are behind it,
# people let in a second at most unless an opening says otherwise, the p95 that is too slow.
WAITING_ROOM: bool = env.bool("WAITING_ROOM", default=True)
WAITING_ROOM_PATHS: list[str] = env.list("WAITING_ROOM_PATHS", default=["/apply/"])
WAITING_ROOM_PACE: float = env.float("WAITING_ROOM_PACE", default=1.5)
WAITING_ROOM_SLOW_MILLISECONDS: int = env.int("WAITING_ROOM_SLOW_MILLISECONDS", default=1000)
WAITING_ROOM_POLLS: float = env.float("WAITING_ROOM_POLLS", default=800.0)

# Whoever holds it may read /metrics from anywhere; empty: this machine alone may.
METRICS_TOKEN: str = env.str("METRICS_TOKEN", default="")

# The Saudi path: address and token of its interface.
MASAR_URL: str = env.str("MASAR_URL", default="")
MASAR_TOKEN: str = env.str("MASAR_TOKEN", default="")
# Seconds to connect, between two pieces of an answer, for one call, and with its retries.
MASAR_CONNECT_SECONDS: float = env.float("MASAR_CONNECT_SECONDS", default=3.0)
MASAR_READ_SECONDS: float = env.float("MASAR_READ_SECONDS", default=10.0)
MASAR_CALL_SECONDS: float = env.float("MASAR_CALL_SECONDS", default=20.0)
MASAR_OPERATION_SECONDS: float = env.float("MASAR_OPERATION_SECONDS", default=45.0)
# Tries of an operation that is safe to repeat, requests a call (they take 100), calls at once.
MASAR_TRIES: int = env.int("MASAR_TRIES", default=4)
MASAR_CHUNK: int = env.int("MASAR_CHUNK", default=100)
MASAR_CALLS_AT_ONCE: int = env.int("MASAR_CALLS_AT_ONCE", default=4)
# The circuit breaker: failed operations in a row, seconds of its first and longest opening.
MASAR_BREAKER_FAILURES: int = env.int("MASAR_BREAKER_FAILURES", default=5)
MASAR_BREAKER_SECONDS: float = env.float("MASAR_BREAKER_SECONDS", default=1.0)
MASAR_BREAKER_LONGEST_SECONDS: float = env.float("MASAR_BREAKER_LONGEST_SECONDS", default=60.0)

# The SMS gateway (Kannel's sendsms): address, our name and password there, sender shown.
SMS_URL: str = env.str("SMS_URL", default="")
SMS_USERNAME: str = env.str("SMS_USERNAME", default="rifada")
SMS_PASSWORD: str = env.str("SMS_PASSWORD", default="")
SMS_FROM: str = env.str("SMS_FROM", default="Hajj")
# Our own address as the gateway reaches it, for delivery reports; empty: this machine.
SMS_REPORT_URL: str = env.str("SMS_REPORT_URL", default="")

# A national identity service (OpenID Connect) for the public; empty issuer: codes by SMS.
OIDC_ISSUER: str = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID: str = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET: str = env.str("OIDC_CLIENT_SECRET", default="")
# What is asked for, and under which names the national id and the mobile are told.
OIDC_SCOPE: str = env.str("OIDC_SCOPE", default="openid profile phone")
OIDC_NATIONAL_ID_CLAIM: str = env.str("OIDC_NATIONAL_ID_CLAIM", default="national_id")
OIDC_MOBILE_CLAIM: str = env.str("OIDC_MOBILE_CLAIM", default="phone_number")

# The virus scanner: unix:/path or host:port of clamd; empty: files are not scanned.
CLAMD_ADDRESS: str = env.str("CLAMD_ADDRESS", default="")

# The mission's name in both languages.
MISSION_NAME_AR: str = env.str("MISSION_NAME_AR", default="بعثة الحج القطرية")
MISSION_NAME_EN: str = env.str("MISSION_NAME_EN", default="Qatar Hajj Mission")
# The mission's colour (#8a1538) and the file of its emblem (SVG or PNG); empty: ours.
MISSION_COLOUR: str = env.str("MISSION_COLOUR", default="")
MISSION_EMBLEM: str = env.str("MISSION_EMBLEM", default="")

# True where the sample season may be loaded; never in production.
DEMO: bool = env.bool("DEMO", default=False)

env.seal()

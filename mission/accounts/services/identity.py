"""Sign-in by a national identity service: OpenID Connect, code flow with PKCE.

https://openid.net/specs/openid-connect-core-1_0.html, RFC 7636, RFC 9700.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
from django.conf import settings
from django.db import transaction

from foundation import journal
from foundation.phones import BadPhone, parse_phone
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.accounts.events import SignedIn
from mission.accounts.models import Account
from mission.accounts.queries import phone_region
from mission.accounts.rules import BadNationalId, Proof, Way, read_national_id
from mission.accounts.services.accounts import opened
from mission.people.queries import mobile_of

TIMEOUT = httpx.Timeout(10.0, connect=3.0)
LARGEST_ANSWER_BYTES = 200_000
LEEWAY_SECONDS = 60
# Signed by a key of theirs; never "none", and never HS256, for which our own secret would do.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
NEEDED = ["iss", "sub", "aud", "exp", "iat"]


class IdentityRefused(Refusal):
    """The identity service said no, or said something that cannot be believed."""

    code = "identity_refused"
    status = 422


@dataclass(frozen=True)
class Asking:
    """What is kept in the session until the identity service sends the browser back."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str

    def kept(self) -> dict[str, str]:
        """Answer it as the session keeps it."""
        return asdict(self)


def ask_identity(redirect_uri: str) -> tuple[str, Asking]:
    """Answer the address to send the browser to, and what to keep. Raises IdentityRefused."""
    asking = Asking(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        redirect_uri=redirect_uri,
    )
    digest = hashlib.sha256(asking.verifier.encode()).digest()
    parameters = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": redirect_uri,
        "scope": settings.OIDC_SCOPE,
        "state": asking.state,
        "nonce": asking.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    address = str(_described()["authorization_endpoint"])
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode(parameters)}", asking


def sign_in_by_identity(
    *, asked: Asking, state: str, code: str, by: Actor, at: datetime
) -> Account:
    """Answer whose account it is, by what the identity service says of the code.

    Raises IdentityRefused.
    """
    if not code or not hmac.compare_digest(asked.state.encode(), state.encode()):
        raise IdentityRefused(why="state")
    service = _described()
    claims = _claims(service, _token(service, asked=asked, code=code), nonce=asked.nonce)
    return _signed_in(claims=claims, by=by, at=at)


@transaction.atomic
def _signed_in(*, claims: dict[str, Any], by: Actor, at: datetime) -> Account:
    try:
        national_id = read_national_id(str(claims.get(settings.OIDC_NATIONAL_ID_CLAIM, "")))
    except BadNationalId as wrong:
        raise IdentityRefused(why="national_id") from wrong
    account = opened(
        national_id=national_id,
        mobile=_mobile(claims) or mobile_of(national_id),
        proof=Proof.IDENTITY,
        language=_language(claims),
        by=by,
        at=at,
    )
    journal.record(SignedIn(account=account.id, way=Way.IDENTITY), by=by, at=at)
    return account


def _mobile(claims: dict[str, Any]) -> str:
    """Read the mobile, E.164 or with digits of the country alone; empty when none is told."""
    told = str(claims.get(settings.OIDC_MOBILE_CLAIM) or "")
    try:
        return parse_phone(told, phone_region(), mobile_only=True) if told else ""
    except BadPhone:
        return ""


def _language(claims: dict[str, Any]) -> str:
    return "en" if str(claims.get("locale", "")).lower().startswith("en") else "ar"


def _token(service: dict[str, Any], *, asked: Asking, code: str) -> str:
    answer = _ask(
        "POST",
        str(service["token_endpoint"]),
        data={
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": asked.redirect_uri,
            "code_verifier": asked.verifier,
            "client_id": settings.OIDC_CLIENT_ID,
        },
        auth=httpx.BasicAuth(settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET),
    )
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise IdentityRefused(why="no id_token")
    return token


def _claims(service: dict[str, Any], token: str, *, nonce: str) -> dict[str, Any]:
    """Verify an ID token (OpenID Connect Core 3.1.3.7) and answer what it says."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key_of(service, token),
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY_SECONDS,
            options={"require": NEEDED},
        )
    except (jwt.PyJWTError, ValueError) as wrong:
        raise IdentityRefused(why=type(wrong).__name__) from wrong
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise IdentityRefused(why="nonce")
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    party = claims.get("azp", settings.OIDC_CLIENT_ID)
    if party != settings.OIDC_CLIENT_ID or (len(audiences) > 1 and "azp" not in claims):
        raise IdentityRefused(why="azp")
    return claims


def _key_of(service: dict[str, Any], token: str) -> Any:
    """Answer the key of theirs that the token names; raises IdentityRefused, PyJWTError."""
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise IdentityRefused(why="alg")
    keys = jwt.PyJWKSet.from_dict(_ask("GET", str(service["jwks_uri"]))).keys
    fitting = [key for key in keys if key.key_id == header.get("kid")]
    if len(fitting) != 1:
        raise IdentityRefused(why="kid")
    return fitting[0].key


def _described() -> dict[str, Any]:
    """Read what the service says of itself; it must be who we think it is."""
    issuer = settings.OIDC_ISSUER
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    service = _ask("GET", address)
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if service.get("issuer") != issuer or not all(service.get(name) for name in wanted):
        raise IdentityRefused(why="configuration")
    return service


def _ask(method: str, address: str, **more: Any) -> dict[str, Any]:
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as line:
            answer = line.request(method, address, **more)
        if not answer.is_success or len(answer.content) > LARGEST_ANSWER_BYTES:
            raise IdentityRefused(why=f"HTTP {answer.status_code}")
        body = json.loads(answer.content)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as wrong:
        raise IdentityRefused(why=type(wrong).__name__) from wrong
    if not isinstance(body, dict):
        raise IdentityRefused(why="no object")
    return body

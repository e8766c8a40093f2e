"""A national identity service in small: OpenID Connect over HTTP, which lies when told to."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "rifada", "between us"
OTHER = "somebody-else"
CLAIM_LIES = {
    "nonce": {"nonce": "another"},
    "audience": {"aud": OTHER},
    "two audiences": {"aud": [CLIENT, OTHER]},
    "party": {"aud": [CLIENT, OTHER], "azp": OTHER},
    "issuer": {"iss": "https://elsewhere.example"},
}


class Provider:
    """The service, and what it says of the person in front of it."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.says = {}
        self.lie = ""
        self.codes = {}
        self.asked = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                provider.get(self)

            def do_POST(self):
                provider.post(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def get(self, request):
        path = urlsplit(request.path)
        if path.path == "/.well-known/openid-configuration":
            answer(request, 200, self._described())
        elif path.path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            answer(request, 200, {"keys": [public | {"kid": "one", "use": "sig"}]})
        else:
            answer(request, 404, {})

    def consent(self, address):
        """Do what the person's browser does at the service; answer where it is sent back to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def post(self, request):
        length = int(request.headers["Content-Length"])
        form = {k: v[0] for k, v in parse_qs(request.rfile.read(length).decode()).items()}
        login = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(form.get("code"), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or request.headers.get("Authorization") not in (f"Basic {login}", f"Basic {plain}")
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != form["redirect_uri"]
        ):
            answer(request, 400, {"error": "invalid_grant"})
            return
        answer(request, 200, {"access_token": "x", "id_token": self._token(asked)})

    def _described(self):
        return {
            "issuer": "https://elsewhere.example"
            if self.lie == "configuration"
            else self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def _token(self, asked):
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": "77", "aud": CLIENT, "iat": now, "exp": now + 300}
        claims |= {"nonce": asked["nonce"], **self.says}
        claims |= CLAIM_LIES.get(self.lie, {})
        if self.lie == "expired":
            claims |= {"iat": now - 900, "exp": now - 600}
        left_out = {"no nonce": "nonce", "no expiry": "exp"}.get(self.lie)
        claims.pop(left_out, None)
        key, algorithm = {
            "other key": (self.other_key, "RS256"),
            "unsigned": (None, "none"),
            "our secret": (SECRET * 4, "HS256"),
        }.get(self.lie, (self.key, "RS256"))
        kid = "two" if self.lie == "unknown key" else "one"
        token = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})
        return {"no token": None, "rubbish": "a.b.c"}.get(self.lie, token)


def answer(request, status, body):
    text = json.dumps(body).encode()
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(text)))
    request.end_headers()
    request.wfile.write(text)

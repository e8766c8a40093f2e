"""A passkey in software: makes and uses credentials as a telephone does (WebAuthn level 3)."""

from __future__ import annotations

import hashlib
import json
import os
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """One telephone with one passkey; its behaviour can be bent."""

    def __init__(self, origin="http://testserver"):
        self.origin = origin
        self.flags = PRESENT | VERIFIED
        self.uses = 0
        self.counts = True
        self.credential_id = os.urandom(32)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.holder = b""

    def make(self, options):
        """Answer ``navigator.credentials.create``."""
        key = options["publicKey"]
        self.host, self.holder = key["rp"]["id"], websafe_decode(key["user"]["id"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + struct.pack(">H", len(self.credential_id))
        data = self._data(ATTESTED) + attested + self.credential_id + public
        statement = {"fmt": "none", "attStmt": {}, "authData": data}
        client = self._client("webauthn.create", key["challenge"])
        return self._answer(
            clientDataJSON=websafe_encode(client),
            attestationObject=websafe_encode(cbor.encode(statement)),
        )

    def use(self, options):
        """Answer ``navigator.credentials.get``."""
        key = options["publicKey"]
        self.uses += self.counts
        data = self._data()
        client = self._client("webauthn.get", key["challenge"])
        signed = data + hashlib.sha256(client).digest()
        return self._answer(
            clientDataJSON=websafe_encode(client),
            authenticatorData=websafe_encode(data),
            signature=websafe_encode(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            userHandle=websafe_encode(self.holder),
        )

    def _data(self, more=0):
        place = hashlib.sha256(self.host.encode()).digest()
        return place + struct.pack(">BI", self.flags | more, self.uses)

    def _client(self, kind, challenge):
        told = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(told | {"crossOrigin": False}).encode()

    def _answer(self, **response):
        name = websafe_encode(self.credential_id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "clientExtensionResults": {},
            "response": response,
        }

"""The text of a secret message while it waits: encrypted with a key that is no row."""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet

from foundation import signing


def seal(text: str) -> bytes:
    """Encrypt a text."""
    return _fernet().encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    """Decrypt a text; raises InvalidToken when it was not sealed here."""
    return _fernet().decrypt(sealed).decode()


def _fernet() -> Fernet:
    return Fernet(urlsafe_b64encode(signing.secret("messages")))

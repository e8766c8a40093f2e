"""Keys of this installation: Ed25519 pairs and shared secrets, in files of mode 0600.

They lie in ``RIFADA_VAR/keys`` (folder 0700), never in the database or the journal.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

_NAME = re.compile(r"^[a-z0-9][a-z0-9.-]{0,60}$")


class KeyFileUnsafe(PermissionError):
    """Others may read the key file; the program refuses to use it until its mode is 0600."""


class KeyMissing(FileNotFoundError):
    """No key of that name was made on this machine."""


def keys_folder() -> Path:
    """Answer the folder of the keys: RIFADA_VAR/keys of the settings, or of the environment.

    The live program runs without settings and reads the environment only.
    """
    from django.conf import settings

    if settings.configured or os.environ.get("DJANGO_SETTINGS_MODULE"):
        return Path(settings.RIFADA_VAR) / "keys"
    return Path(os.environ.get("RIFADA_VAR") or "var").resolve() / "keys"


def signing_key(name: str, *, folder: Path | None = None) -> Ed25519PrivateKey:
    """Answer the private key of that name; make it first when there is none.

    When several processes make it at once, one wins and all get the same key.

    Raises KeyFileUnsafe.
    """
    path = _path(name, ".pem", folder)
    if not path.exists():
        made = Ed25519PrivateKey.generate()
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write_once(path, pem)
    key = load_pem_private_key(_read(path), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileUnsafe(f"{path} holds no Ed25519 key")
    return key


def existing_signing_key(name: str, *, folder: Path | None = None) -> Ed25519PrivateKey:
    """Answer the private key of that name; raises KeyMissing instead of making one."""
    if not has_key(name, folder=folder):
        raise KeyMissing(name)
    return signing_key(name, folder=folder)


def has_key(name: str, *, folder: Path | None = None) -> bool:
    """Answer whether the key of that name was made on this machine."""
    return _path(name, ".pem", folder).exists()


def secret(name: str, *, folder: Path | None = None) -> bytes:
    """Answer 32 secret bytes of that name; make them first when there are none.

    Raises KeyFileUnsafe.
    """
    path = _path(name, ".secret", folder)
    if not path.exists():
        _write_once(path, secrets.token_hex(32).encode())
    return bytes.fromhex(_read(path).decode().strip())


def public_bytes(key: Ed25519PrivateKey | Ed25519PublicKey) -> bytes:
    """Answer the 32 bytes of the public key."""
    public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(key: Ed25519PrivateKey | Ed25519PublicKey | bytes) -> str:
    """Answer the short name of a key: 8 bytes of SHA-256 of its public bytes, in hex."""
    raw = key if isinstance(key, bytes) else public_bytes(key)
    return hashlib.sha256(raw).hexdigest()[:16]


def is_signed(message: bytes, signature: bytes, *, public: bytes) -> bool:
    """Answer whether the signature over the message is by the owner of the public bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _path(name: str, ending: str, folder: Path | None) -> Path:
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is no name of a key")
    return (folder or keys_folder()) / f"{name}{ending}"


def _write_once(path: Path, content: bytes) -> None:
    """Write beside, then link into place: whoever links first wins, nobody reads half a key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise KeyFileUnsafe(f"{path}: others may read it; set its mode to 0600")
    return path.read_bytes()

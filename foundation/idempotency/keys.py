"""Keys and fingerprints: by which the same submission is known again. Plain Python."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping

from foundation.refusals import Refusal

# Source: IETF draft-ietf-httpapi-idempotency-key-header-07.
HEADER = "Idempotency-Key"
FIELD = "idempotency_key"
# They differ from one sending of the same form to the next.
_NOT_PART = frozenset({FIELD, "csrfmiddlewaretoken"})


class KeyMissing(Refusal):
    """The submission carries no key, or none that is a UUID."""

    code = "idempotency_key_missing"
    status = 400


class KeyUsedOtherwise(Refusal):
    """The key came before, with another content or from somebody else."""

    code = "idempotency_key_used"
    status = 422


def new_key() -> str:
    """Make a key for a form that is about to be shown."""
    return str(uuid.uuid4())


def parse_key(text: str) -> uuid.UUID:
    """Read a key; raises KeyMissing."""
    try:
        return uuid.UUID(text.strip().strip('"'))
    except ValueError:
        raise KeyMissing() from None


def fingerprint(
    *,
    method: str,
    path: str,
    actor: str,
    fields: Mapping[str, Iterable[str]] | None = None,
    files: Iterable[tuple[str, str]] = (),
    body: bytes = b"",
) -> str:
    """Hash what makes two requests the same one: SHA-256, in hex.

    Every part is told with its length, so that no two requests read alike.

    fields  of a form, name to values; the order of names does not matter
    files   name and hash of each file
    body    of a request that is no form
    """
    digest = hashlib.sha256()

    def add(part: bytes) -> None:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)

    for text in (method, path, actor):
        add(text.encode())
    for name in sorted(set(fields or {}) - _NOT_PART):
        values = list((fields or {})[name])
        add(name.encode())
        add(str(len(values)).encode())
        for value in values:
            add(value.encode("utf-8", "surrogatepass"))
    for name, hashed in sorted(files):
        add(name.encode())
        add(hashed.encode())
    add(body)
    return digest.hexdigest()

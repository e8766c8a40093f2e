"""Checkpoints: the head of the chain, signed, in files outside the database.

Whoever rewrites or cuts the journal and its links together still cannot make these agree. Copy
the folder to another machine: a checkpoint that lies beside its database shows less.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from foundation import signing

KEY_NAME = "journal-checkpoints"


@dataclass(frozen=True)
class Checkpoint:
    """The last number and hash of the chain at a moment; ``key`` and ``signature`` are hex."""

    number: int
    hash: str
    at: str
    key: str
    signature: str = ""

    def message(self) -> bytes:
        """Answer the bytes that are signed: JSON without the signature, keys sorted."""
        told = {name: value for name, value in asdict(self).items() if name != "signature"}
        return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def checkpoints_folder() -> Path:
    """Answer the folder of the checkpoint files, one for each day (UTC)."""
    return Path(settings.RIFADA_VAR) / "checkpoints"


def sign_checkpoint(*, number: int, head: bytes, at: datetime) -> Checkpoint:
    """Sign the head of the chain with the key of this installation; makes the key at first."""
    key = signing.signing_key(KEY_NAME)
    plain = Checkpoint(
        number=number,
        hash=head.hex(),
        at=at.astimezone(UTC).isoformat(timespec="seconds"),
        key=signing.public_bytes(key).hex(),
    )
    return Checkpoint(
        **(asdict(plain) | {"signature": key.sign(plain.message()).hex()}),
    )


def keep_checkpoint(checkpoint: Checkpoint) -> Path:
    """Append a checkpoint to the file of its day and wait until it is on the disk."""
    folder = checkpoints_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{checkpoint.at[:10]}.jsonl"
    line = json.dumps(asdict(checkpoint), sort_keys=True) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    return path


def kept_checkpoints() -> Iterator[Checkpoint]:
    """Read every checkpoint, oldest first; raises ValueError for a line that is none."""
    for path in sorted(checkpoints_folder().glob("*.jsonl")):
        for line in path.read_text().splitlines():
            yield Checkpoint(**json.loads(line))


def newest_checkpoint() -> Checkpoint | None:
    """Answer the newest checkpoint, or None."""
    for path in sorted(checkpoints_folder().glob("*.jsonl"), reverse=True):
        lines = path.read_text().splitlines()
        if lines:
            return Checkpoint(**json.loads(lines[-1]))
    return None


def is_genuine(checkpoint: Checkpoint) -> bool:
    """Answer whether the key of this installation signed the checkpoint."""
    ours = signing.public_bytes(signing.signing_key(KEY_NAME))
    if checkpoint.key != ours.hex():
        return False
    signature = bytes.fromhex(checkpoint.signature)
    return signing.is_signed(checkpoint.message(), signature, public=ours)

"""The bytes of uploads: written whole or not at all, under the name of their SHA-256."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from foundation.uploads.contents import HEAD_BYTES, UploadRefused

CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True)
class Kept:
    """What was written: its hash, its length and its first bytes."""

    sha256: str
    size_bytes: int
    head: bytes


def media_folder() -> Path:
    """Answer the private folder of uploads; no web server serves it."""
    return Path(settings.MEDIA_ROOT)


def path_of(sha256: str) -> Path:
    """Answer where the bytes with that hash lie (whether or not they do)."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError(f"{sha256!r} is no SHA-256")
    return media_folder() / sha256[:2] / sha256[2:4] / sha256


def open_upload(sha256: str) -> BinaryIO:
    """Open the bytes with that hash for reading; raises FileNotFoundError."""
    return path_of(sha256).open("rb")


def chunks_of(source: Iterable[bytes] | BinaryIO) -> Iterator[bytes]:
    """Read a file object, Django's uploaded file or any iterable of bytes in small pieces."""
    if hasattr(source, "chunks"):
        yield from source.chunks(CHUNK_BYTES)
    elif hasattr(source, "read"):
        while piece := source.read(CHUNK_BYTES):
            yield piece
    else:
        yield from source


def draft(source: Iterable[bytes] | BinaryIO, *, max_bytes: int) -> tuple[Path, Kept]:
    """Write the bytes into a draft beside their place and fsync it; memory stays at one piece.

    Raises UploadRefused (empty, too large) and leaves nothing behind.
    """
    folder = media_folder() / "drafts"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / secrets.token_hex(16)
    try:
        return path, _write(path, source, max_bytes)
    except BaseException:
        discard(path)
        raise


def settle(draft_path: Path, sha256: str) -> Path:
    """Move a draft to its place; when the same bytes are there already, drop the draft."""
    place = path_of(sha256)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.exists():
        os.utime(place)  # young again: the sweep of orphans waits for its row
        discard(draft_path)
        return place
    draft_path.replace(place)
    _sync_folder(place.parent)
    return place


def measured(path: Path) -> tuple[str, int]:
    """Answer a file's SHA-256 and its length."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            digest.update(piece)
        return digest.hexdigest(), file.tell()


def discard(path: Path) -> None:
    """Remove a draft, if it is there."""
    with suppress(FileNotFoundError):
        path.unlink()


def _write(path: Path, source: Iterable[bytes] | BinaryIO, max_bytes: int) -> Kept:
    digest, size, head = hashlib.sha256(), 0, b""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in chunks_of(source):
            size += len(piece)
            if size > max_bytes:
                raise UploadRefused("upload_too_large", limit_megabytes=max_bytes // 1_000_000)
            if len(head) < HEAD_BYTES:
                head += piece[: HEAD_BYTES - len(head)]
            digest.update(piece)
            file.write(piece)
        if not size:
            raise UploadRefused("upload_empty")
        file.flush()
        os.fsync(file.fileno())
    return Kept(sha256=digest.hexdigest(), size_bytes=size, head=head)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

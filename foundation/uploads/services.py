"""Writes of uploads: taking a file in, and sweeping away bytes that no row names."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from foundation.scoping import Actor
from foundation.uploads import cleaning, files
from foundation.uploads.contents import UploadRefused, media_type_of, safe_name
from foundation.uploads.models import Upload

ORPHAN_SECONDS = 24 * 3600


def store_upload(
    source: Iterable[bytes] | BinaryIO,
    *,
    name: str,
    accept: Collection[str],
    max_bytes: int,
    by: Actor,
    at: datetime,
) -> Upload:
    """Keep the bytes of a file and say who handed it in; answer its row.

    The type is told by the content. The bytes are on disk before the row exists; when the
    transaction is rolled back, the sweep of orphans removes them a day later.

    source     Django's uploaded file, a binary file, or pieces of bytes; read once
    accept     media types, e.g. ``{contents.XLSX, "text/plain"}``

    Raises UploadRefused (``upload_empty``, ``upload_too_large``, ``upload_wrong_type``).
    """
    path, kept = files.draft(source, max_bytes=max_bytes)
    media_type = media_type_of(kept.head)
    if media_type not in accept:
        files.discard(path)
        raise UploadRefused("upload_wrong_type", found=media_type)
    files.settle(path, kept.sha256)
    return _row(
        kept.sha256, kept.size_bytes, media_type=media_type, name=safe_name(name), by=by, at=at
    )


@dataclass(frozen=True)
class CleanUpload:
    """An upload made anew, and what is known of the file that was handed in.

    width, height  of a picture (pixels); pages  of a PDF; else 0
    """

    upload: Upload
    original_sha256: str
    width: int
    height: int
    pages: int


def store_clean_upload(
    source: Iterable[bytes] | BinaryIO,
    *,
    name: str,
    accept: Collection[str],
    max_bytes: int,
    by: Actor,
    at: datetime,
) -> CleanUpload:
    """Keep a picture or a PDF made anew, never the bytes that were handed in.

    The file is scanned when a scanner is configured, opened in a process of its own, and
    written anew: pictures as upright JPEG without metadata, PDFs as their pages alone.

    accept  of ``cleaning.PICTURES`` and ``cleaning.PDF``

    Raises UploadRefused.
    """
    path, kept = files.draft(source, max_bytes=max_bytes)
    try:
        with cleaning.cleaned(path, kept, accept=frozenset(accept)) as made:
            digest, size = files.measured(made.path)
            files.settle(made.path, digest)
    finally:
        files.discard(path)
    shown = _named_anew(safe_name(name), made.media_type)
    upload = _row(digest, size, media_type=made.media_type, name=shown, by=by, at=at)
    return CleanUpload(upload, kept.sha256, made.width, made.height, made.pages)


def _row(
    sha256: str, size_bytes: int, *, media_type: str, name: str, by: Actor, at: datetime
) -> Upload:
    return Upload.objects.create(
        sha256=sha256,
        size_bytes=size_bytes,
        media_type=media_type,
        name=name,
        by_kind=by.kind,
        by_id=by.id,
        by_label=by.label,
        at=at,
    )


def _named_anew(name: str, media_type: str) -> str:
    """Give a name the ending of what the file is now."""
    stem = name.rpartition(".")[0] or name
    return f"{stem}.{'pdf' if media_type == cleaning.PDF else 'jpg'}"


def sweep_orphans(*, older_than_seconds: float = ORPHAN_SECONDS, dry_run: bool = False) -> int:
    """Remove files that no row names and that are older than this; answer how many.

    Young files stay: their row may not be committed yet.
    """
    before = time.time() - older_than_seconds
    swept = 0
    for path in sorted(files.media_folder().glob("**/*")):
        if not path.is_file() or path.stat().st_mtime > before:
            continue
        is_draft = path.parent.name == "drafts"
        if is_draft or (len(path.name) == 64 and not _is_named(path.name)):
            swept += 1
            if not dry_run:
                files.discard(path)
    return swept


def _is_named(sha256: str) -> bool:
    return Upload.objects.filter(sha256=sha256).exists()

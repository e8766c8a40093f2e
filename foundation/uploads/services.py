"""Writes of uploads: taking a file in, and sweeping away bytes that no row names."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import BinaryIO

from foundation.scoping import Actor
from foundation.uploads import files
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
    return Upload.objects.create(
        sha256=kept.sha256,
        size_bytes=kept.size_bytes,
        media_type=media_type,
        name=safe_name(name),
        by_kind=by.kind,
        by_id=by.id,
        by_label=by.label,
        at=at,
    )


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

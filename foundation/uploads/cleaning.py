"""Making a hostile file harmless: what it is, what a scanner says, and the file made anew."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from foundation.uploads import files, scanning
from foundation.uploads.contents import UploadRefused, media_type_of

JPEG, PNG, HEIC, PDF = "image/jpeg", "image/png", "image/heic", "application/pdf"
PICTURES = frozenset([JPEG, PNG])
_CHILD = "foundation.uploads.child"
_ROOT = Path(__file__).resolve().parents[2]
_LONGEST_SECONDS = 30
# A process may take most of a gigabyte: so many at a time in each web process, others wait.
_slots = threading.BoundedSemaphore(2)
_LONGEST_WAIT_SECONDS = 20.0


@dataclass(frozen=True)
class Cleaned:
    """A file made anew, still a draft beside its place.

    width, height  of a picture (pixels); pages  of a PDF; else 0
    """

    path: Path
    media_type: str
    width: int = 0
    height: int = 0
    pages: int = 0


@contextmanager
def cleaned(draft: Path, kept: files.Kept, *, accept: frozenset[str]) -> Iterator[Cleaned]:
    """Give a draft's file made anew; it is gone after the block unless it was settled.

    accept  media types that may come in; pictures become JPEG

    Raises UploadRefused.
    """
    media_type = media_type_of(kept.head)
    if media_type == HEIC and media_type not in accept:
        raise UploadRefused("picture_is_heic")
    if media_type not in accept:
        raise UploadRefused("upload_wrong_type", found=media_type)
    scanning.check_clean(draft)
    target = draft.with_name(f"{draft.name}.new")
    try:
        told = _remade(draft, target, _request(media_type))
        yield Cleaned(target, PDF if media_type == PDF else JPEG, **told)
    finally:
        files.discard(target)


def page_picture(sha256: str, number: int) -> bytes:
    """Answer a page (from 1) of a PDF that we keep as a JPEG; raises UploadRefused."""
    request = {"kind": "page", "number": number, "longest_side": settings.PICTURE_LONGEST_SIDE}
    target = files.media_folder() / "drafts" / f"{secrets.token_hex(16)}.page"
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _remade(files.path_of(sha256), target, request)
        return target.read_bytes()
    finally:
        files.discard(target)


def _request(media_type: str) -> dict[str, Any]:
    if media_type == PDF:
        return {
            "kind": "pdf",
            "max_pages": settings.PDF_MAX_PAGES,
            "max_pixels": settings.PICTURE_MAX_PIXELS,
        }
    return {
        "kind": "picture",
        "media_type": media_type,
        "max_pixels": settings.PICTURE_MAX_PIXELS,
        "longest_side": settings.PICTURE_LONGEST_SIDE,
    }


def _remade(source: Path, target: Path, request: dict[str, Any]) -> dict[str, int]:
    """Run the process; raises UploadRefused with its reason, or when it came to grief."""
    if not _slots.acquire(timeout=_LONGEST_WAIT_SECONDS):
        raise UploadRefused("upload_busy")
    try:
        return _run(source, target, request)
    finally:
        _slots.release()


def _run(source: Path, target: Path, request: dict[str, Any]) -> dict[str, int]:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as given, os.fdopen(handle, "wb") as made:
        try:
            done = subprocess.run(  # noqa: S603  (our own program, no shell)
                [sys.executable, "-m", _CHILD, json.dumps(request)],
                stdin=given,
                stdout=made,
                stderr=subprocess.PIPE,
                cwd=_ROOT,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},  # none of our secrets
                timeout=_LONGEST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise UploadRefused("upload_too_much") from None
        os.fsync(made.fileno())
    told = _told(done)
    if "refused" in told:
        raise UploadRefused(told["refused"], **told["facts"])
    return told


def _told(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    """Read the last line of a process; one that was ended by its limits says nothing."""
    lines = done.stderr.decode(errors="replace").splitlines()
    try:
        told = json.loads(lines[-1]) if lines and done.returncode == 0 else None
    except ValueError:
        told = None
    return told if isinstance(told, dict) else {"refused": "upload_too_much", "facts": {}}

"""What a file is, told by its first bytes; and how its name may be shown."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

from foundation.refusals import Refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_BYTES = 4096
_LONGEST_NAME = 120
_LONGEST_ENDING = 10

_SIGNATURES = (
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
)
# Brands of the container that phones write HEIC and HEIF in (ISO/IEC 23008-12).
_HEIF_BRANDS = frozenset([b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"])
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(rb"^\s*(?:<!doctype|<html|<script|<svg|<\?xml|<\?php|<%)", re.IGNORECASE)
_UNSHOWN = re.compile(r"[\\/:*?\"<>|]")


class UploadRefused(Refusal):
    """The file cannot be taken.

    Codes: ``upload_empty``, ``upload_too_large`` (limit_megabytes), ``upload_wrong_type``
    (found); of files that are made anew also ``upload_infected``, ``upload_not_scanned``,
    ``upload_too_much``, ``upload_busy``, ``picture_…`` and ``pdf_…``.
    """

    code = "upload_refused"

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(**facts)
        self.code = code  # type: ignore[misc]


def media_type_of(head: bytes) -> str:
    """Tell a file's media type by its first 4 KiB, whatever its name and the browser say.

    A workbook is ``XLSX`` when its first entries are those of one, every other ZIP
    ``application/zip``; text without control characters is ``text/plain``, with markup at its
    start ``text/html``; the rest ``application/octet-stream``.
    """
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return _archive_type(head) if media_type == "application/zip" else media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "image/heic"
    return _text_type(head)


def safe_name(name: str) -> str:
    """Clean a file's name for showing and for ``Content-Disposition``; never empty.

    Folders, control characters, marks of direction and leading dots go; at most 120 characters.
    """
    last = PurePosixPath(PureWindowsPath(name).name).name
    shown = "".join(
        sign
        for sign in unicodedata.normalize("NFC", last)
        if unicodedata.category(sign)[0] != "C"
    )
    plain = _UNSHOWN.sub("_", shown).strip().lstrip(".").strip()
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= _LONGEST_ENDING:
        return f"{stem[: _LONGEST_NAME - 1 - len(ending)]}.{ending}"
    return plain[:_LONGEST_NAME] or "file"


def _archive_type(head: bytes) -> str:
    is_workbook = b"xl/" in head or b"[Content_Types].xml" in head
    return XLSX if is_workbook else "application/zip"


def _text_type(head: bytes) -> str:
    if head.startswith(_UTF16):
        return "text/plain"
    if not head or _CONTROLS.search(head):
        return "application/octet-stream"
    return "text/html" if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")) else "text/plain"

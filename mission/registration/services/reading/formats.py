"""What a file is, told by its bytes, and whether it may be opened at all."""

from __future__ import annotations

import codecs
import zipfile
from pathlib import Path
from typing import Literal

from mission.registration.rules.refusals import (
    NotAWorkbook,
    WorkbookDamaged,
    WorkbookEncrypted,
    WorkbookOld,
    WorkbookTooLarge,
    WorkbookWithMacros,
)

MEGABYTE = 1_000_000  # as the pages count them
# 100,000 applicants are 12 MB as XLSX and 20 MB as CSV; unpacked, their sheet is 110 MB.
MOST_BYTES = 68 * MEGABYTE
MOST_UNPACKED_BYTES = 806 * MEGABYTE
# Sheets of real people shrink to a tenth; a bomb shrinks to a thousandth.
MOST_SHRINKING = 100
SHRINKING_MATTERS_FROM = 17 * MEGABYTE
MOST_PARTS = 2_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACRO_TYPE = b"macroEnabled"
_NOT_TEXT = bytes(range(9))  # control characters that no text has, TAB and line ends aside
_PROBE = 4096

Kind = Literal["xlsx", "csv"]


def kind_of(path: Path) -> Kind:
    """Tell what the file is and refuse what must not be opened.

    Raises NotAWorkbook, WorkbookTooLarge, WorkbookEncrypted, WorkbookWithMacros, WorkbookOld,
    WorkbookDamaged.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise WorkbookTooLarge(megabytes=size // MEGABYTE, most=MOST_BYTES // MEGABYTE)
    with path.open("rb") as file:
        beginning = file.read(_PROBE)
    if beginning.startswith(_OLE):
        raise WorkbookEncrypted() if _ENCRYPTED in path.read_bytes() else WorkbookOld()
    if beginning.startswith(_ZIP):
        _check_package(path)
        return "xlsx"
    if not _may_be_text(beginning):
        raise NotAWorkbook()
    return "csv"


def _check_package(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _check_unpacked_size(parts, path.stat().st_size)
            _check_parts(package, {part.filename for part in parts})
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError) as damaged:
        raise WorkbookDamaged() from damaged


def _check_unpacked_size(parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if packed > size or len(parts) > MOST_PARTS:
        raise WorkbookDamaged()
    most = min(MOST_UNPACKED_BYTES, max(SHRINKING_MATTERS_FROM, MOST_SHRINKING * size))
    if unpacked > most:
        raise WorkbookTooLarge(megabytes=-(-unpacked // MEGABYTE), most=most // MEGABYTE)


def _check_parts(package: zipfile.ZipFile, names: set[str]) -> None:
    lowered = {name.lower().lstrip("/") for name in names}
    if any(part.flag_bits & 0x1 for part in package.infolist()):
        raise WorkbookEncrypted()
    if any(name.endswith("vbaproject.bin") for name in lowered):
        raise WorkbookWithMacros()
    if "xl/workbook.xml" not in lowered:
        is_office = "mimetype" in lowered or "xl/workbook.bin" in lowered
        raise WorkbookOld() if is_office else NotAWorkbook()
    types = next((name for name in names if name.lower() == "[content_types].xml"), None)
    is_small = types is not None and package.getinfo(types).file_size < MEGABYTE
    if types and is_small and _MACRO_TYPE in package.read(types):
        raise WorkbookWithMacros()


def _may_be_text(beginning: bytes) -> bool:
    if wide_encoding_of(beginning):
        return True
    if beginning.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        return False
    return not any(byte in _NOT_TEXT for byte in beginning)


def wide_encoding_of(beginning: bytes) -> str | None:
    """Answer the UTF-16 in which a text begins, by its mark or by the zeros between letters."""
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = beginning[:64]
    if len(head) < 8:
        return None
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > len(head) // 4 and even == 0:
        return "utf-16-le"
    if even > len(head) // 4 and odd == 0:
        return "utf-16-be"
    return None


def encoding_of(path: Path) -> str:
    """Answer the encoding of a text: UTF-16, UTF-8, else Windows-1256, which reads all."""
    with path.open("rb") as file:
        wide = wide_encoding_of(file.read(_PROBE))
        if wide:
            return wide
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(MEGABYTE):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1256"
    return "utf-8-sig"

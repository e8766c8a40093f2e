"""Reading the machine-readable lines of a passport by tesseract, when it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from functools import lru_cache
from typing import Literal

import structlog

from foundation.uploads import path_of
from mission.people.queries import Mrz

How = Literal["READ", "TYPED"]
READ: How = "READ"
TYPED: How = "TYPED"

_LIMITED = "foundation.uploads.limited"
_LONGEST_SECONDS = 15
_LANGUAGES = ("ocrb", "mrz", "eng")  # the first that is installed; OCR-B is the print of zones
_LONGEST_TEXT = 20_000
# Reading takes a processor for seconds: whoever comes when two are at it types the lines.
_readers = threading.BoundedSemaphore(2)
_log = structlog.get_logger(__name__)


def zone_in(sha256: str) -> str:
    """Answer the text on a picture that we made ourselves; empty when none could be read."""
    reader = shutil.which("tesseract")
    if reader is None or not _readers.acquire(blocking=False):
        return ""
    try:
        language = _language(reader)
        return _run(reader, str(path_of(sha256)), "stdout", "-l", language, "--psm", "6")
    finally:
        _readers.release()


def offered(zone: Mrz) -> dict[str, str]:
    """Answer what of a zone may take the place of what was typed: field → answer.

    A name that may be cut off is not offered, nor one that stands in doubt.
    """
    found = {
        "passport_no": zone.number,
        "passport_expiry": zone.expires_date.isoformat(),
        "birth_date": zone.birth_date.isoformat() if zone.birth_date else "",
        "sex": zone.sex,
        "nationality": zone.nationality,
        "name_en": "" if zone.is_cut or zone.doubtful else zone.name.title(),
    }
    return {field: text for field, text in found.items() if text}


@lru_cache(maxsize=4)
def _language(reader: str) -> str:
    known = _run(reader, "--list-langs").split()
    return next((each for each in _LANGUAGES if each in known), "eng")


def _run(*command: str) -> str:
    """Run the reader within limits of memory and time, with nothing of our environment."""
    kept = {key: os.environ[key] for key in ("PATH", "TESSDATA_PREFIX") if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  (no shell; the file is one that we wrote)
            [sys.executable, "-m", _LIMITED, *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=kept | {"OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"},
            timeout=_LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        _log.warning("the passport reader took too long")
        return ""
    if done.returncode != 0:
        _log.warning("the passport reader failed", code=done.returncode)
        return ""
    return done.stdout[:_LONGEST_TEXT].decode(errors="replace")

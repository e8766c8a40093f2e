"""Asking ClamAV about a file, when its daemon is configured; what it does not clear is refused.

The protocol is clamd's INSTREAM: a length of four bytes before each piece, zero at the end.
"""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import structlog
from django.conf import settings

from foundation.uploads.contents import UploadRefused

_PIECE_BYTES = 64 * 1024
_SECONDS = 20
_LONGEST_ANSWER = 4096
_log = structlog.get_logger(__name__)


def is_configured() -> bool:
    """Answer whether files are scanned."""
    return bool(settings.CLAMD_ADDRESS)


def check_clean(path: Path) -> None:
    """Raise UploadRefused unless the scanner clears the file; without a scanner do nothing.

    ``upload_infected`` when something was found; ``upload_not_scanned`` when the scanner did
    not answer, or answered anything else: a file is never passed because nobody looked.
    """
    if not is_configured():
        return
    try:
        answer = _asked(path)
    except OSError as error:
        _log.error("the virus scanner does not answer", error=str(error))
        raise UploadRefused("upload_not_scanned") from error
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        _log.warning("a virus scanner found something", answer=answer)
        raise UploadRefused("upload_infected")
    _log.error("the virus scanner could not look", answer=answer)
    raise UploadRefused("upload_not_scanned")


def _asked(path: Path) -> str:
    with closing(_connected(settings.CLAMD_ADDRESS)) as line, path.open("rb") as file:
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(_PIECE_BYTES):
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(bytes(4))
        answer = b""
        while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
            part = line.recv(_LONGEST_ANSWER)
            if not part:
                break
            answer += part
    return answer.partition(b"\0")[0].decode(errors="replace").strip()


def _connected(address: str) -> socket.socket:
    """Reach ``unix:/path`` or ``host:port``."""
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SECONDS)
        try:
            line.connect(address.removeprefix("unix:"))
        except BaseException:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)

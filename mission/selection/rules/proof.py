"""Packs the public proof of a draw into one ZIP whose bytes depend on nothing but its files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can write
READABLE = 0o100644 << 16
UNIX = 3


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of the files in the order given; the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, date_time=EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = READABLE
            member.create_system = UNIX
            archive.writestr(member, data, compresslevel=6)
    return target.getvalue()


def readme(template: str, *, title: str, hashes: Mapping[str, str]) -> bytes:
    """Return the README: ``{title}`` and ``{hashes}`` filled in, one hash a line.

    hashes  SHA-256 in hex by file name; verify.py reads these lines
    """
    width = max(len(name) for name in hashes)
    lines = "\n".join(f"{name.ljust(width)} {value}" for name, value in hashes.items())
    return template.replace("{title}", title).replace("{hashes}", lines).encode()

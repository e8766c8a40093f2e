"""Packs the public proof of a draw into one ZIP whose bytes depend on nothing but its files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from mission.selection.rules.seed import sha256_hex

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


def with_readme(
    files: Mapping[str, bytes],
    *,
    template: str,
    facts: Mapping[str, str],
    programs: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Return the files with README.txt and the programs that check them behind.

    facts     what stands in the template for ``{name}``, by name; one line each
    programs  verify.py first, and verify_linked.py where linked.csv is one of the files

    The README ends with one SHA-256 a line: of each file and program, and of all that stands
    above its own last line, so that verify.py sees a change of any byte.
    """
    hashed = {**files, **programs}
    lines = "".join(map(_hash_line, hashed, hashed.values()))
    for name, fact in facts.items():
        template = template.replace(f"{{{name}}}", " ".join(fact.split()))
    text = f"{template}\n{lines}".encode()
    sealed = text + _hash_line("README.txt", text).encode()
    return {**files, "README.txt": sealed, **programs}


def _hash_line(name: str, data: bytes) -> str:
    return f"{name:16} {sha256_hex(data)}\n"

"""The process that opens hostile files: it makes pictures and PDFs anew, within limits.

Run as ``python -m foundation.uploads.child REQUEST``: the file comes by standard input, the
new one goes to standard output, the last line of the error output is what is said of it, as
JSON. It holds no connection and no secret, and the operating system limits its memory, time
and files, so that a bomb ends this process and no other.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any, BinaryIO

from foundation.uploads.contents import UploadRefused
from foundation.uploads.limited import hold_within

MOST_MEMORY_BYTES = 768 << 20  # fifty megapixels with transparency, and once more for a turn
MOST_CPU_SECONDS = 20
MOST_OUTPUT_BYTES = 64 << 20


def main(request: str) -> None:
    """Make the file at standard input anew as the request (JSON) says."""
    hold_within(
        memory_bytes=MOST_MEMORY_BYTES,
        cpu_seconds=MOST_CPU_SECONDS,
        output_bytes=MOST_OUTPUT_BYTES,
    )
    named = json.loads(request)
    source = io.BytesIO(sys.stdin.buffer.read())
    try:
        told = _remake(source, sys.stdout.buffer, named)
        sys.stdout.buffer.flush()
    except UploadRefused as refusal:
        told = {"refused": refusal.code, "facts": refusal.facts}
    except (MemoryError, RecursionError):
        told = {"refused": "upload_too_much", "facts": {}}
    print(json.dumps(told), file=sys.stderr)  # noqa: T201  (how this process speaks)


def _remake(source: BinaryIO, target: BinaryIO, named: dict[str, Any]) -> dict[str, Any]:
    kind = named.pop("kind")
    if kind == "pdf":
        from foundation.uploads.pdfs import remake_pdf

        return remake_pdf(source, target, **named)
    if kind == "page":
        from foundation.uploads.pages import picture_of_page

        return picture_of_page(source, target, **named)
    from foundation.uploads.pictures import remake_picture

    return remake_picture(source, target, **named)


if __name__ == "__main__":
    main(*sys.argv[1:])

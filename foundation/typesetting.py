"""Setting PDFs: a Typst template and its words in, the bytes of a PDF out.

As a program (`python -m`) it reads both as JSON from its input and writes the PDF to its
output: the typesetter keeps what it has laid out, and a process that ends gives it back. A
step that must work its words over first has a program of its own, which calls ``answer``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
_FONTS = _ROOT / "frontend" / "print"
_PROGRAM = "foundation.typesetting"
_LONGEST_SECONDS = 30


class TypesettingFailed(RuntimeError):
    """The template cannot be set, or not in time: a fault of ours, with what was said of it."""


def set_pdf(
    template: Path,
    words: Mapping[str, Any],
    *,
    program: str = _PROGRAM,
    longest_seconds: int = _LONGEST_SECONDS,
) -> bytes:
    """Set a template as a PDF, in a process of its own; raises TypesettingFailed.

    words    what the template reads as JSON from ``sys.inputs.words``
    program  the module to run, for words that are worked over there
    """
    order = {"template": str(template), "words": words}
    try:
        done = subprocess.run(  # noqa: S603  (our own program, no shell)
            [sys.executable, "-m", program],
            input=json.dumps(order, ensure_ascii=False).encode(),
            capture_output=True,
            cwd=_ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},  # none of our secrets
            timeout=longest_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise TypesettingFailed(
            f"{template.name}: {longest_seconds} s were not enough"
        ) from late
    if done.returncode:
        raise TypesettingFailed(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


def answer(work_over: Callable[[dict[str, Any]], Mapping[str, Any]] = dict) -> None:
    """Set what stands at standard input and write the PDF to standard output."""
    order = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(_compiled(order["template"], work_over(order["words"])))


def _compiled(template: str, words: Mapping[str, Any]) -> bytes:
    import typst  # the processes that only ask for a PDF do without it

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FONTS)]
    )
    return typst.compile(
        template,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"words": json.dumps(words, ensure_ascii=False)},
    )


if __name__ == "__main__":
    answer()

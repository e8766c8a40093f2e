"""Setting a transcript: its texts in, the bytes of a PDF out.

As a program (`python -m`) it reads the texts as JSON from its input and writes the PDF to its
output: the typesetter keeps what it has laid out, and a process that ends gives it back.
"""

import json
import sys
from typing import Any

import typst


def set_transcript(given: dict[str, Any]) -> bytes:
    """Set a transcript as a PDF.

    given  ``template`` and ``fonts`` as paths, and ``transcript`` as the template reads it
    """
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[given["fonts"]]
    )
    return typst.compile(
        given["template"],
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"transcript": json.dumps(given["transcript"], ensure_ascii=False)},
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(set_transcript(json.load(sys.stdin)))

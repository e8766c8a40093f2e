"""Setting a receipt: its words in, the bytes of a PDF out.

As a program (`python -m`) it reads JSON from its input and writes the PDF to its output: the
typesetter keeps what it has laid out, so that each receipt is set by a process that ends.
"""

import json
import sys
from typing import Any

import typst


def set_receipt(receipt: dict[str, Any]) -> bytes:
    """Set one receipt as a PDF.

    receipt  ``template`` and ``fonts`` are paths; all else is what the template shows
    """
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[receipt["fonts"]],
    )
    return typst.compile(
        receipt["template"],
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"receipt": json.dumps(receipt, ensure_ascii=False)},
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(set_receipt(json.load(sys.stdin)))

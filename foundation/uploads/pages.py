"""A page of a PDF as a picture: whoever looks at a document opens no PDF at all.

Runs in the process of ``foundation.uploads.child`` only.
"""

from __future__ import annotations

from typing import BinaryIO

import pypdfium2

from foundation.uploads.contents import UploadRefused

_MOST_SCALE = 4.0  # a page of a few points across is not blown up to a wall
_QUALITY = 85


def picture_of_page(
    source: BinaryIO, target: BinaryIO, *, number: int, longest_side: int
) -> dict[str, int]:
    """Write page ``number`` (from 1) as a JPEG; raises UploadRefused (``pdf_damaged``)."""
    try:
        with pypdfium2.PdfDocument(source) as pdf:
            page = pdf[number - 1]
            scale = min(longest_side / max(page.get_size()), _MOST_SCALE)
            picture = page.render(scale=scale).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError, ValueError, ZeroDivisionError) as damage:
        raise UploadRefused("pdf_damaged") from damage
    picture.save(target, "JPEG", quality=_QUALITY)
    return {"width": picture.width, "height": picture.height}

"""Pictures made anew: decoded within bounds, turned upright, written as a plain JPEG.

Runs in the process of ``foundation.uploads.child`` only: whatever else lay in the file (place,
camera, a hidden archive behind the last byte) is not in the new one.
"""

from __future__ import annotations

from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from foundation.uploads.contents import UploadRefused

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
_QUALITY = 90  # print of 2 mm on a passport stays legible; a page takes about half a megabyte


def remake_picture(
    source: BinaryIO, target: BinaryIO, *, media_type: str, max_pixels: int, longest_side: int
) -> dict[str, int]:
    """Write a picture anew as JPEG; answer its width and height.

    max_pixels    asked of the file's header before anything is decoded
    longest_side  larger pictures are made smaller to it (pixels)

    Raises UploadRefused (``picture_damaged``, ``picture_too_many_pixels`` (limit_megapixels)).
    """
    Image.MAX_IMAGE_PIXELS = None  # our own bound is asked, and refuses instead of warning
    try:
        with Image.open(source, formats=[FORMATS[media_type]]) as picture:
            if picture.width * picture.height > max_pixels:
                raise UploadRefused(
                    "picture_too_many_pixels", limit_megapixels=max_pixels // 1_000_000
                )
            made = _remade(picture, longest_side)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as damage:
        # Pillow says a broken file in each of these ways.
        raise UploadRefused("picture_damaged") from damage
    made.save(target, "JPEG", quality=_QUALITY, optimize=True)
    return {"width": made.width, "height": made.height}


def _remade(picture: Image.Image, longest_side: int) -> Image.Image:
    picture.draft("RGB", (longest_side, longest_side))  # a JPEG decodes smaller: less memory
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    if "A" in upright.getbands() or "transparency" in upright.info:
        rgba = upright.convert("RGBA")
        flat = Image.new("RGB", rgba.size, "white")
        flat.paste(rgba, mask=rgba.getchannel("A"))
        return flat
    # A fresh picture: only its pixels come along.
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright.convert("RGB"))
    return fresh

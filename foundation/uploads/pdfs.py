"""PDFs made anew: refused when they can do anything but be looked at, then only pages kept.

Runs in the process of ``foundation.uploads.child`` only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from foundation.uploads.contents import UploadRefused

# What a page that is only looked at never needs, and how it is called when it is refused.
_ACTIVE_KEYS = {
    "/JS": "JavaScript",
    "/JavaScript": "JavaScript",
    "/AA": "actions",
    "/XFA": "XFA",
    "/EmbeddedFiles": "files",
    "/EF": "files",
    "/RichMediaContent": "RichMedia",
}
_ACTIVE_ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "Launch",
    "/SubmitForm": "SubmitForm",
    "/ImportData": "ImportData",
    "/GoToR": "GoToR",
    "/GoToE": "GoToE",
    "/Rendition": "RichMedia",
    "/Movie": "RichMedia",
    "/Sound": "RichMedia",
    "/GoTo3DView": "RichMedia",
}
_ACTIVE_ANNOTATIONS = frozenset(
    ["/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/FileAttachment"]
)
_OPENING_HARMLESSLY = frozenset(["/GoTo"])
_MOST_OBJECTS = 20_000  # a scan of twenty pages has some hundreds
_MOST_CONTENT_BYTES = 32_000_000  # of one page's drawing, unpacked
_LEFT_BEHIND = ("/AA", "/Metadata", "/PieceInfo", "/Thumb", "/B", "/StructParents")


def remake_pdf(
    source: BinaryIO, target: BinaryIO, *, max_pages: int, max_pixels: int
) -> dict[str, int]:
    """Write the pages of a PDF into a new one; answer how many.

    Links and the document's own information stay behind.

    max_pixels  of any one picture inside

    Raises UploadRefused (``pdf_damaged``, ``pdf_encrypted``, ``pdf_too_many_pages`` (limit),
    ``pdf_active`` (found), ``picture_too_many_pixels`` (limit_megapixels)).
    """
    try:
        with Pdf.open(source, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise UploadRefused("pdf_encrypted")
            _check_pages(pdf, max_pages)
            _check_objects(pdf, max_pixels)
            return _write(pdf, target)
    except pikepdf.PasswordError:
        raise UploadRefused("pdf_encrypted") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, AttributeError):
        # qpdf says a broken file in each of these ways.
        raise UploadRefused("pdf_damaged") from None


def _check_pages(pdf: Pdf, max_pages: int) -> None:
    pages = len(pdf.pages)
    if pages == 0:
        raise UploadRefused("pdf_damaged")
    if pages > max_pages:
        raise UploadRefused("pdf_too_many_pages", limit=max_pages)
    for page in pdf.pages:
        drawing = page.obj.get("/Contents", Array([]))
        parts = list(drawing.as_list()) if isinstance(drawing, Array) else [drawing]
        size = sum(len(part.read_bytes()) for part in parts if isinstance(part, Stream))
        if size > _MOST_CONTENT_BYTES:
            raise UploadRefused("pdf_damaged")


def _check_objects(pdf: Pdf, max_pixels: int) -> None:
    if len(pdf.objects) > _MOST_OBJECTS:
        raise UploadRefused("pdf_damaged")
    _check_opening(pdf.Root.get("/OpenAction"))
    for each in pdf.objects:
        for part in _dictionaries_in(each):
            _check_dictionary(part, max_pixels)


def _check_opening(action: Any) -> None:
    """Many writers name the page to show first; that is a place or /GoTo, and harmless."""
    if isinstance(action, Dictionary) and str(action.get("/S")) not in _OPENING_HARMLESSLY:
        raise UploadRefused("pdf_active", found="OpenAction")


def _check_dictionary(part: Any, max_pixels: int) -> None:
    for key in part.keys():  # noqa: SIM118  (a PDF dictionary is walked by its keys only)
        if key in _ACTIVE_KEYS:
            raise UploadRefused("pdf_active", found=_ACTIVE_KEYS[key])
    action = part.get("/S")
    if isinstance(action, Name) and str(action) in _ACTIVE_ACTIONS:
        raise UploadRefused("pdf_active", found=_ACTIVE_ACTIONS[str(action)])
    kind, subtype = str(part.get("/Type")), str(part.get("/Subtype"))
    if kind == "/EmbeddedFile" or subtype in _ACTIVE_ANNOTATIONS:
        raise UploadRefused("pdf_active", found="files" if kind == "/EmbeddedFile" else subtype)
    if subtype == "/Image" and _pixels(part) > max_pixels:
        raise UploadRefused("picture_too_many_pixels", limit_megapixels=max_pixels // 1_000_000)


def _pixels(picture: Any) -> int:
    return int(picture.get("/Width", 0)) * int(picture.get("/Height", 0))


def _dictionaries_in(found: Any) -> Iterator[Any]:
    """Answer a numbered object's own dictionary and those written inside it."""
    waiting = [found]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Array):
            waiting += [inner for inner in each.as_list() if not inner_is_numbered(inner)]
        elif isinstance(each, Dictionary | Stream):
            yield each
            waiting += [
                inner for inner in dict(each.items()).values() if not inner_is_numbered(inner)
            ]


def inner_is_numbered(inner: Any) -> bool:
    """Answer whether an object stands by itself: the walk over all objects meets it anyway."""
    return not isinstance(inner, pikepdf.Object) or inner.is_indirect


def _write(pdf: Pdf, target: BinaryIO) -> dict[str, int]:
    with Pdf.new() as fresh:
        fresh.pages.extend(pdf.pages)
        for page in fresh.pages:
            for key in _LEFT_BEHIND:
                if key in page.obj:
                    del page.obj[key]
            _drop_links(page.obj)
        fresh.save(target, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return {"pages": len(fresh.pages)}


def _drop_links(page: Any) -> None:
    notes = page.get("/Annots")
    if notes is None:
        return
    kept = [note for note in notes.as_list() if str(note.get("/Subtype")) != "/Link"]
    page["/Annots"] = Array(kept)

"""Documents as answers: only pictures that we made, or our own PDF to be saved, never kept."""

from __future__ import annotations

from django.http import HttpResponse

from foundation.refusals import NotFound
from foundation.uploads import open_upload
from foundation.uploads.cleaning import JPEG, PDF, page_picture
from mission.registration.models import Document

# Nothing in the answer may run, load or be framed, whatever a browser takes it for.
_POLICY = "default-src 'none'; sandbox"


def picture_answer(document: Document, number: int) -> HttpResponse:
    """Answer a document's picture, or page ``number`` (from 1) of its PDF as a picture."""
    if document.is_pdf:
        if not 1 <= number <= document.pages:
            raise NotFound()
        return _answer(page_picture(document.upload.sha256, number), JPEG, "inline")
    if number != 1:
        raise NotFound()
    return _answer(_bytes(document), JPEG, "inline")


def file_answer(document: Document) -> HttpResponse:
    """Answer the file itself, to be saved and not shown."""
    ending, kind = (".pdf", PDF) if document.is_pdf else (".jpg", JPEG)
    name = f"{document.kind.lower()}{ending}"
    return _answer(_bytes(document), kind, f'attachment; filename="{name}"')


def _bytes(document: Document) -> bytes:
    with open_upload(document.upload.sha256) as file:
        return file.read()


def _answer(body: bytes, media_type: str, disposition: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=media_type)
    answer["Content-Disposition"] = disposition
    answer["Content-Security-Policy"] = _POLICY
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer

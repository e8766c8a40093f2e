"""Uploads: files that people hand in, kept under the name of their SHA-256, not their own."""

from __future__ import annotations

from foundation.uploads.contents import UploadRefused, safe_name
from foundation.uploads.files import open_upload, path_of

__all__ = ["UploadRefused", "open_upload", "path_of", "safe_name", "store_upload"]


def __getattr__(name: str) -> object:
    """Give ``store_upload`` late: it needs the models, which are not there at start-up."""
    if name == "store_upload":
        from foundation.uploads.services import store_upload

        return store_upload
    raise AttributeError(name)

"""Secrets of a simulator: from the environment, else from a file that only its owner reads."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def own_secret(name: str, path: Path) -> str:
    """Answer the secret of the variable ``name``, else of the file; make it where none is."""
    if given := os.environ.get(name):
        return given
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(24), encoding="utf-8")
        with suppress(FileExistsError):
            os.link(draft, path)  # whoever is first wins, and nobody reads half a secret
        draft.unlink()
    return path.read_text(encoding="utf-8").strip()

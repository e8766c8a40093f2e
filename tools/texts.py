"""Finds every text to translate in Python, templates and TypeScript, without GNU gettext."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("config", "demo", "foundation", "frontend", "live", "mission", "templates")
LEFT_OUT = {"node_modules", "dist", "migrations", "samples", "__pycache__"}
SUFFIXES = {".py": "python", ".html": "template", ".ts": "javascript"}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "now_in_words": None,  # gettext, beside gettext_lazy as _
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass
class Text:
    """One text, where it stands, and its plural when it has one."""

    msgid: str
    plural: str = ""
    context: str = ""
    files: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """Answer what tells it from every other text: gettext knows no plural here."""
        return self.context, self.msgid


class MixedPlural(Exception):
    """The same text stands once with a plural and once with another one."""


def sources() -> list[Path]:
    """Answer every file that may hold a text, in a fixed order."""
    found = []
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in SUFFIXES and not LEFT_OUT.intersection(path.parts):
                found.append(path)
    return found


def collect() -> dict[tuple[str, str], Text]:
    """Find all texts, each once, in the order of the files that hold them."""
    texts: dict[tuple[str, str], Text] = {}
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        for text in in_file(path):
            known = texts.setdefault(text.key, text)
            if text.plural and known.plural and known.plural != text.plural:
                raise MixedPlural(f"{name}: {text.msgid!r}")
            known.plural = known.plural or text.plural
            if name not in known.files:
                known.files.append(name)
    return texts


def in_file(path: Path) -> Iterator[Text]:
    """Find the texts of one file."""
    source = path.read_text(encoding="utf-8")
    method = SUFFIXES[path.suffix]
    if method == "template":
        lines = templatize(source, origin=str(path)).splitlines()
        source, method = "\n".join(line.lstrip() for line in lines), "python"
    found = extract(method, io.BytesIO(source.encode()), keywords=KEYWORDS)
    for _line, message, _comments, context in found:
        parts = message if isinstance(message, tuple) else (message,)
        if parts[0]:
            plural = parts[1] if len(parts) > 1 else ""
            yield Text(parts[0], plural=plural or "", context=context or "")

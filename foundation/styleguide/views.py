"""Shows each sample twice, in Arabic and in English, and its source once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from foundation.scoping import open_page
from foundation.styleguide.samples import SECTIONS, words


@dataclass(frozen=True)
class Shown:
    """One sample: its two sides and how it is written."""

    name: str
    title: str
    sides: tuple[tuple[str, str, SafeString], ...]
    source: str


@open_page("components with invented words")
def show(request: HttpRequest) -> HttpResponse:
    """Show all components, section by section."""
    sections = [
        (name, title, [_shown(request, sample, label) for sample, label in samples])
        for name, title, samples in SECTIONS
    ]
    return render(request, "styleguide/styleguide.html", {"sections": sections})


def _shown(request: HttpRequest, name: str, title: str) -> Shown:
    path = f"styleguide/samples/{name}.html"
    source = Path(str(get_template(path).origin)).read_text(encoding="utf-8")  # type: ignore[attr-defined]
    sides = (_side(request, path, "ar", "rtl"), _side(request, path, "en", "ltr"))
    return Shown(name, title, sides, source.strip())


def _side(
    request: HttpRequest, path: str, language: str, direction: str
) -> tuple[str, str, SafeString]:
    with translation.override(language):
        page = get_template(path)
        drawn = mark_safe(page.render({"w": words(language), "side": language}, request))  # noqa: S308 - our own samples
    return language, direction, drawn

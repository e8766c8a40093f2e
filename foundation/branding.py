"""The mission's own colour and emblem, laid over the look when the settings name them."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from foundation.scoping import open_page

HEX = re.compile(r"#[0-9a-fA-F]{6}")
# WCAG 2.2, 1.4.3: text of ordinary size on its ground.
LEAST_CONTRAST = 4.5
_SHEET = """\
:root {{
  --brand: {colour}; --brand-fill: {colour}; --chart: {colour};
  --brand-fill-strong: color-mix(in srgb, {colour} 80%, black);
  --brand-soft: color-mix(in srgb, {colour} 9%, white);
}}
@media (prefers-color-scheme: dark) {{
  :root:not([data-theme="light"]) {{ {dark} }}
}}
:root[data-theme="dark"] {{ {dark} }}
"""
_DARK = (
    "--brand: color-mix(in srgb, {colour} 40%, white); --brand-fill: {colour};"
    " --brand-fill-strong: color-mix(in srgb, {colour} 85%, white);"
    " --brand-soft: color-mix(in srgb, {colour} 30%, black);"
    " --chart: color-mix(in srgb, {colour} 70%, white);"
)


def contrast_with_white(colour: str) -> float:
    """Answer the contrast of white text on a colour ``#rrggbb``, from 1 to 21 (WCAG 2.2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def sheet_for(colour: str) -> str:
    """Write the style sheet that puts a colour in the place of ours, light and dark."""
    return _SHEET.format(colour=colour, dark=_DARK.format(colour=colour))


@open_page("shows the mission's own colour and emblem, also on the sign-in page")
@require_GET
@cache_control(max_age=3600, public=True)
def colours(request: HttpRequest) -> HttpResponse:
    """Answer the mission's colours as a style sheet; empty when it has none of its own."""
    colour = settings.MISSION_COLOUR
    return HttpResponse(sheet_for(colour) if colour else "", content_type="text/css")


@open_page("shows the mission's own colour and emblem, also on the sign-in page")
@require_GET
@cache_control(max_age=3600, public=True)
def emblem(request: HttpRequest) -> HttpResponse:
    """Answer the mission's emblem."""
    if not settings.MISSION_EMBLEM:
        raise Http404
    path = Path(settings.MISSION_EMBLEM)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return HttpResponse(path.read_bytes(), content_type=kind)


@register()
def check_branding(app_configs: object, **more: object) -> list[CheckMessage]:
    """Refuse to start with a colour that nobody can read white text on, or a missing emblem."""
    faults: list[CheckMessage] = []
    colour = settings.MISSION_COLOUR
    if colour and not HEX.fullmatch(colour):
        faults.append(Error("MISSION_COLOUR is not of the form #8a1538.", id="foundation.E001"))
    elif colour and contrast_with_white(colour) < LEAST_CONTRAST:
        said = f"White text on MISSION_COLOUR {colour} cannot be read: choose a darker colour."
        faults.append(Error(said, id="foundation.E002"))
    if settings.MISSION_EMBLEM and not Path(settings.MISSION_EMBLEM).is_file():
        faults.append(Error("MISSION_EMBLEM names no file.", id="foundation.E003"))
    return faults

"""The mission's own colour and emblem, laid over the look when the settings name them."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from foundation.colours import HEX, LEAST_CONTRAST, contrast_with_white, sheet_for
from foundation.languages import in_language
from foundation.scoping import open_page


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


def mission_name() -> str:
    """Answer the mission's name in the reader's language."""
    return in_language(settings.MISSION_NAME_AR, settings.MISSION_NAME_EN)


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

"""The mission's own colour and emblem on every page, when the settings name them."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation.components.library import fill, register


@register.simple_tag
def brand_sheet() -> SafeString:
    """Link the mission's colours, if it has its own."""
    if not settings.MISSION_COLOUR:
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}">', reverse("brand-colours"))


@register.simple_tag
def emblem() -> SafeString:
    """Draw the mission's emblem, or ours."""
    own = reverse("brand-emblem") if settings.MISSION_EMBLEM else ""
    return fill("emblem", own=own)

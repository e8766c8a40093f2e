"""What must be true of the settings before a waiting room can stand."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def check_one_host(app_configs: object, **more: object) -> list[CheckMessage]:
    """Refuse to start where the pass would not reach the door: cookies belong to a host."""
    if not (settings.WAITING_ROOM and settings.LIVE_URL_GIVEN and settings.SITE_URL):
        return []
    hosts = [urlsplit(url).hostname for url in (settings.LIVE_URL, settings.SITE_URL)]
    if hosts[0] == hosts[1]:
        return []
    said = f"LIVE_URL is on {hosts[0]}, SITE_URL on {hosts[1]}: a waiting room needs one host."
    return [
        Error(said, hint="Let the proxy send /wait and /events to live.", id="waiting.E001")
    ]

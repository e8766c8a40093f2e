"""Start-up checks of the journal."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from foundation.journal.subscriptions import subscribed


@register()
def handlers_exist(**_named: Any) -> list[CheckMessage]:
    """Report every subscription whose handler cannot be imported."""
    problems: list[CheckMessage] = []
    for wire, handlers in subscribed().items():
        for handler in handlers:
            try:
                import_string(handler)
            except ImportError as missing:
                problems.append(Error(f"{wire} → {handler}: {missing}", id="journal.E001"))
    return problems

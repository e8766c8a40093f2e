"""Who reacts to which event: filled at start-up by the wiring, read by every recording."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string

from foundation.events import Event

# Called with the event and the moment it happened, in a transaction of its own.
Handler = Callable[..., None]

_handlers: dict[str, tuple[str, ...]] = {}


def subscribe(event: type[Event], handler: str) -> None:
    """Let a handler act on every event of the class, in a job of its own.

    handler  dotted path of ``def on_thing_done(event, *, at) -> None``; acts once per event.
             Its name is kept with what it has done: a renamed handler is a new one.
    """
    known = _handlers.get(event.wire, ())
    if handler not in known:
        _handlers[event.wire] = (*known, handler)


def handlers_of(wire: str) -> tuple[str, ...]:
    """Answer the paths of those who react to an event, in the order they subscribed."""
    return _handlers.get(wire, ())


def subscribed() -> dict[str, tuple[str, ...]]:
    """Answer the whole table: wire name of the event → paths of its handlers."""
    return dict(_handlers)


def call(handler: str, event: Event, at: datetime) -> Any:
    """Call a handler by its path."""
    return import_string(handler)(event, at=at)

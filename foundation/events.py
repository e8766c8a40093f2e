"""Events: frozen facts in the past tense, known by a wire name, kept as exact JSON."""

from __future__ import annotations

import dataclasses
import typing
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from foundation.event_fields import Codec, codec_for

JSON = dict[str, Any]


class BadEvent(ValueError):
    """The JSON is not exactly what the event's class says; nothing is guessed."""


class UnknownEvent(BadEvent):
    """No event of that wire name is known to this program."""


_registry: dict[str, type[Event]] = {}


@dataclass(frozen=True)
class Event:
    """Something that happened: a frozen dataclass whose first field is the record.

    The wire name is the app and the class, ``permits.PermitIssued``, unless ``wire`` says
    otherwise; it is written into the journal for ever. Fields may be added with a default,
    never removed or renamed. Allowed are str, int, bool, float, UUID, date, datetime (aware),
    StrEnum, None, and tuples, lists and str-keyed dicts of these.
    """

    wire: ClassVar[str] = ""

    def __init_subclass__(cls, **named: Any) -> None:
        super().__init_subclass__(**named)
        if "wire" not in cls.__dict__:
            cls.wire = f"{_app_of(cls.__module__)}.{cls.__name__}"
        known = _registry.setdefault(cls.wire, cls)
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"Two events are called {cls.wire}: {known!r} and {cls!r}")
        _registry[cls.wire] = cls

    @property
    def record(self) -> str:
        """The record that the event is about: its first field, as text."""
        return str(getattr(self, next(iter(_codecs_of(type(self))))))

    def to_json(self) -> JSON:
        """Answer the fields as JSON values; raises BadEvent when a value is not of its type."""
        fields = _codecs_of(type(self))
        try:
            return {name: codec.write(getattr(self, name)) for name, codec in fields.items()}
        except (TypeError, ValueError) as wrong:
            raise BadEvent(f"{self.wire}: {wrong}") from wrong

    @classmethod
    def from_json(cls, values: JSON) -> Self:
        """Read what ``to_json`` wrote; a missing field takes its default.

        Raises BadEvent for a field too many, one missing without default, or a wrong type.
        """
        fields = _codecs_of(cls)
        if strange := values.keys() - fields.keys():
            raise BadEvent(f"{cls.wire}: unknown fields {sorted(strange)}")
        try:
            return cls(**{name: fields[name].read(value) for name, value in values.items()})
        except (TypeError, ValueError) as wrong:
            raise BadEvent(f"{cls.wire}: {wrong}") from wrong


def event_named(wire: str) -> type[Event]:
    """Answer the event class of a wire name; raises UnknownEvent."""
    try:
        return _registry[wire]
    except KeyError as missing:
        raise UnknownEvent(wire) from missing


def read(wire: str, values: JSON) -> Event:
    """Turn a journal row back into its event."""
    return event_named(wire).from_json(values)


def known_events() -> dict[str, type[Event]]:
    """Answer every event by wire name, in order of name."""
    return dict(sorted(_registry.items()))


def _app_of(module: str) -> str:
    """``mission.permits.events`` and ``mission.permits.events.issue`` belong to ``permits``."""
    parts = module.split(".")
    place = parts.index("events") if "events" in parts else len(parts)
    return parts[max(place - 1, 0)]


_codecs: dict[type[Event], dict[str, Codec]] = {}


def _codecs_of(cls: type[Event]) -> dict[str, Codec]:
    if cls not in _codecs:
        hints = typing.get_type_hints(cls)
        names = [field.name for field in dataclasses.fields(cls)]
        _codecs[cls] = {name: codec_for(hints[name]) for name in names}
    return _codecs[cls]

"""How each type that an event may carry is written as JSON and read back exactly."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Codec:
    """Writes one type as a JSON value and reads it back; raises TypeError or ValueError."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def codec_for(hint: Any) -> Codec:
    """Choose the codec of a type; raises TypeError for one that an event may not carry."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin = typing.get_origin(hint)
    if origin in _COMPOSED:
        return _COMPOSED[origin](typing.get_args(hint))
    if isinstance(hint, type) and issubclass(hint, Enum) and issubclass(hint, str | int):
        return Codec(write=lambda value: hint(value).value, read=hint)
    raise TypeError(f"an event may not carry {hint!r}")


def _exactly(kind: type) -> Callable[[Any], Any]:
    def same(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is not {kind.__name__}")
        return value

    return same


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not str")
    if "\x00" in value:
        raise ValueError("text with a NUL character")
    return str(value)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not float")
    if not math.isfinite(value):
        raise ValueError(f"{value!r} is no number")
    return float(value)


def _write_uuid(value: Any) -> str:
    if not isinstance(value, UUID):
        raise TypeError(f"{value!r} is not UUID")
    return str(value)


def _write_moment(value: Any) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"{value!r} is not datetime")
    return _aware(value).isoformat()


def _read_moment(value: Any) -> datetime:
    return _aware(datetime.fromisoformat(value))


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment


def _write_day(value: Any) -> str:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(f"{value!r} is not date")
    return value.isoformat()


def _optional(choices: tuple[Any, ...]) -> Codec:
    others = [choice for choice in choices if choice is not type(None)]
    if len(others) != 1:
        raise TypeError("an event's field has one type, or one type or None")
    inner = codec_for(others[0])
    return Codec(
        write=lambda value: None if value is None else inner.write(value),
        read=lambda value: None if value is None else inner.read(value),
    )


def _literal(choices: tuple[Any, ...]) -> Codec:
    def same(value: Any) -> Any:
        if value not in choices:
            raise ValueError(f"{value!r} is none of {choices!r}")
        return value

    return Codec(write=same, read=same)


def _sequence(kind: type[tuple[Any, ...]] | type[list[Any]], inside: tuple[Any, ...]) -> Codec:
    if kind is tuple and (len(inside) != 2 or inside[1] is not Ellipsis):
        return _fixed(inside)
    inner = codec_for(inside[0])

    def write(values: Any) -> list[Any]:
        if not isinstance(values, kind):
            raise TypeError(f"{values!r} is not {kind.__name__}")
        return [inner.write(value) for value in values]

    return Codec(write=write, read=lambda values: kind(inner.read(value) for value in values))


def _fixed(inside: tuple[Any, ...]) -> Codec:
    inner = [codec_for(hint) for hint in inside]

    def write(values: Any) -> list[Any]:
        return [codec.write(value) for codec, value in zip(inner, values, strict=True)]

    def read(values: Any) -> tuple[Any, ...]:
        return tuple(codec.read(value) for codec, value in zip(inner, values, strict=True))

    return Codec(write=write, read=read)


def _mapping(inside: tuple[Any, ...]) -> Codec:
    if inside[0] is not str:
        raise TypeError("the keys of an event's dict are str")
    inner = codec_for(inside[1])
    return Codec(
        write=lambda values: {_text(key): inner.write(value) for key, value in values.items()},
        read=lambda values: {key: inner.read(value) for key, value in values.items()},
    )


_COMPOSED: dict[Any, Callable[[tuple[Any, ...]], Codec]] = {
    types.UnionType: _optional,
    typing.Union: _optional,
    typing.Literal: _literal,
    tuple: lambda inside: _sequence(tuple, inside),
    list: lambda inside: _sequence(list, inside),
    dict: _mapping,
}
_PLAIN: dict[Any, Codec] = {
    str: Codec(write=_text, read=_text),
    int: Codec(write=_exactly(int), read=_exactly(int)),
    bool: Codec(write=_exactly(bool), read=_exactly(bool)),
    float: Codec(write=_number, read=_number),
    UUID: Codec(write=_write_uuid, read=UUID),
    datetime: Codec(write=_write_moment, read=_read_moment),
    date: Codec(write=_write_day, read=date.fromisoformat),
}

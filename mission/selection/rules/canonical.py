"""Canonical JSON (RFC 8785): one value, one sequence of bytes, so that a hash has meaning."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from foundation.refusals import Refusal

LARGEST_INTEGER = 2**53 - 1


class NotCanonical(Refusal):
    """A value that RFC 8785 cannot write, or a text that is not JSON."""

    code = "not_canonical"
    status = 422


def canonical_json(value: object) -> bytes:
    """Write a value as RFC 8785 does: UTF-8, no spaces, keys by their UTF-16 code units.

    Raises NotCanonical for integers beyond 2^53 - 1, infinities, lone surrogates and types
    that JSON does not have.
    """
    try:
        return _written(value).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical(why="surrogate") from error


def parse_json(data: bytes | str) -> Any:
    """Read JSON strictly: UTF-8, no key twice in an object, no NaN or Infinity.

    Raises NotCanonical.
    """
    try:
        text = data.decode() if isinstance(data, bytes) else data
        return json.loads(text, object_pairs_hook=_without_twins, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotCanonical(why="not_json") from error


def _written(value: object) -> str:
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_written, value)) + "]"
    raise NotCanonical(why="type", type=type(value).__name__)


def _object(value: Mapping[Any, object]) -> str:
    if not all(isinstance(key, str) for key in value):
        raise NotCanonical(why="key")
    keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(f"{_written(key)}:{_written(value[key])}" for key in keys) + "}"


def _integer(value: int) -> str:
    if abs(value) > LARGEST_INTEGER:
        raise NotCanonical(why="integer")
    return str(value)


def _number(value: float) -> str:
    """Write a double as ECMAScript does: shortest digits that read back to the same double."""
    if value != value or value in (float("inf"), float("-inf")):
        raise NotCanonical(why="not_finite")
    if value == 0:
        return "0"
    _, digit_tuple, exponent = Decimal(repr(abs(value))).normalize().as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - finite, checked above
    digits = "".join(map(str, digit_tuple))
    sign = "-" if value < 0 else ""
    return sign + _placed(digits, exponent + len(digits))


def _placed(digits: str, point: int) -> str:
    """Set the decimal point after ``point`` digits (ECMA-262, Number::toString, steps 6-10)."""
    if len(digits) <= point <= 21:
        return digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{mantissa}e{point - 1:+d}"


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")

"""CBOR (RFC 8949) with core deterministic encoding, section 4.2: one value, one byte string.

A signature covers bytes, so two readers must never see different values in the same bytes.
The decoder therefore refuses what a deterministic encoder would not write: a number in more
bytes than it needs, map keys that repeat or stand out of order, indefinite lengths, floats,
and anything after the end.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

Key: TypeAlias = int | str
Value: TypeAlias = (
    "int | bytes | str | bool | Sequence[Value] | Mapping[Key, Value] | Tagged | None"
)

MAX_DEPTH = 8

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG, _SIMPLE = range(8)
_CONSTANTS: dict[int, bool | None] = {20: False, 21: True, 22: None}
_WIDTHS = {24: 1, 25: 2, 26: 4, 27: 8}
_BREAK = 0xFF


class Tagged(NamedTuple):
    """A value with the tag number that stands before it."""

    tag: int
    value: Value


class BadCbor(ValueError):
    """The bytes are not one value in deterministic encoding."""


def encode(value: Value) -> bytes:
    """Write one value; equal values give equal bytes whatever the order of their map keys."""
    match value:
        case bool() | None:
            return bytes([_SIMPLE << 5 | (22 if value is None else 20 + value)])
        case int():
            return _head(_UNSIGNED, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
        case bytes():
            return _head(_BYTES, len(value)) + value
        case str():
            text = value.encode()
            return _head(_TEXT, len(text)) + text
    return _encode_container(value)


def decode(data: bytes, *, deterministic: bool = True) -> Value:
    """Read exactly one value.

    `deterministic=False` also reads long numbers, unordered keys and indefinite lengths, as
    other issuers write them. Repeated keys and trailing bytes are refused either way.
    Raises BadCbor.
    """
    reader = _Reader(data, deterministic=deterministic)
    value = reader.value(depth=0)
    if reader.at != len(data):
        raise BadCbor("bytes follow the value")
    return value


def _encode_container(value: Value) -> bytes:
    if isinstance(value, Tagged):
        return _head(_TAG, value.tag) + encode(value.value)
    if isinstance(value, Mapping):
        pairs = sorted((encode(key), encode(item)) for key, item in value.items())
        return _head(_MAP, len(pairs)) + b"".join(key + item for key, item in pairs)
    if isinstance(value, Sequence):
        return _head(_ARRAY, len(value)) + b"".join(encode(item) for item in value)
    raise TypeError(f"{type(value).__name__} has no place in CBOR here")


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    for code, width in _WIDTHS.items():
        if number < 256**width:
            return bytes([major << 5 | code]) + number.to_bytes(width, "big")
    raise OverflowError(f"{number} needs more than 8 bytes")


class _Reader:
    def __init__(self, data: bytes, *, deterministic: bool) -> None:
        self.data = data
        self.at = 0
        self.deterministic = deterministic

    def value(self, *, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise BadCbor("nested too deeply")
        major, number = self._read_head()
        if major in (_ARRAY, _MAP):
            read = self._array if major == _ARRAY else self._map
            return read(number, depth)
        if major in (_BYTES, _TEXT):
            return self._string(major, number)
        if major == _TAG:
            return Tagged(self._definite(number), self.value(depth=depth + 1))
        return self._plain(major, self._definite(number))

    def _take(self, count: int) -> bytes:
        end = self.at + count
        if end > len(self.data):
            raise BadCbor("the bytes end too early")
        taken = self.data[self.at : end]
        self.at = end
        return taken

    def _read_head(self) -> tuple[int, int | None]:
        """Read the major type and its number; None stands for an indefinite length."""
        first = self._take(1)[0]
        major, info = first >> 5, first & 31
        if info < 24:
            return major, info
        if major == _SIMPLE:
            raise BadCbor("floats and other simple values are not used")
        if info == 31 and not self.deterministic:
            return major, None
        if info not in _WIDTHS:
            raise BadCbor("an indefinite or reserved length")
        number = int.from_bytes(self._take(_WIDTHS[info]), "big")
        if self.deterministic and len(_head(major, number)) != 1 + _WIDTHS[info]:
            raise BadCbor("a number in more bytes than it needs")
        return major, number

    def _definite(self, number: int | None) -> int:
        if number is None:
            raise BadCbor("an indefinite number")
        return number

    def _string(self, major: int, length: int | None) -> bytes | str:
        taken = b"".join(self._pieces(major)) if length is None else self._take(length)
        if major == _BYTES:
            return taken
        try:
            return taken.decode()
        except UnicodeDecodeError:
            raise BadCbor("text that is not UTF-8") from None

    def _pieces(self, major: int) -> list[bytes]:
        pieces: list[bytes] = []
        while not self._at_break():
            piece_major, length = self._read_head()
            if piece_major != major:
                raise BadCbor("a piece of another type inside a string")
            pieces.append(self._take(self._definite(length)))
        return pieces

    def _at_break(self) -> bool:
        if self.at < len(self.data) and self.data[self.at] == _BREAK:
            self.at += 1
            return True
        return False

    def _array(self, length: int | None, depth: int) -> list[Value]:
        items: list[Value] = []
        while not self._at_break() if length is None else len(items) < length:
            items.append(self.value(depth=depth + 1))
        return items

    def _map(self, length: int | None, depth: int) -> dict[Key, Value]:
        pairs: dict[Key, Value] = {}
        previous = b""
        while not self._at_break() if length is None else len(pairs) < length:
            start = self.at
            key = self.value(depth=depth + 1)
            written = self.data[start : self.at]
            if isinstance(key, bool) or not isinstance(key, int | str):
                raise BadCbor("a key that is neither a number nor text")
            if key in pairs or (self.deterministic and written <= previous):
                raise BadCbor("keys repeat or stand out of order")
            previous = written
            pairs[key] = self.value(depth=depth + 1)
        return pairs

    def _plain(self, major: int, number: int) -> int | bool | None:
        if major == _UNSIGNED:
            return number
        if major == _NEGATIVE:
            return -1 - number
        if number not in _CONSTANTS:
            raise BadCbor("a simple value that is not used")
        return _CONSTANTS[number]

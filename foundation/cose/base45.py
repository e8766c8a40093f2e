"""Base45 (RFC 9285): bytes as text that a QR code stores in its alphanumeric mode."""

import struct

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_LETTERS = {value: letter for letter, value in _VALUES.items()}


class BadBase45(ValueError):
    """The text is not what a base45 encoder writes."""


def encode(data: bytes) -> str:
    """Write two bytes as three characters and a last odd byte as two."""
    letters: list[str] = []
    for start in range(0, len(data) - 1, 2):
        rest, first = divmod(data[start] * 256 + data[start + 1], 45)
        third, second = divmod(rest, 45)
        letters += (ALPHABET[first], ALPHABET[second], ALPHABET[third])
    if len(data) % 2:
        second, first = divmod(data[-1], 45)
        letters += (ALPHABET[first], ALPHABET[second])
    return "".join(letters)


def decode(text: str) -> bytes:
    """Read base45 strictly: each byte string has exactly one accepted text.

    Raises BadBase45 for a character outside the alphabet (lower case included), a group
    whose value is too large, and a single character left over.
    """
    if len(text) % 3 == 1:
        raise BadBase45("one character is left over")
    try:
        values = [_VALUES[letter] for letter in text]
    except KeyError as stranger:
        raise BadBase45(f"{stranger.args[0]!r} is not in the alphabet") from None
    whole = len(values) // 3 * 3
    thirds = values[0:whole:3], values[1:whole:3], values[2:whole:3]
    numbers = [
        first + 45 * second + 2025 * third for first, second, third in zip(*thirds, strict=True)
    ]
    if numbers and max(numbers) > 0xFFFF:
        raise BadBase45(f"{max(numbers)} does not fit into 2 bytes")
    return struct.pack(f">{len(numbers)}H", *numbers) + _last(values[whole:])


def _last(values: list[int]) -> bytes:
    if not values:
        return b""
    number = values[0] + 45 * values[1]
    if number > 0xFF:
        raise BadBase45(f"{number} does not fit into 1 byte")
    return bytes([number])

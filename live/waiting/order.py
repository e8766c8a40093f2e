"""The order of the queue: a ticket's number to its rank, exactly, without a list of tickets."""

from __future__ import annotations

import hashlib
import hmac

ROUNDS = 8


def rank_of(number: int, *, early: int, seed: bytes) -> int:
    """Answer the rank of a ticket, 0 first.

    The first ``early`` tickets came before the opening: the seed shuffles them among
    themselves. All others follow in order of arrival. Without the seed, which is drawn after
    the opening, nobody can tell one early number from another.
    """
    if number >= early:
        return number
    return _shuffled(number, early, seed)


def _shuffled(number: int, count: int, seed: bytes) -> int:
    """Permute 0…count-1: a Feistel network over enough bits, walked until it lands inside.

    Source: Black and Rogaway, Ciphers with Arbitrary Finite Domains (2002), methods 2 and 3.
    """
    bits = max(2, (count - 1).bit_length())
    place = _mixed(number, bits, seed)
    while place >= count:
        place = _mixed(place, bits, seed)
    return place


def _mixed(value: int, bits: int, seed: bytes) -> int:
    """Permute all numbers of so many bits; after an even number of rounds halves are back."""
    right_bits = bits // 2
    left, right = value >> right_bits, value & (1 << right_bits) - 1
    left_bits = bits - right_bits
    for turn in range(ROUNDS):
        message = turn.to_bytes(1, "big") + right.to_bytes(8, "big")
        digest = hmac.digest(seed, message, hashlib.sha256)
        noise = int.from_bytes(digest[:8], "big") & (1 << left_bits) - 1
        left, right = right, left ^ noise
        left_bits, right_bits = right_bits, left_bits
    return left << right_bits | right

"""The credential on a bracelet: who may pass which camps until when, signed, without a name.

`HM1:` + base45 of an untagged COSE_Sign1. Protected header {1: -8 (EdDSA), 4: kid, one byte};
nothing unprotected; payload {4: exp, 7: status index in three bytes, -65537: [season, mission,
camps]}. A bracelet for two camps takes 101 bytes, 156 characters, QR version 7-M.
Source: docs/reference/credential.md; RFC 8392 (CWT), RFC 9052 (COSE), RFC 9285 (base45).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TypeGuard

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from foundation.cose import base45, cbor, sign1

PREFIX = "HM1:"
EXTERNAL_AAD = b""  # so that any COSE library checks a bracelet; each key has one usage instead
MAX_CHARACTERS = 400  # a bracelet has about 156; what is much longer is not read at all
MAX_STATUS_INDEX = 2**24 - 1

_EXPIRES, _STATUS_INDEX, _ADMITS = 4, 7, -65537  # labels: exp, cti, private use
_INDEX_BYTES = 3
_END_OF_TIME = 2**32  # exp is written in four bytes


class Usage(StrEnum):
    """What a key may sign; a signature by a key of another usage counts for nothing."""

    QR = "qr"
    STATUS = "status"
    DEVICE = "device"


class CredentialRefusal(StrEnum):
    """Why a text is not believed, before anything is asked about what it claims."""

    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedKey:
    """A key that readers believe; `public_key` is the 32 raw bytes of Ed25519.

    What it signed counts from `not_before` until before `not_after`.
    """

    kid: int
    public_key: bytes
    not_before: datetime
    not_after: datetime
    usage: Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the issuer writes into a credential.

    camps  numbers of the camps that it opens, at least one
    valid_until  aware, whole seconds count, not itself included
    """

    season: int
    mission: int
    camps: frozenset[int]
    status_index: int
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential(Claims):
    """A genuine credential: its claims, the key that signed it, and from when that key counts.

    `valid_until` is never later than the end of the key.
    """

    kid: int
    valid_from: datetime


def write_credential(claims: Claims, *, kid: int, signer: Callable[[bytes], bytes]) -> str:
    """Write the text of a bracelet's symbol; raises ValueError for claims that do not fit."""
    if not claims.camps or not 0 <= claims.status_index <= MAX_STATUS_INDEX:
        raise ValueError("a bracelet opens at least one camp and has a status index of 24 bits")
    index = claims.status_index.to_bytes(_INDEX_BYTES, "big")
    admits: list[int | bytes] = [claims.season, claims.mission, camp_bits(claims.camps)]
    payload = cbor.encode(_payload(int(claims.valid_until.timestamp()), index, admits))
    header: sign1.Header = {sign1.KID: bytes([kid])}
    message = sign1.sign(payload, header=header, signer=signer, external_aad=EXTERNAL_AAD)
    return PREFIX + base45.encode(message)


def read_credential(
    text: str, keys: Mapping[int, TrustedKey]
) -> Credential | CredentialRefusal:
    """Read a scanned text, believing nothing that a trusted key did not sign.

    Neither the clock nor any list is asked: whether the claims suffice at this gate and this
    moment is the gate's decision.

    keys  by kid; a key of another usage than QR is as good as unknown
    """
    try:
        message = _parse(text)
    except ValueError:
        return CredentialRefusal.MALFORMED
    kid = message.header.get(sign1.KID)
    if message.unprotected or len(message.header) != 2 or not _is_kid(kid):
        return CredentialRefusal.MALFORMED
    key = keys.get(int.from_bytes(kid, "big"))
    if key is None or key.usage is not Usage.QR:
        return CredentialRefusal.UNKNOWN_KEY
    if not message.is_signed_by(_load(key.public_key), external_aad=EXTERNAL_AAD):
        return CredentialRefusal.FORGED
    return _claimed(message.payload, key) or CredentialRefusal.MALFORMED


def camp_bits(camps: Iterable[int]) -> bytes:
    """Write camp numbers as bits: camp n is bit n mod 8, lowest first, of byte n div 8."""
    bits = sum(1 << number for number in set(camps))
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def camp_numbers(bits: bytes) -> frozenset[int]:
    """Read the camp numbers out of their bits."""
    number = int.from_bytes(bits, "little")
    return frozenset(place for place in range(number.bit_length()) if number >> place & 1)


def _parse(text: str) -> sign1.Sign1:
    if not text.startswith(PREFIX) or len(text) > MAX_CHARACTERS:
        raise ValueError("not a bracelet of this kind")
    return sign1.parse(base45.decode(text.removeprefix(PREFIX)))


def _claimed(payload: bytes, key: TrustedKey) -> Credential | None:
    try:
        claims = cbor.decode(payload)
    except cbor.BadCbor:
        return None
    match claims:
        case {
            4: int(expires),
            7: bytes(index),
            -65537: [int(season), int(mission), bytes(bits)],
        }:
            camps = camp_numbers(bits)
        case _:
            return None
    admits: list[int | bytes] = [int(season), int(mission), camp_bits(camps)]
    if cbor.encode(_payload(int(expires), index, admits)) != payload:
        return None  # something more than the claims, or bits without a camp
    if not camps or len(index) != _INDEX_BYTES or not 0 <= expires < _END_OF_TIME:
        return None
    return Credential(
        season=season,
        mission=mission,
        camps=camps,
        status_index=int.from_bytes(index, "big"),
        valid_until=min(datetime.fromtimestamp(expires, UTC), key.not_after),
        kid=key.kid,
        valid_from=key.not_before,
    )


def _payload(expires: int, index: bytes, admits: Sequence[int | bytes]) -> cbor.Value:
    return {_EXPIRES: expires, _STATUS_INDEX: index, _ADMITS: admits}


def _is_kid(kid: object) -> TypeGuard[bytes]:
    return isinstance(kid, bytes) and len(kid) == 1


@lru_cache(maxsize=64)
def _load(public_key: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public_key)

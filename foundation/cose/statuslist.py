"""Token Status List: the state of many codes in a few hundred signed bytes.

Two bits for each index, packed from the least significant bit of each byte, compressed with
zlib, carried in a signed CWT. Source: draft-ietf-oauth-status-list-21 (3 November 2026),
sections 4 and 5.2; labels from the IANA registry "CBOR Web Token (CWT) Claims".
"""

import enum
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from foundation.cose import cbor, sign1

MEDIA_TYPE = "application/statuslist+cwt"
BITS = 2
MAX_BYTES = 4 * 1024 * 1024  # 2^24 indexes, all that three bytes can name

_PER_BYTE = 8 // BITS
_SUBJECT, _EXPIRES, _ISSUED, _STATUS_LIST, _TTL = 2, 4, 6, 65533, 65534
_VERSION = -65538  # private use, below -65536 (RFC 8392 section 9.1)


class Status(enum.IntEnum):
    """What a list says of an index; 3 is the draft's application-specific value."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2
    REPLACED = 3


class BadStatusList(ValueError):
    """The bytes are not a status list of the kind that is written here."""


@dataclass(frozen=True, slots=True)
class StatusList:
    """A list as readers hold it; `packed` has four indexes to the byte.

    subject  where the list is found
    version  grows by one with each list of the same subject; a private claim
    issued, expires  seconds since 1970, UTC
    """

    subject: str
    version: int
    issued: int
    expires: int
    packed: bytes

    def status(self, index: int) -> Status | None:
        """Tell the state of an index, or None where the list does not reach."""
        place, shift = divmod(index, _PER_BYTE)
        if not 0 <= place < len(self.packed):
            return None
        return Status(self.packed[place] >> shift * BITS & 3)


def pack(size: int, statuses: Mapping[int, Status]) -> bytes:
    """Pack the states of indexes 0 to size-1; an index that is not named is VALID.

    Raises IndexError for an index outside the size.
    """
    packed = bytearray(-(-size // _PER_BYTE))
    for index, status in statuses.items():
        if not 0 <= index < size:
            raise IndexError(index)
        place, shift = divmod(index, _PER_BYTE)
        packed[place] |= status << shift * BITS
    return bytes(packed)


def sign(listed: StatusList, *, kid: int, signer: Callable[[bytes], bytes]) -> bytes:
    """Write the list as a signed, tagged CWT of type application/statuslist+cwt."""
    claims: dict[cbor.Key, cbor.Value] = {
        _SUBJECT: listed.subject,
        _EXPIRES: listed.expires,
        _ISSUED: listed.issued,
        _TTL: listed.expires - listed.issued,
        _VERSION: listed.version,
        _STATUS_LIST: {"bits": BITS, "lst": zlib.compress(listed.packed, 9)},
    }
    header: sign1.Header = {sign1.KID: bytes([kid]), sign1.CONTENT_TYPE: MEDIA_TYPE}
    return sign1.sign(cbor.encode(claims), header=header, signer=signer, tagged=True)


def read(payload: bytes) -> StatusList:
    """Read the claims of a list whose signature was checked already.

    Raises BadStatusList, also for a list that would unpack to more than MAX_BYTES.
    """
    try:
        claims = cbor.decode(payload)
    except cbor.BadCbor as reason:
        raise BadStatusList(str(reason)) from None
    match claims:
        case {
            2: str(subject),
            4: int(expires),
            6: int(issued),
            65533: {"bits": 2, "lst": bytes(compressed)},
            -65538: int(version),
        }:
            return StatusList(subject, version, issued, expires, _unpack(compressed))
    raise BadStatusList("a claim is missing or of another kind")


def _unpack(compressed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        packed = unpacker.decompress(compressed, MAX_BYTES + 1)
    except zlib.error as reason:
        raise BadStatusList(str(reason)) from None
    if len(packed) > MAX_BYTES or not unpacker.eof or unpacker.unused_data:
        raise BadStatusList("too large, cut short, or followed by other bytes")
    return packed

"""The trust list: which keys readers believe, for what and how long, signed by the root key.

A tagged COSE_Sign1 of a CBOR map with text keys; the kid in its protected header is `root`.
Readers carry the root's public key and take nothing else on faith.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from foundation.cose import cbor, sign1
from mission.permits.rules.credential import TrustedKey, Usage

MEDIA_TYPE = "application/vnd.rifada.trust-list+cose"
ROOT_KID = b"root"

_PUBLIC_KEY_BYTES = 32


class BadTrustList(ValueError):
    """The bytes are no trust list, or the root key did not sign them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustList:
    """The list as readers hold it.

    version      grows by one with each list; a reader never goes back to a lower one
    next_update  when a newer one is due; a reader shows the age and warns from here on
    """

    version: int
    issued_at: datetime
    next_update_at: datetime
    keys: tuple[TrustedKey, ...]

    def by_kid(self) -> Mapping[int, TrustedKey]:
        """Give the keys for looking up."""
        return {key.kid: key for key in self.keys}


def write_trust_list(listed: TrustList, *, signer: Callable[[bytes], bytes]) -> bytes:
    """Write and sign the list; keys stand in the order of their kids."""
    payload = cbor.encode(
        {
            "version": listed.version,
            "issued": int(listed.issued_at.timestamp()),
            "next_update": int(listed.next_update_at.timestamp()),
            "keys": [_entry(key) for key in sorted(listed.keys, key=lambda key: key.kid)],
        }
    )
    header: sign1.Header = {sign1.KID: ROOT_KID, sign1.CONTENT_TYPE: MEDIA_TYPE}
    return sign1.sign(payload, header=header, signer=signer, tagged=True)


def read_trust_list(data: bytes, *, root: bytes) -> TrustList:
    """Read a list that the root key signed; raises BadTrustList.

    root  the 32 raw bytes of the root's public key
    """
    try:
        message = sign1.parse(data, tagged=True)
        expected = {sign1.KID: ROOT_KID, sign1.CONTENT_TYPE: MEDIA_TYPE}
        if expected.items() - message.header.items() or message.unprotected:
            raise BadTrustList("not the header of a trust list")
        if not message.is_signed_by(Ed25519PublicKey.from_public_bytes(root)):
            raise BadTrustList("not signed by the root key")
        return _listed(cbor.decode(message.payload))
    except (sign1.BadSign1, cbor.BadCbor) as reason:
        raise BadTrustList(str(reason)) from None


def _entry(key: TrustedKey) -> dict[cbor.Key, cbor.Value]:
    return {
        "kid": key.kid,
        "key": key.public_key,
        "usage": key.usage.value,
        "not_before": int(key.not_before.timestamp()),
        "not_after": int(key.not_after.timestamp()),
    }


def _listed(claims: cbor.Value) -> TrustList:
    match claims:
        case {
            "version": int(version),
            "issued": int(issued),
            "next_update": int(next_update),
            "keys": [*entries],
        }:
            return TrustList(
                version=version,
                issued_at=_moment(issued),
                next_update_at=_moment(next_update),
                keys=tuple(_trusted(entry) for entry in entries),
            )
    raise BadTrustList("a part is missing or of another kind")


def _trusted(entry: cbor.Value) -> TrustedKey:
    match entry:
        case {
            "kid": int(kid),
            "key": bytes(public_key),
            "usage": str(usage),
            "not_before": int(not_before),
            "not_after": int(not_after),
        } if usage in list(Usage) and len(public_key) == _PUBLIC_KEY_BYTES:
            return TrustedKey(
                kid=kid,
                public_key=public_key,
                not_before=_moment(not_before),
                not_after=_moment(not_after),
                usage=Usage(usage),
            )
    raise BadTrustList("a key is described in another way")


def _moment(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise BadTrustList(f"{seconds} is no moment") from None

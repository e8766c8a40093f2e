"""COSE_Sign1 (RFC 9052 section 4.2): one signed byte string with its headers.

The signature covers the protected header, the payload and `external_aad`, which is not sent:
both sides must name the same one. Here it is empty by default, so that any COSE library can
check our codes with the public key alone; that a code of one kind never passes for another
is the business of the keys, each of which has one usage.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from foundation.cose import cbor

TAG = 18
ALGORITHM, KID, CONTENT_TYPE = 1, 4, 16  # header labels, IANA "COSE Header Parameters"
EDDSA = -8  # IANA "COSE Algorithms"

Header = Mapping[cbor.Key, cbor.Value]


class BadSign1(ValueError):
    """The bytes are not a COSE_Sign1 message."""


@dataclass(frozen=True, slots=True)
class Sign1:
    """A parsed message; nothing in it is true before the signature was checked.

    `protected` is the header's bytes as received, for they are what was signed.
    """

    protected: bytes
    header: Header
    unprotected: Header
    payload: bytes
    signature: bytes

    def signed_bytes(self, external_aad: bytes = b"") -> bytes:
        """Give the Sig_structure, the bytes that the signature covers."""
        protected = self.protected if self.header else b""  # RFC 9052 section 3, empty maps
        return _signed_bytes(protected, self.payload, external_aad)

    def is_signed_by(self, key: Ed25519PublicKey, *, external_aad: bytes = b"") -> bool:
        """Tell whether this key's owner signed exactly these headers and this payload."""
        if self.header.get(ALGORITHM) != EDDSA:
            return False
        try:
            key.verify(self.signature, self.signed_bytes(external_aad))
        except InvalidSignature:
            return False
        return True


def sign(
    payload: bytes,
    *,
    header: Header,
    signer: Callable[[bytes], bytes],
    tagged: bool = False,
    external_aad: bytes = b"",
) -> bytes:
    """Sign a payload with Ed25519 and write the message, everything in the protected header.

    header  without the algorithm, which is added
    signer  takes the bytes to sign, gives 64 bytes
    """
    protected = cbor.encode({ALGORITHM: EDDSA, **header})
    signature = signer(_signed_bytes(protected, payload, external_aad))
    message: cbor.Value = [protected, {}, payload, signature]
    return cbor.encode(cbor.Tagged(TAG, message) if tagged else message)


def parse(data: bytes, *, tagged: bool = False, deterministic: bool = True) -> Sign1:
    """Read a message without judging its signature.

    tagged         whether tag 18 must stand before it; the other form is refused
    deterministic  False reads the looser encodings that other issuers write
    Raises BadSign1.
    """
    try:
        message = cbor.decode(data, deterministic=deterministic)
        if isinstance(message, cbor.Tagged) != tagged:
            raise BadSign1("with a tag where none belongs, or the reverse")
        if isinstance(message, cbor.Tagged):
            message = _untag(message)
        return _from_array(message, deterministic=deterministic)
    except cbor.BadCbor as reason:
        raise BadSign1(str(reason)) from None


def _untag(message: cbor.Tagged) -> cbor.Value:
    if message.tag != TAG:
        raise BadSign1(f"tag {message.tag} is not COSE_Sign1")
    return message.value


def _from_array(message: cbor.Value, *, deterministic: bool) -> Sign1:
    match message:
        case [bytes(protected), dict(unprotected), bytes(payload), bytes(signature)]:
            header = cbor.decode(protected, deterministic=deterministic) if protected else {}
        case _:
            raise BadSign1("not an array of header, header, payload and signature")
    if not isinstance(header, dict):
        raise BadSign1("the protected header is not a map")
    if deterministic and header.keys() & unprotected.keys():
        raise BadSign1("a header stands in both places")
    return Sign1(protected, header, unprotected, payload, signature)


def _signed_bytes(protected: bytes, payload: bytes, external_aad: bytes) -> bytes:
    return cbor.encode(["Signature1", protected, external_aad, payload])

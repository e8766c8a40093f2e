"""COSE_Sign1 between our code, cwt and pycose, and on the working group's examples."""

import json
import warnings
from pathlib import Path

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

with warnings.catch_warnings():  # its dependencies use what newer Pythons will not have
    warnings.simplefilter("ignore")
    from cwt import COSE, COSEKey
    from pycose.keys import OKPKey
    from pycose.messages import CoseMessage, Sign1Message

from foundation.cose import cbor, sign1

COSE_EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "cose"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key()
PAYLOAD = cbor.encode({4: 1, 7: b"123"})


def _ours(**named):
    return sign1.sign(PAYLOAD, header={sign1.KID: b"\x01"}, signer=KEY.sign, **named)


def _cwt_key(kid=b"\x01"):
    jwk = {"kty": 1, -1: 6, -2: PUBLIC.public_bytes_raw(), -4: KEY.private_bytes_raw()}
    return COSEKey.new({1: jwk["kty"], 2: kid, 3: -8, -1: 6, -2: jwk[-2], -4: jwk[-4]})


def test_what_we_signed_is_believed_by_us():
    message = sign1.parse(_ours())

    assert message.payload == PAYLOAD
    assert message.header == {1: -8, 4: b"\x01"}
    assert message.is_signed_by(PUBLIC)


def test_cwt_believes_our_bytes():
    assert COSE.new().decode(_ours(tagged=True), _cwt_key()) == PAYLOAD


def test_pycose_believes_our_bytes():
    message = CoseMessage.decode(_ours(tagged=True))
    message.key = OKPKey(crv="ED25519", x=PUBLIC.public_bytes_raw())

    assert isinstance(message, Sign1Message)
    assert message.verify_signature()
    assert message.payload == PAYLOAD


def test_we_write_the_same_bytes_as_cwt():
    theirs = COSE.new().encode(PAYLOAD, _cwt_key(), protected={1: -8, 4: b"\x01"})

    assert theirs == _ours(tagged=True)


def test_pycose_signs_and_we_believe():
    from pycose.algorithms import EdDSA
    from pycose.headers import KID, Algorithm

    message = Sign1Message(phdr={Algorithm: EdDSA, KID: b"\x01"}, payload=PAYLOAD)
    message.key = OKPKey(crv="ED25519", x=PUBLIC.public_bytes_raw(), d=KEY.private_bytes_raw())
    theirs = message.encode()

    assert sign1.parse(theirs, tagged=True).is_signed_by(PUBLIC)


def test_the_context_that_is_not_sent_is_signed_too():
    message = sign1.parse(_ours(external_aad=b"other"))

    assert not message.is_signed_by(PUBLIC)
    assert message.is_signed_by(PUBLIC, external_aad=b"other")


def test_a_signature_of_another_key_counts_for_nothing():
    assert not sign1.parse(_ours()).is_signed_by(Ed25519PrivateKey.generate().public_key())


def test_another_algorithm_is_not_believed():
    protected = cbor.encode({1: -7})
    signature = KEY.sign(cbor.encode(["Signature1", protected, b"", PAYLOAD]))

    message = sign1.parse(cbor.encode([protected, {}, PAYLOAD, signature]))

    assert not message.is_signed_by(PUBLIC)


@pytest.mark.parametrize(
    "message",
    [
        cbor.Tagged(18, [b"", {}, b"", b""]),
        [b"", {}, b""],
        [b"", {}, None, b""],
        [b"", [], b"", b""],
        [b"\x80", {}, b"", b""],
        [b"\xff", {}, b"", b""],
        [cbor.encode({4: b"a"}), {4: b"b"}, b"", b""],
        {},
        7,
    ],
)
def test_what_is_no_message_is_refused(message):
    with pytest.raises(sign1.BadSign1):
        sign1.parse(cbor.encode(message))


def test_a_tag_is_asked_for_or_not_taken():
    assert sign1.parse(_ours(tagged=True), tagged=True).payload == PAYLOAD
    for data, tagged in ((_ours(), True), (_ours(tagged=True), False)):
        with pytest.raises(sign1.BadSign1):
            sign1.parse(data, tagged=tagged)
    with pytest.raises(sign1.BadSign1):
        sign1.parse(cbor.encode(cbor.Tagged(98, [b"", {}, b"", b""])), tagged=True)


@pytest.mark.shared_vectors
def test_the_eddsa_example_of_the_working_group():
    example = json.loads((COSE_EXAMPLES / "eddsa-examples_eddsa-sig-01.json").read_text())
    key = Ed25519PublicKey.from_public_bytes(
        bytes.fromhex(example["input"]["sign0"]["key"]["x_hex"])
    )

    message = sign1.parse(bytes.fromhex(example["output"]["cbor"]), tagged=True)

    expected = example["intermediates"]["ToBeSign_hex"]
    assert message.signed_bytes().hex().upper() == expected.upper()
    assert message.is_signed_by(key)
    assert message.payload == example["input"]["plaintext"].encode()


@pytest.mark.shared_vectors
@pytest.mark.parametrize("number", ["01", "02", "03"])
def test_the_sign1_examples_are_read_to_the_bytes_that_were_signed(number):
    example = json.loads((COSE_EXAMPLES / f"sign1-tests_sign-pass-{number}.json").read_text())
    data = bytes.fromhex(example["output"]["cbor"])
    aad = bytes.fromhex(example["input"]["sign0"].get("external", ""))

    message = sign1.parse(data, tagged=data[:1] == b"\xd2", deterministic=False)

    assert message.signed_bytes(aad).hex().upper() == (
        example["intermediates"]["ToBeSign_hex"].upper()
    )


@pytest.mark.shared_vectors
def test_the_failing_examples_are_not_believed():
    for path in sorted(COSE_EXAMPLES.glob("sign1-tests_sign-fail-*.json")):
        example = json.loads(path.read_text())
        data = bytes.fromhex(example["output"]["cbor"])
        try:
            message = sign1.parse(data, tagged=True, deterministic=False)
        except sign1.BadSign1:
            continue
        expected = bytes.fromhex(example["intermediates"]["ToBeSign_hex"])
        assert not _signed_with_p256(message, example), (path.name, expected)


def _signed_with_p256(message, example):
    from base64 import urlsafe_b64decode

    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils

    if message.header.get(1) != -7:
        return False
    key = example["input"]["sign0"]["key"]
    x, y = (int.from_bytes(urlsafe_b64decode(key[part] + "=="), "big") for part in "xy")
    public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    half = len(message.signature) // 2
    r, s = (
        int.from_bytes(part, "big")
        for part in (message.signature[:half], message.signature[half:])
    )
    try:
        public.verify(
            utils.encode_dss_signature(r, s), message.signed_bytes(), ec.ECDSA(hashes.SHA256())
        )
    except InvalidSignature:
        return False
    return True


def test_cbor2_sees_the_structure_of_the_specification():
    protected, unprotected, payload, signature = cbor2.loads(_ours())

    assert cbor2.loads(protected) == {1: -8, 4: b"\x01"}
    assert (unprotected, payload, len(signature)) == ({}, PAYLOAD, 64)

"""The EU's test certificates: our base45 and COSE_Sign1 on bytes that nobody here wrote.

They are of the same family as a bracelet (prefix, base45, COSE, CWT) with other algorithms, so
the steps are taken one by one and each is compared with what its file expects.
"""

import json
import zlib
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils

from foundation.cose import base45, cbor, sign1
from mission.permits.rules.credential import CredentialRefusal, read_credential

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "dgc"
CERTIFICATES = sorted(FOLDER.glob("*.json"))

# One RSA-PSS signature is as long as its modulus; a P-256 one has 64 bytes.
P256_BYTES = 64

# Where a file expects something else than the bare signature: its own mistake, the choice of
# the key (which their kid is about and ours too, see test_credential), or a second tag.
OTHER_QUESTIONS = {
    "ES_2DCode_raw_402.json",  # signed by another key than the certificate beside it
    "common_2DCode_raw_CO22.json",  # a wrong kid over a good signature
    "common_2DCode_raw_CO23.json",  # the same, unprotected
    "common_2DCode_raw_CO28.json",  # tag 61 before tag 18, which a bracelet never has
}

pytestmark = pytest.mark.shared_vectors


def _load(path):
    certificate = json.loads(path.read_text(encoding="utf-8-sig"))
    return certificate, certificate["EXPECTEDRESULTS"]


def _unpacked(certificate):
    return zlib.decompress(base45.decode(certificate["PREFIX"].removeprefix("HC1:")))


def test_base45_is_read_as_each_file_expects():
    checked = 0
    for path in CERTIFICATES:
        certificate, expected = _load(path)
        if "EXPECTEDB45DECODE" not in expected or "PREFIX" not in certificate:
            continue
        checked += 1
        text = certificate["PREFIX"].removeprefix("HC1:")
        try:
            is_read = bool(base45.decode(text))
        except base45.BadBase45:
            is_read = False
        assert is_read == expected["EXPECTEDB45DECODE"], path.name
    assert checked > 200


def test_signatures_are_believed_as_each_file_expects():
    checked = 0
    for path in CERTIFICATES:
        certificate, expected = _load(path)
        if "EXPECTEDVERIFY" not in expected or path.name in OTHER_QUESTIONS:
            continue
        checked += 1
        assert _is_believed(certificate) == expected["EXPECTEDVERIFY"], path.name
    assert checked > 200


def test_none_of_them_is_a_bracelet():
    for path in CERTIFICATES:
        certificate, _ = _load(path)
        if "PREFIX" in certificate:
            refusal = read_credential(certificate["PREFIX"], {})
            assert refusal is CredentialRefusal.MALFORMED, path.name


def _is_believed(certificate):
    try:
        data = _unpacked(certificate)
        message = sign1.parse(data, tagged=data[:1] == b"\xd2", deterministic=False)
        cbor_is_sound = isinstance(message.header, dict)
    except (base45.BadBase45, zlib.error, sign1.BadSign1, cbor.BadCbor):
        return False
    signer = x509.load_der_x509_certificate(b64decode(certificate["TESTCTX"]["CERTIFICATE"]))
    return cbor_is_sound and _is_signed_by(signer.public_key(), message)


def _is_signed_by(key, message):
    signed, signature = message.signed_bytes(), message.signature
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
            if len(signature) != P256_BYTES:
                return False
            key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
        else:
            scheme = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
            key.verify(signature, signed, scheme, hashes.SHA256())
    except InvalidSignature:
        return False
    return True

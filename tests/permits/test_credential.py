"""The credential: its size, what three libraries read in it, and everything that is refused."""

import random
import warnings
from datetime import UTC, datetime, timedelta

import cbor2
import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from cwt import COSE, COSEKey
    from pycose.keys import OKPKey
    from pycose.messages import CoseMessage

from foundation.cose import base45, cbor, sign1
from mission.permits.rules.credential import (
    Claims,
    Credential,
    CredentialRefusal,
    TrustedKey,
    Usage,
    camp_bits,
    camp_numbers,
    read_credential,
    write_credential,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
FROM = datetime(2026, 11, 1, tzinfo=UTC)
UNTIL = datetime(2027, 6, 6, tzinfo=UTC)


def trusted(kid=1, key=KEY, usage=Usage.QR, not_after=UNTIL + timedelta(days=30)):
    return TrustedKey(
        kid=kid,
        public_key=key.public_key().public_bytes_raw(),
        not_before=FROM,
        not_after=not_after,
        usage=usage,
    )


KEYS = {1: trusted()}
CLAIMS = Claims(
    season=1448, mission=14, camps=frozenset({0, 3}), status_index=70_000, valid_until=UNTIL
)


def written(claims=CLAIMS, kid=1, key=KEY):
    return write_credential(claims, kid=kid, signer=key.sign)


def signed(payload, header=None, unprotected=None, key=KEY):
    protected = cbor.encode({1: -8, 4: b"\x01"} if header is None else header)
    signature = key.sign(cbor.encode(["Signature1", protected, b"", payload]))
    return _text([protected, unprotected or {}, payload, signature])


def _text(message):
    return "HM1:" + base45.encode(cbor.encode(message))


def _payload(**changes):
    claims = {4: 1_800_000_000, 7: b"\0\0\1", -65537: [1448, 14, b"\x01"]}
    return cbor.encode(claims | {int(key): value for key, value in changes.items()})


def test_a_two_camp_bracelet_takes_101_bytes_and_a_symbol_of_version_7():
    text = written()

    assert len(base45.decode(text.removeprefix("HM1:"))) == 101
    assert len(text) == 156
    symbol = segno.make(text, error="m", boost_error=False)
    assert (symbol.designator, symbol.mode) == ("7-M", "alphanumeric")


def test_what_was_written_is_read():
    assert read_credential(written(), KEYS) == Credential(
        season=1448,
        mission=14,
        camps=frozenset({0, 3}),
        status_index=70_000,
        valid_until=UNTIL,
        kid=1,
        valid_from=FROM,
    )


@given(
    st.builds(
        Claims,
        season=st.integers(1300, 1600),
        mission=st.integers(1, 1000),
        camps=st.frozensets(st.integers(0, 63), min_size=1),
        status_index=st.integers(0, 2**24 - 1),
        valid_until=st.integers(1_770_000_000, 1_900_000_000).map(
            lambda seconds: datetime.fromtimestamp(seconds, UTC)
        ),
    )
)
def test_every_claim_comes_back(claims):
    far = {1: trusted(not_after=datetime(2031, 1, 1, tzinfo=UTC))}

    read = read_credential(written(claims), far)

    assert isinstance(read, Credential)
    for field in ("season", "mission", "camps", "status_index", "valid_until"):
        assert getattr(read, field) == getattr(claims, field)


def test_the_symbol_holds_the_layout_and_nothing_else():
    protected, unprotected, payload, signature = cbor2.loads(base45.decode(written()[4:]))

    assert cbor2.loads(protected) == {1: -8, 4: b"\x01"}
    assert unprotected == {}
    assert cbor2.loads(payload) == {
        4: int(UNTIL.timestamp()),
        7: (70_000).to_bytes(3, "big"),
        -65537: [1448, 14, b"\x09"],
    }
    assert (len(payload), len(signature)) == (24, 64)


def test_cwt_believes_our_bracelet_with_the_public_key_alone():
    key = COSEKey.new({1: 1, 2: b"\x01", 3: -8, -1: 6, -2: KEY.public_key().public_bytes_raw()})

    payload = COSE.new().decode(b"\xd2" + base45.decode(written()[4:]), key)

    assert cbor2.loads(payload)[7] == (70_000).to_bytes(3, "big")


def test_pycose_believes_our_bracelet_with_the_public_key_alone():
    message = CoseMessage.decode(b"\xd2" + base45.decode(written()[4:]))
    message.key = OKPKey(crv="ED25519", x=KEY.public_key().public_bytes_raw())

    assert message.verify_signature()


def test_we_believe_a_bracelet_that_cwt_wrote():
    key = COSEKey.new(
        {
            1: 1, 2: b"\x01", 3: -8, -1: 6,
            -2: KEY.public_key().public_bytes_raw(), -4: KEY.private_bytes_raw(),
        }
    )  # fmt: skip
    payload = cbor2.dumps(
        {4: int(UNTIL.timestamp()), 7: b"\0\0\5", -65537: [1448, 14, b"\x09"]}
    )

    theirs = COSE.new().encode(payload, key, protected={1: -8, 4: b"\x01"})

    read = read_credential("HM1:" + base45.encode(theirs.removeprefix(b"\xd2")), KEYS)
    assert isinstance(read, Credential)
    assert (read.status_index, read.camps) == (5, {0, 3})


def test_a_bracelet_never_outlives_its_key():
    early = UNTIL - timedelta(days=10)

    read = read_credential(written(), {1: trusted(not_after=early)})

    assert isinstance(read, Credential)
    assert read.valid_until == early


def test_a_stranger_cannot_make_one():
    assert read_credential(written(key=STRANGER), KEYS) is CredentialRefusal.FORGED


def test_a_key_that_nobody_published_is_unknown():
    assert read_credential(written(kid=9), KEYS) is CredentialRefusal.UNKNOWN_KEY


@pytest.mark.parametrize("usage", [Usage.STATUS, Usage.DEVICE])
def test_a_key_of_another_usage_signs_no_bracelet(usage):
    assert (
        read_credential(written(), {1: trusted(usage=usage)}) is CredentialRefusal.UNKNOWN_KEY
    )


def test_the_kid_counts_only_where_it_is_signed():
    unprotected_only = signed(_payload(), header={1: -8}, unprotected={4: b"\x01"})
    both = signed(_payload(), unprotected={4: b"\x02"})
    beside = signed(_payload(), unprotected={5: 1})

    for text in (unprotected_only, both, beside):
        assert read_credential(text, KEYS) is CredentialRefusal.MALFORMED


@pytest.mark.parametrize(
    "header",
    [{1: -8, 4: b"\1\1"}, {1: -8, 4: 1}, {1: -8, 4: b"\1", 16: "x"}, {1: -8}, {4: b"\1"}],
)
def test_a_header_of_another_shape_is_malformed(header):
    assert (
        read_credential(signed(_payload(), header=header), KEYS) is CredentialRefusal.MALFORMED
    )


def test_another_algorithm_is_forged():
    text = signed(_payload(), header={1: -7, 4: b"\x01"})

    assert read_credential(text, KEYS) is CredentialRefusal.FORGED


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        cbor.encode([]),
        _payload(**{"4": -1}),
        _payload(**{"4": 2**32}),
        _payload(**{"4": True}),
        _payload(**{"7": b"\0\1"}),
        _payload(**{"7": 1}),
        _payload(**{"-65537": [1448, 14]}),
        _payload(**{"-65537": [1448, 14, b""]}),
        _payload(**{"-65537": [1448, 14, b"\0"]}),
        _payload(**{"-65537": [1448, 14, b"\1\0"]}),
        _payload(**{"-65537": [1448, 14, b"\1", 0]}),
        _payload(**{"2": "somebody's name"}),
    ],
)
def test_claims_of_another_shape_are_malformed_even_when_signed(payload):
    assert read_credential(signed(payload), KEYS) is CredentialRefusal.MALFORMED


@pytest.mark.parametrize(
    "text",
    ["", "HM1:", "HC1:" + written()[4:], written()[4:], written().lower(), written() + " ",
     written() + "0", written()[:-1], " " + written(), "HM1:" + "0" * 600, "https://example.org"],
)  # fmt: skip
def test_a_text_of_another_kind_is_malformed(text):
    assert read_credential(text, KEYS) is CredentialRefusal.MALFORMED


def test_a_tagged_message_is_not_the_form_of_a_bracelet():
    tagged = sign1.sign(_payload(), header={4: b"\1"}, signer=KEY.sign, tagged=True)

    text = "HM1:" + base45.encode(tagged)

    assert read_credential(text, KEYS) is CredentialRefusal.MALFORMED


def _mutated(text, dice):
    place = dice.randrange(len(text))
    sign = dice.choice(base45.ALPHABET)
    how = dice.randrange(5)
    if how == 0:
        return text[:place] + text[place + 1 :]
    if how == 1:
        return text[:place] + sign + text[place:]
    if how == 2:
        other = dice.randrange(len(text))
        signs = list(text)
        signs[place], signs[other] = signs[other], signs[place]
        return "".join(signs)
    if how == 3:
        data = bytearray(base45.decode(text[4:]))
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        return "HM1:" + base45.encode(bytes(data))
    return text[:place] + sign + text[place + 1 :]


def test_no_mutation_of_a_good_bracelet_is_accepted():
    dice = random.Random(1448)
    good = written()
    accepted = 0
    for _ in range(20_000):
        mutated = _mutated(good, dice)
        accepted += mutated != good and isinstance(read_credential(mutated, KEYS), Credential)

    assert accepted == 0


@given(
    st.text(max_size=200) | st.text(alphabet=base45.ALPHABET).map(lambda text: "HM1:" + text)
)
def test_whatever_is_scanned_the_answer_is_a_refusal_and_no_error(text):
    assert isinstance(read_credential(text, KEYS), CredentialRefusal)


NUMBERS = st.integers(-(2**64), 2**64 - 1)
VALUES = st.recursive(
    NUMBERS | st.binary(max_size=20) | st.text(max_size=10) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NUMBERS | st.text(max_size=4), inner, max_size=4)
        | st.builds(cbor.Tagged, st.integers(0, 2**64 - 1), inner)
    ),
    max_leaves=10,
)


@given(st.binary(max_size=250) | VALUES.map(cbor.encode))
def test_whatever_bytes_are_scanned_the_answer_is_a_refusal_and_no_error(data):
    text = "HM1:" + base45.encode(data)
    assert read_credential(text, KEYS) is CredentialRefusal.MALFORMED


@given(VALUES)
def test_whatever_a_trusted_key_signed_must_be_the_claims(value):
    message = sign1.sign(cbor.encode(value), header={4: b"\x01"}, signer=KEY.sign)
    text = "HM1:" + base45.encode(message)
    assert read_credential(text, KEYS) is CredentialRefusal.MALFORMED


@given(st.sets(st.integers(0, 100)))
def test_camps_are_bits(camps):
    assert camp_numbers(camp_bits(camps)) == camps


def test_the_bits_of_camps_as_documented():
    assert camp_bits({0, 3}) == b"\x09"
    assert camp_bits({8}) == b"\x00\x01"


@pytest.mark.parametrize(
    "changed",
    [{"camps": frozenset()}, {"status_index": -1}, {"status_index": 2**24}],
)
def test_claims_that_do_not_fit_are_not_written(changed):
    fields = {name: getattr(CLAIMS, name) for name in Claims.__slots__} | changed

    with pytest.raises(ValueError, match="camp"):
        written(Claims(**fields))

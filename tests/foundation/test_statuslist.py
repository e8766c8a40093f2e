"""Status lists: the draft's example, signed lists that cwt believes, and what is refused."""

import warnings
import zlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from cwt import COSE, COSEKey

from foundation.cose import cbor, sign1, statuslist
from foundation.cose.statuslist import Status, StatusList

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))

# draft-ietf-oauth-status-list-21, section 4: twelve states of two bits
EXAMPLE = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]


def _list(packed=b"\xc9\x44\xf9", version=3):
    return StatusList(
        subject="/api/v1/status-list/1448",
        version=version,
        issued=10,
        expires=20,
        packed=packed,
    )


def test_the_example_of_the_draft():
    packed = statuslist.pack(12, {index: Status(value) for index, value in enumerate(EXAMPLE)})

    assert packed.hex() == "c944f9"
    assert [_list(packed).status(index) for index in range(12)] == EXAMPLE


@given(st.dictionaries(st.integers(0, 999), st.sampled_from(Status)))
def test_every_index_is_found_again(statuses):
    listed = _list(statuslist.pack(1000, statuses))

    assert all(
        listed.status(index) == statuses.get(index, Status.VALID) for index in range(1000)
    )


def test_beyond_its_end_a_list_says_nothing():
    listed = _list(statuslist.pack(5, {}))

    assert listed.status(7) is Status.VALID  # the rest of the last byte
    assert listed.status(8) is None
    assert listed.status(-1) is None


@pytest.mark.parametrize("index", [-1, 5])
def test_an_index_outside_is_refused(index):
    with pytest.raises(IndexError):
        statuslist.pack(5, {index: Status.INVALID})


def test_a_signed_list_is_read_back_and_cwt_believes_it():
    data = statuslist.sign(_list(), kid=7, signer=KEY.sign)
    key = COSEKey.new({1: 1, 2: b"\x07", 3: -8, -1: 6, -2: KEY.public_key().public_bytes_raw()})

    message = sign1.parse(data, tagged=True)

    assert message.header == {1: -8, 4: b"\x07", 16: "application/statuslist+cwt"}
    assert statuslist.read(message.payload) == _list()
    assert COSE.new().decode(data, key) == message.payload


def test_a_hundred_thousand_bracelets_take_under_a_kilobyte_and_a_half():
    spread = {index * 199: Status.INVALID for index in range(500)}

    data = statuslist.sign(_list(statuslist.pack(100_000, spread)), kid=1, signer=KEY.sign)

    assert len(data) < 1500


def _payload(**changes):
    claims = {
        2: "s", 4: 20, 6: 10, -65538: 1,
        65533: {"bits": 2, "lst": zlib.compress(b"\0")},
    } | {int(key): value for key, value in changes.items()}  # fmt: skip
    return cbor.encode({key: value for key, value in claims.items() if value is not None})


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        cbor.encode([]),
        _payload(**{"2": None}),
        _payload(**{"-65538": "1"}),
        _payload(**{"65533": {"bits": 1, "lst": zlib.compress(b"\0")}}),
        _payload(**{"65533": {"bits": 2, "lst": b"not zlib"}}),
        _payload(**{"65533": {"bits": 2, "lst": zlib.compress(b"\0") + b"more"}}),
        _payload(**{"65533": {"bits": 2, "lst": zlib.compress(b"\0" * 100)[:-3]}}),
        _payload(**{"65533": {"bits": 2, "lst": zlib.compress(bytes(5 * 2**20))}}),
    ],
)
def test_what_is_no_list_of_ours_is_refused(payload):
    with pytest.raises(statuslist.BadStatusList):
        statuslist.read(payload)

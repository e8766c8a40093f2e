"""Deterministic CBOR, checked by cbor2 and by what must be refused."""

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.cose import cbor

numbers = st.integers(min_value=-(2**64), max_value=2**64 - 1)
scalars = st.none() | st.booleans() | numbers | st.binary(max_size=40) | st.text(max_size=20)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(numbers | st.text(max_size=5), inner)
    ),
    max_leaves=12,
)


@given(values)
def test_what_was_written_is_read_by_us_and_by_cbor2(value):
    written = cbor.encode(value)

    assert cbor.decode(written) == value
    assert cbor2.loads(written) == value


@given(values)
def test_equal_values_have_equal_bytes(value):
    shuffled = cbor2.loads(cbor2.dumps(value))

    assert cbor.encode(shuffled) == cbor.encode(value)


@given(st.binary(max_size=30))
def test_every_accepted_byte_string_is_the_one_we_would_write(data):
    try:
        value = cbor.decode(data)
    except cbor.BadCbor:
        return
    assert cbor.encode(value) == data


def test_a_tag_stands_before_its_value():
    assert cbor.encode(cbor.Tagged(18, [b""])).hex() == "d28140"
    assert cbor.decode(bytes.fromhex("d28140")) == cbor.Tagged(18, [b""])


@pytest.mark.parametrize(
    ("case", "data"),
    {
        "nothing at all": "",
        "cut short": "4401",
        "bytes after the end": "0000",
        "a number in two bytes that fits into one": "1801",
        "a number in three bytes that fits into two": "190018",
        "a length in two bytes that fits into one": "580100",
        "an array without a length": "9f00ff",
        "a map without a length": "bf0000ff",
        "a string in pieces": "5f4100ff",
        "a reserved length": "1c",
        "a key twice": "a201000101",
        "keys out of order": "a202000100",
        "a key of bytes": "a1410000",
        "a key of a truth value": "a1f500",
        "a float": "f93c00",
        "undefined": "f7",
        "a simple value": "e0",
        "text that is not UTF-8": "61ff",
        "a break without a beginning": "ff",
        "a huge length": "5bffffffffffffffff",
        "deeper than anybody needs": "81" * 20 + "00",
    }.items(),
)
def test_looseness_is_refused(case, data):
    with pytest.raises(cbor.BadCbor):
        cbor.decode(bytes.fromhex(data))


@pytest.mark.parametrize(
    ("data", "value"),
    [("1801", 1), ("9f00ff", [0]), ("bf0200 0100ff", {1: 0, 2: 0}), ("5f41004101ff", b"\0\1")],
)
def test_other_issuers_may_be_read_loosely_on_request(data, value):
    assert cbor.decode(bytes.fromhex(data), deterministic=False) == value


@pytest.mark.parametrize("data", ["a201000101", "0000", "9f00", "5f00ff", "1f", "c1", "df00"])
def test_even_loosely_no_key_repeats_and_nothing_follows(data):
    with pytest.raises(cbor.BadCbor):
        cbor.decode(bytes.fromhex(data), deterministic=False)


def test_what_has_no_place_is_not_written():
    with pytest.raises(TypeError):
        cbor.encode(1.5)
    with pytest.raises(OverflowError):
        cbor.encode(2**64)

"""Base45 against the examples of RFC 9285 and against itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.cose import base45

EXAMPLES = {
    b"AB": "BB8",
    b"Hello!!": "%69 VD92EX0",
    b"base-45": "UJCLQE7W581",
    b"ietf!": "QED8WEX0",
}


@pytest.mark.parametrize(("data", "text"), EXAMPLES.items())
def test_the_examples_of_the_rfc_are_met_both_ways(data, text):
    assert base45.encode(data) == text
    assert base45.decode(text) == data


@given(st.binary(max_size=200))
def test_what_was_written_is_read(data):
    assert base45.decode(base45.encode(data)) == data


@given(st.text(alphabet=base45.ALPHABET, max_size=40))
def test_one_text_for_one_byte_string(text):
    try:
        data = base45.decode(text)
    except base45.BadBase45:
        return
    assert base45.encode(data) == text


@pytest.mark.parametrize(
    "text", ["B", "BB8B", "bb8", "BB8\n", "BB8é", "GGW", ":::", "::", "V5", "٣٣٣"]
)
def test_a_text_that_no_encoder_writes_is_refused(text):
    with pytest.raises(base45.BadBase45):
        base45.decode(text)

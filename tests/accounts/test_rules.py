"""What is typed, and to whom a code goes."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.accounts import rules
from mission.accounts.rules import BadNationalId, Counted, Proof, Receiver

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    ["28063400001", "٢٨٠٦٣٤٠٠٠٠١", "280 634 00001", "\u200e28063400001", "280-63400001"],
)
def test_a_national_id_is_read_as_people_type_it(typed):
    assert rules.read_national_id(typed) == "28063400001"


@pytest.mark.parametrize(
    "typed", ["", "2806340000", "280634000011", "18063400001", "2806340000a", "28063400001'--"]
)
def test_what_is_no_national_id_is_refused(typed):
    with pytest.raises(BadNationalId):
        rules.read_national_id(typed)


@given(st.text())
def test_whatever_is_typed_is_read_or_refused(typed):
    with suppress(BadNationalId):
        assert len(rules.read_national_id(typed)) == 11
    assert len(rules.read_code(typed)) in (0, 6)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("481516", "481516"),
        ("٤٨١٥١٦", "481516"),
        (" 481 516 ", "481516"),
        ("48151", ""),
        ("x", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, code):
    assert rules.read_code(typed) == code


PHONES = st.sampled_from(["+97455500001", "+97455500002", "+97455500003"])
ACCOUNTS = st.none() | st.tuples(PHONES, st.sampled_from(Proof))


@given(typed=PHONES, account=ACCOUNTS, registered=PHONES | st.just(""))
def test_a_code_goes_only_to_the_mobile_that_stands_for_the_id(typed, account, registered):
    found = rules.receiver(typed, account=account, registered=registered)
    standing = account[0] if account else registered
    if standing and standing != typed:
        assert found is None
    else:
        assert found is not None
        assert found.mobile == typed


def test_how_far_a_mobile_is_proved():
    typed = "+97455500001"

    def proof(account, registered):
        found = rules.receiver(typed, account=account, registered=registered)
        return found and found.proof

    assert rules.receiver(typed, account=None, registered="") == Receiver(typed, Proof.MOBILE)
    assert proof(None, typed) is Proof.REGISTER
    assert proof((typed, Proof.STAFF), "") is Proof.STAFF
    assert proof((typed, Proof.STAFF), "+97455500009") is Proof.STAFF


def test_a_day_of_guessing_at_one_person_stays_hopeless():
    """Limits and tries together: odds below one in ten thousand a day."""
    day = [each for each in rules.LIMITS if each.counted is Counted.PAIR]
    codes = min(each.most for each in day if each.window == timedelta(days=1))
    assert codes * rules.CODE_TRIES / 10**rules.CODE_DIGITS < 1e-4


def test_limits_are_counted_in_one_order():
    order = list(Counted)
    places = [order.index(each.counted) for each in rules.LIMITS]
    assert places == sorted(places)
    assert set(places) == set(range(len(order)))


def test_the_wait_for_another_code():
    assert rules.resend_wait(AT, at=AT + timedelta(seconds=20)) == timedelta(seconds=40)
    assert rules.resend_wait(AT, at=AT + timedelta(minutes=2)) == timedelta(0)

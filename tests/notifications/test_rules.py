"""What a gateway's answer means, and which states follow which."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.notifications import rules
from mission.notifications.rules import WAITS, End, NotResendable, State

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "text", "end"),
    [
        (202, "0: Accepted for delivery", End.ACCEPTED),
        (202, "3: Queued for later delivery", End.ACCEPTED),
        (200, "<html>Welcome to the hotel</html>", End.UNKNOWN),
        (202, "", End.UNKNOWN),
        (400, "Missing receiver number, rejected", End.REFUSED),
        (404, "", End.REFUSED),
        (403, "Authorization failed for sendsms", End.TEMPORARY),
        (429, "", End.TEMPORARY),
        (503, "Temporal failure, try again later.", End.TEMPORARY),
        (500, "", End.UNKNOWN),
        (502, "<html>Bad gateway</html>", End.UNKNOWN),
        (301, "", End.UNKNOWN),
    ],
)
def test_an_answer_is_a_yes_a_clear_no_or_unknown(status, text, end):
    assert rules.read_answer(status, text).end is end


@given(st.integers(100, 599), st.text())
def test_any_answer_is_read_into_a_column(status, text):
    words = rules.read_answer(status, text).words
    assert len(words) <= 200
    assert "\x00" not in words


def test_waits_grow_and_end():
    waits = [rules.next_try_at(n, at=AT) for n in range(1, len(WAITS) + 1)]
    assert waits == sorted(waits)
    assert waits[0] == AT + timedelta(seconds=2)
    assert rules.next_try_at(len(WAITS) + 1, at=AT) is None


def test_a_code_is_not_tried_again_when_it_would_come_too_late():
    expires = AT + timedelta(seconds=10)
    assert rules.next_try_at(1, at=AT, expires_at=expires) == AT + timedelta(seconds=2)
    assert rules.next_try_at(3, at=AT, expires_at=expires) is None


@pytest.mark.parametrize(
    ("kind", "state", "follows"),
    [
        (1, State.SENT, State.DELIVERED),
        (2, State.SENT, State.FAILED),
        (8, State.UNKNOWN, State.SENT),
        (1, State.UNKNOWN, State.DELIVERED),
        (1, State.SENDING, State.DELIVERED),
        (1, State.FAILED, State.DELIVERED),
        (2, State.DELIVERED, None),
        (8, State.DELIVERED, None),
        (8, State.SENT, None),
        (1, State.QUEUED, None),
        (99, State.SENT, None),
    ],
)
def test_a_report_moves_a_message_only_forward(kind, state, follows):
    assert rules.read_report(kind, state=state) is follows


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING, State.SENT, State.DELIVERED])
def test_what_is_on_its_way_or_arrived_is_not_sent_again(state):
    with pytest.raises(NotResendable):
        rules.check_resendable(state, is_secret=False)


def test_a_code_is_never_sent_again():
    rules.check_resendable(State.FAILED, is_secret=False)
    with pytest.raises(NotResendable):
        rules.check_resendable(State.FAILED, is_secret=True)

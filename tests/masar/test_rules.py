"""The rules of the exchange: states only move forwards, answers are read with suspicion."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.masar.rules.answers import (
    Next,
    Told,
    after_rejection,
    told_by_item,
    told_by_record,
)
from mission.masar.rules.breaker import (
    CLOSED,
    BreakerLimits,
    after_operation,
    may_call,
)
from mission.masar.rules.differences import Finding, Ours, Theirs, compare
from mission.masar.rules.names import names_by_script
from mission.masar.rules.states import (
    LIVE,
    Operation,
    State,
    contradicts,
    furthest,
    moves,
    next_operation,
    state_of_word,
)

STATES = st.sampled_from(list(State))
ENDED = {State.ACCEPTED, State.REJECTED, State.WITHDRAWN}
AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
LIMITS = BreakerLimits(failures_most=3, first_seconds=1, longest_seconds=8)


@given(STATES, STATES)
def test_no_two_answers_can_send_a_request_round_in_a_circle(first, second):
    if moves(stands=first, told=second) and (first, second) != (State.SENT, State.UNKNOWN):
        assert not moves(stands=second, told=first) or State.SENT in (first, second)


@given(STATES, STATES)
def test_what_has_ended_never_goes_back_to_being_under_way(stands, told):
    if stands in ENDED and moves(stands=stands, told=told):
        assert told is State.WITHDRAWN


@given(st.lists(STATES.filter(lambda state: state not in (State.SENT, State.PENDING))))
def test_repeats_and_order_of_a_feed_do_not_matter_for_where_it_ends(told):
    def end(sequence):
        stands = State.SENT
        for state in sequence:
            stands = state if moves(stands=stands, told=state) else stands
        return stands

    if not {State.ACCEPTED, State.REJECTED} <= set(told):
        assert end(told) == end(told + told) == end(reversed(told)) or State.UNKNOWN in told


def test_a_key_that_they_do_not_know_is_sent_again_only_while_nothing_was_heard():
    assert moves(stands=State.UNKNOWN, told=State.PENDING)
    assert not moves(stands=State.RECEIVED, told=State.PENDING)
    assert not moves(stands=State.ACCEPTED, told=State.PENDING)


def test_a_word_that_the_contract_does_not_name_means_they_have_it():
    assert state_of_word("AWAITING_COMMITTEE") is State.RECEIVED
    assert state_of_word("ISSUED") is State.ACCEPTED
    assert state_of_word("REVOKED") is State.WITHDRAWN


def test_the_later_of_two_states_in_one_page_counts():
    assert furthest(State.RECEIVED, State.ACCEPTED) is State.ACCEPTED
    assert furthest(State.ACCEPTED, State.RECEIVED) is State.ACCEPTED


def test_only_opposite_decisions_contradict():
    assert contradicts(stands=State.ACCEPTED, told=State.REJECTED)
    assert not contradicts(stands=State.RECEIVED, told=State.REJECTED)


@pytest.mark.parametrize(
    ("accepted", "begun", "expected"),
    [
        (set(), set(), Operation.PILGRIM),
        (set(), {Operation.PILGRIM}, None),
        ({Operation.PILGRIM}, {Operation.PILGRIM}, Operation.VISA),
        ({Operation.PILGRIM}, {Operation.PILGRIM, Operation.VISA}, None),
        ({Operation.PILGRIM, Operation.VISA}, {Operation.VISA}, Operation.PERMIT),
        (
            {Operation.PILGRIM, Operation.VISA, Operation.PERMIT},
            {Operation.PERMIT},
            None,
        ),
    ],
)
def test_next_operation_follows_the_way(accepted, begun, expected):
    assert next_operation(accepted=accepted, begun=begun) == expected


@pytest.mark.parametrize(
    ("given_names", "sent"),
    [
        (("محمد علي", "Mohammed Ali"), ("محمد علي", "Mohammed Ali")),
        (("محمد علي", ""), ("محمد علي", "")),
        (("محمد علي", "-2+3"), ("محمد علي", "")),
        (("Mohammed", "محمد"), ("محمد", "Mohammed")),
        (("Mohammed", ""), ("", "Mohammed")),
        (("...", "-2+3"), ("...", "-2+3")),
    ],
)
def test_a_name_goes_out_by_its_letters_and_what_is_no_name_stays(given_names, sent):
    assert names_by_script(*given_names) == sent


REASON = {"field": "", "code": "REVIEW_NOT_COMPLETED", "message_ar": "ا", "message_en": "a"}
FIELD = {**REASON, "field": "passport_number", "code": "BAD_PASSPORT"}


def test_a_rejection_without_a_field_is_tried_again_until_the_limit():
    for count in range(3):
        found = after_rejection(reasons=[REASON], resubmissions=count, resubmissions_most=3)
        assert found is Next.RESUBMIT
    found = after_rejection(reasons=[REASON], resubmissions=3, resubmissions_most=3)
    assert found is Next.PERSON


def test_a_rejection_that_names_a_field_waits_for_a_person_at_once():
    found = after_rejection(reasons=[REASON, FIELD], resubmissions=0, resubmissions_most=3)
    assert found is Next.PERSON


def test_an_accepted_item_brings_its_number_and_days():
    record = {
        "state": "ISSUED",
        "permit_number": "P1",
        "valid_from": "2027-04-08",
        "valid_until": "2027-06-20",
    }
    told = told_by_item(Operation.PERMIT, {"status": 200, "record": record})
    assert told.state is State.ACCEPTED
    assert (told.number, told.valid_from) == ("P1", date(2027, 4, 8))
    assert told.raw == record


def test_an_acceptance_without_its_number_is_not_finished():
    assert told_by_record(Operation.VISA, {"state": "ISSUED"}).state is State.RECEIVED


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"status": 422, "errors": [FIELD]}, State.REJECTED),
        ({"status": 422, "errors": [{**REASON, "code": "KEY_REUSED"}]}, State.UNKNOWN),
        ({"status": 409, "errors": [REASON]}, State.UNKNOWN),
        ({"status": 503, "errors": [REASON]}, State.PENDING),
        ({"status": 500}, State.UNKNOWN),
        ({"status": 202}, State.UNKNOWN),
        ({}, State.UNKNOWN),
        ({"status": 422, "errors": "nonsense"}, State.UNKNOWN),
    ],
)
def test_items_are_believed_only_as_far_as_they_go(item, expected):
    assert told_by_item(Operation.PILGRIM, item).state is expected


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_answer_however_odd_breaks_the_reading(odd):
    item = odd if isinstance(odd, dict) else {"status": 200, "record": {"reasons": odd}}
    assert told_by_item(Operation.PILGRIM, item).state in State
    assert told_by_record(Operation.PERMIT, {"valid_from": odd, "state": odd}).state in State


def test_the_breaker_opens_after_enough_failures_and_closes_after_a_success():
    breaker = CLOSED
    for _ in range(3):
        assert may_call(breaker, at=AT)
        breaker = after_operation(breaker, is_failed=True, at=AT, limits=LIMITS)
    assert not may_call(breaker, at=AT)
    later = AT + timedelta(seconds=1)
    assert may_call(breaker, at=later)
    assert after_operation(breaker, is_failed=False, at=later, limits=LIMITS) == CLOSED


def test_a_failed_try_opens_the_breaker_for_twice_as_long_up_to_the_longest():
    breaker, waits, at = CLOSED, [], AT
    for _ in range(9):
        breaker = after_operation(breaker, is_failed=True, at=at, limits=LIMITS)
        if breaker.open_until is not None:
            waits.append((breaker.open_until - at).total_seconds())
            at = breaker.open_until
    assert waits == [1, 2, 4, 8, 8, 8, 8]


def test_calls_that_were_on_the_line_when_it_opened_do_not_prolong_it():
    breaker = CLOSED
    for _ in range(3):
        breaker = after_operation(breaker, is_failed=True, at=AT, limits=LIMITS)
    late = after_operation(breaker, is_failed=True, at=AT, limits=LIMITS)
    assert late.open_until == breaker.open_until


KEYS = st.sampled_from([f"k{number}" for number in range(6)])
OURS = st.dictionaries(KEYS, STATES).map(
    lambda found: [Ours(key, state, f"P{key}") for key, state in found.items()]
)
THEIRS = st.dictionaries(
    KEYS, st.sampled_from([State.RECEIVED, State.ACCEPTED, State.REJECTED, State.WITHDRAWN])
).map(lambda found: [Theirs(key, f"P{key}", Told(state)) for key, state in found.items()])


@given(OURS, THEIRS)
def test_every_key_has_at_most_one_difference_and_equal_sides_have_none(ours, theirs):
    found = compare(ours=ours, theirs=theirs)
    assert len({difference.key for difference in found}) == len(found)
    same = [Theirs(own.key, own.subject, Told(own.state)) for own in ours]
    assert not compare(ours=ours, theirs=same)


@given(OURS, THEIRS)
def test_a_live_booking_of_theirs_that_is_not_ours_is_never_overlooked(ours, theirs):
    found = {
        difference.key: difference.finding for difference in compare(ours=ours, theirs=theirs)
    }
    known = {own.key for own in ours}
    for record in theirs:
        if record.key not in known and record.told.state in LIVE:
            assert found[record.key] in {Finding.STRANGER, Finding.DUPLICATE}


@given(OURS, THEIRS)
def test_the_order_of_the_lists_does_not_matter(ours, theirs):
    straight = compare(ours=ours, theirs=theirs)
    assert straight == compare(ours=reversed(ours), theirs=list(reversed(theirs)))

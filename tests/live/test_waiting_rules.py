"""The rules of the waiting room: nobody jumps, nobody goes back, the rate holds."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.waiting import tokens
from foundation.waiting.tokens import BadToken, Pass, Seat, Ticket
from live.waiting import polling
from live.waiting.calling import BURST_SECONDS, Calls
from live.waiting.order import rank_of
from live.waiting.pace import CUT, CUT_PAUSE_SECONDS, LEAST_SHARE, Pace, Seen, next_pace

KEY, OTHER = b"k" * 32, b"o" * 32
OPENING = "0" * 32
seeds = st.binary(min_size=32, max_size=32)


@given(st.integers(0, 2_000), st.integers(0, 500), seeds)
def test_every_ticket_has_a_rank_of_its_own(early, later, seed):
    ranks = [rank_of(number, early=early, seed=seed) for number in range(early + later)]
    assert sorted(ranks[:early]) == list(range(early))
    assert ranks[early:] == list(range(early, early + later))


def test_the_shuffle_favours_no_number():
    """Over many seeds each of ten early tickets comes first about as often."""
    draws = random.Random(1448)
    firsts = [0] * 10
    for _ in range(4_000):
        seed = draws.randbytes(32)
        firsts[next(n for n in range(10) if rank_of(n, early=10, seed=seed) == 0)] += 1
    # Chi-squared with nine degrees of freedom exceeds 27.9 once in a thousand fair shuffles.
    assert sum((count - 400) ** 2 / 400 for count in firsts) < 27.9


def test_ranks_of_one_seed_say_nothing_about_another():
    one = [rank_of(n, early=1_000, seed=b"a" * 32) for n in range(1_000)]
    two = [rank_of(n, early=1_000, seed=b"b" * 32) for n in range(1_000)]
    assert sum(a == b for a, b in zip(one, two, strict=True)) < 10


somethings = st.one_of(
    st.builds(Ticket, st.just(OPENING), st.integers(0, 10**9), st.integers(0, 10**13)),
    st.builds(Pass, st.just(OPENING), st.integers(0, 10**9), st.integers(0, 10**10)),
    st.builds(
        Seat,
        st.just(OPENING),
        st.integers(-(10**9), 10**9),
        st.integers(0, 9),
        st.text("0123456789abcdef", min_size=8, max_size=8),
        st.integers(0, 10**10),
    ),
)


@given(somethings, st.data())
def test_a_changed_token_is_no_token(token, data):
    text = tokens.write(token, key=KEY)
    assert tokens.read(type(token), text, key=KEY) == token
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("0123456789abcXYZ._-"))
    changed = text[:place] + letter + text[place + 1 :]
    if changed != text:
        with pytest.raises(BadToken):
            tokens.read(type(token), changed, key=KEY)
    with pytest.raises(BadToken):
        tokens.read(type(token), text, key=OTHER)


@given(st.sampled_from([Ticket, Pass, Seat]), somethings)
def test_one_kind_of_token_is_never_taken_for_another(kind, token):
    if not isinstance(token, kind):
        with pytest.raises(BadToken):
            tokens.read(kind, tokens.write(token, key=KEY), key=KEY)


@given(st.sampled_from([Ticket, Pass, Seat]), st.text(max_size=400))
def test_any_text_is_refused(kind, text):
    with pytest.raises(BadToken):
        tokens.read(kind, text, key=KEY)


@given(st.integers(0, 10**7))
def test_a_code_leads_to_the_same_place_as_people_type_it(number):
    ticket = Ticket(OPENING, number, 5)
    code = tokens.code_for(ticket, key=KEY)
    typed = [code, code.lower(), f" {code.replace('-', ' - ')} "]
    typed.append(code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    for text in typed:
        found = tokens.ticket_for(text, opening=OPENING, key=KEY, now=9)
        assert (found.opening, found.number) == (OPENING, number)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_code_of_one_place_opens_no_other(number, other):
    seal = tokens.code_for(Ticket(OPENING, number, 5), key=KEY).partition("-")[2]
    if number != other:
        with pytest.raises(BadToken):
            tokens.ticket_for(f"{other + 1}-{seal}", opening=OPENING, key=KEY, now=9)
    with pytest.raises(BadToken):
        tokens.ticket_for(f"{number + 1}-{seal}", opening="1" * 32, key=KEY, now=9)


@given(
    st.floats(0.5, 50),
    st.lists(
        st.tuples(
            st.floats(0, 30), st.integers(0, 60), st.lists(st.integers(0, 400), max_size=40)
        ),
        max_size=40,
    ),
)
def test_whatever_people_do_no_more_pass_than_the_rate_lets_in(rate, rounds):
    calls, now, given_ = Calls(called=0, now=0.0), 0.0, 0
    best = 0
    for pause, arriving, asking in rounds:
        now += pause
        given_ += arriving
        calls.refill(now=now, rate=rate)
        calls.call(calls.plan(given=given_), now=now)
        assert best <= calls.called <= given_
        best = calls.called
        for rank in asking:
            was_called = calls.has_called(rank)
            assert not calls.claim(rank) or was_called
        assert calls.passed <= rate * now + 1


def test_a_short_queue_is_let_in_at_once_and_a_long_one_at_the_rate():
    calls = Calls(called=0, now=0.0)
    calls.refill(now=100.0, rate=10)
    calls.call(calls.plan(given=7), now=100.0)
    assert calls.called == 7
    calls.refill(now=200.0, rate=10)
    calls.call(calls.plan(given=10_000), now=200.0)
    assert calls.called == 7 + 10 * BURST_SECONDS
    calls.refill(now=210.0, rate=10)
    calls.call(calls.plan(given=10_000), now=210.0)
    assert calls.called == 27 + 20


def run(calls, *, seconds, rate, given, comes):
    """Let a queue run in steps of a second; ``comes`` says which ranks come to the door."""
    passed = 0
    for now in range(1, seconds + 1):
        calls.refill(now=float(now), rate=rate)
        first = calls.called
        calls.call(calls.plan(given=given), now=float(now))
        passed += sum(calls.claim(rank) for rank in range(first, calls.called) if comes(rank))
    return passed


def test_people_who_left_cost_the_others_nothing():
    passed = run(
        Calls(called=0, now=0.0), seconds=600, rate=10, given=10**6, comes=lambda r: r % 2 == 0
    )
    # Half have left; after the first minutes of grace the door is used to the full again.
    assert passed > 0.85 * 600 * 10
    assert passed <= 600 * 10 + 1


def test_who_comes_late_still_has_the_place_even_when_the_door_is_busy():
    calls = Calls(called=0, now=0.0)
    run(calls, seconds=120, rate=10, given=10**6, comes=lambda rank: rank != 3)
    assert calls.has_called(3)
    tries = 0
    while not calls.claim(3):
        tries += 1
        now = 120.0 + tries
        calls.refill(now=now, rate=10)
        calls.call(calls.plan(given=10**6), now=now)
    assert tries <= 2
    left = calls.tokens
    assert calls.claim(3)  # the same person again, on another device
    assert calls.tokens == left


def test_after_a_restart_nobody_has_lost_the_place_and_nobody_is_ahead():
    calls = Calls(called=500, now=0.0)
    assert calls.has_called(499)
    assert not calls.has_called(500)
    assert not calls.claim(499)  # nobody knows that it was let in: it costs a token
    calls.refill(now=1.0, rate=10)
    assert calls.claim(499)


@given(st.floats(0.1, 500), st.integers(1, 20_000), st.floats(5, 3_000))
def test_all_pollers_together_stay_under_the_limit(rate, waiting, most):
    asked = sum(
        1
        / polling.interval_seconds(
            position, waiting=waiting, rate=rate, most_polls=most, chance=0.0
        )
        for position in range(waiting)
    )
    assert asked <= most * 1.000_001


@given(st.floats(0.1, 500), st.integers(0, 200_000), st.floats(0, 1))
def test_further_behind_never_asks_more_often_and_nobody_misses_the_call(
    rate, position, chance
):
    def told(place, chance):
        return polling.interval_seconds(
            place, waiting=200_000, rate=rate, most_polls=10**9, chance=chance
        )

    assert told(position, chance) <= told(position + 1, chance)
    wait = position / rate
    assert told(position, chance) <= max(polling.SOONEST_SECONDS * 1.2, wait)


@given(st.floats(0, 100_000), st.integers(0, 200_000), st.floats(0, 1))
def test_before_the_opening_nobody_is_told_to_sleep_past_it_by_much(left, waiting, chance):
    told = polling.interval_before_opening(
        left, waiting=waiting, most_polls=1_000, chance=chance
    )
    assert 0 < told <= left + max(polling.SOONEST_SECONDS, waiting / 1_000) + 1


def test_the_estimate_is_a_range_around_what_was_seen():
    found = polling.estimate(600, seen_rate=10)
    assert found.low_seconds < 60 < found.high_seconds
    assert polling.estimate(600, seen_rate=0) is None


def test_the_rate_seen_counts_the_last_minute_only():
    seen = Seen()
    assert seen.rate(otherwise=7) == 7
    for second in range(200):
        seen.note(min(second, 100) * 10, now=float(second))
    assert seen.rate(otherwise=7) == 0
    seen = Seen()
    for second in range(100):
        seen.note(second * 5, now=float(second))
    assert math.isclose(seen.rate(otherwise=7), 5)


def test_the_pace_is_cut_at_once_and_comes_back_by_and_by():
    pace = next_pace(Pace(100), most=100, slow=True, now=50, seconds=1)
    assert pace == Pace(100 * CUT, 50)
    soon = next_pace(pace, most=100, slow=True, now=51, seconds=1)
    assert soon == pace
    again = next_pace(pace, most=100, slow=True, now=50 + CUT_PAUSE_SECONDS, seconds=1)
    assert again.rate == pytest.approx(100 * CUT * CUT)
    for _ in range(60):
        again = next_pace(again, most=100, slow=False, now=60, seconds=1)
    assert again.rate == 100


@given(st.floats(0.5, 1_000), st.lists(st.booleans(), max_size=200))
def test_the_pace_stays_between_a_tenth_and_what_is_allowed(most, slows):
    pace = Pace(most)
    for second, slow in enumerate(slows):
        pace = next_pace(pace, most=most, slow=slow, now=second * 10.0, seconds=10)
        assert most * LEAST_SHARE * 0.999 <= pace.rate <= most

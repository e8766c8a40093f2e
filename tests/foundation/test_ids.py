"""Identities: order of UUIDs, and what a public reference forgives and what it notices."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import ids
from foundation.ids import (
    ALPHABET,
    BadReference,
    new_reference,
    new_references,
    parse_reference,
)

FIGURES = st.text(alphabet=ALPHABET, min_size=7, max_size=7)


def whole(letters):
    return ids._grouped(letters + ids._check_character(letters))


def test_uuids_are_version_seven_and_rise():
    made = [ids.uuid7() for _ in range(5_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {each.version for each in made} == {7}
    assert {each.variant for each in made} == {"specified in RFC 4122"}


def test_uuids_still_rise_when_the_clock_steps_back(monkeypatch):
    before = ids.uuid7()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_000_000_000)
    assert ids.uuid7() > before
    assert ids.uuid7().version == 7


def test_a_full_counter_borrows_the_next_millisecond(monkeypatch):
    monkeypatch.setattr(ids, "_ticks", ids._Ticks())
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_000_000)
    first = ids.uuid7()
    ids._ticks.tail = 2**74 - 1
    later = ids.uuid7()
    assert later > first
    assert later.int >> 80 == (first.int >> 80) + 1


@given(counts=st.lists(st.integers(0, 40), max_size=6))
def test_uuids_made_at_once_rise_among_those_made_alone(counts):
    made = []
    for count in counts:
        many = ids.uuid7s(count)
        assert len(many) == count
        made += [*many, ids.uuid7()]
    assert made == sorted(set(made))
    assert {each.version for each in made} <= {7}
    assert {each.variant for each in made} <= {"specified in RFC 4122"}


def test_more_than_one_batch_at_once_still_rises():
    made = ids.uuid7s(2 * ids._MOST_AT_ONCE + 7)
    assert len(made) == 2 * ids._MOST_AT_ONCE + 7
    assert made == sorted(set(made))


def test_many_at_once_borrow_the_next_millisecond_from_a_full_counter(monkeypatch):
    monkeypatch.setattr(ids, "_ticks", ids._Ticks())
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_000_000)
    first = ids.uuid7()
    ids._ticks.tail = 2**74 - 2**33
    made = ids.uuid7s(1_000)
    assert [first, *made] == sorted({first, *made})
    assert made[-1].int >> 80 == (first.int >> 80) + 1


def test_uuids_of_many_threads_differ():
    made = []

    def make():
        made.extend([*ids.uuid7s(1_000), *[ids.uuid7() for _ in range(1_000)]])

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 16_000


def test_a_child_process_starts_its_own_order(forked):
    ids.uuid7()
    assert len(set(forked(ids.uuid7, times=6))) == 6


def test_no_letter_of_a_reference_looks_like_another():
    assert not set(ALPHABET) & set("01258BILOSUVZ")
    assert len(set(ALPHABET)) == 23


def test_a_new_reference_reads_back():
    reference = new_reference()
    assert len(reference) == 9
    assert reference[4] == "-"
    assert parse_reference(reference) == reference


@given(FIGURES)
def test_every_single_wrong_character_is_noticed(letters):
    plain = whole(letters).replace("-", "")
    for place in range(8):
        for wrong in set(ALPHABET) - {plain[place]}:
            with pytest.raises(BadReference):
                parse_reference(plain[:place] + wrong + plain[place + 1 :])


@given(FIGURES)
def test_every_exchange_of_two_places_is_noticed(letters):
    plain = whole(letters).replace("-", "")
    for first in range(8):
        for second in range(first + 1, 8):
            if plain[first] == plain[second]:
                continue
            swapped = list(plain)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            with pytest.raises(BadReference):
                parse_reference("".join(swapped))


@pytest.mark.parametrize(
    "typed",
    [
        "{}",
        " {} ",
        "{lower}",
        "{bare}",
        "{spaced}",
        "\u200f{}\u200e",
        "{arabic}",
        "{persian}",
        "#{}",
    ],
)
def test_a_reference_is_read_as_people_type_it(typed):
    reference = whole("3467967")
    text = typed.format(
        reference,
        lower=reference.lower(),
        bare=reference.replace("-", ""),
        spaced=" ".join(reference),
        arabic=reference.translate(str.maketrans("3467 9", "٣٤٦٧ ٩")),
        persian=reference.translate(str.maketrans("3467 9", "۳۴۶۷ ۹")),
    )
    assert parse_reference(text) == reference


@pytest.mark.parametrize("typed", ["", "7", "AAAA-AAAAA", "0000-0000", "ابجد-ابجد", "😀" * 8])
def test_what_is_no_reference_is_refused(typed):
    with pytest.raises(BadReference):
        parse_reference(typed)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    try:
        reference = parse_reference(text)
    except BadReference:
        return
    assert parse_reference(reference) == reference


def test_many_references_avoid_those_that_are_taken():
    asked = []

    def taken(drawn):
        asked.append(set(drawn))
        return set(sorted(drawn)[:5]) if len(asked) == 1 else set()

    made = new_references(500, taken=taken)
    assert len(set(made)) == 500
    assert not set(made) & set(sorted(asked[0])[:5])
    assert all(parse_reference(each) == each for each in made)

"""Placing whole files where seats are."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission.campaigns.rules import (
    BadCampaignsFile,
    File,
    NoSeatsLeft,
    Room,
    check_room,
    plan_placements,
    read_campaigns,
)

SIZES = st.lists(st.integers(min_value=1, max_value=6), max_size=60)
SEATS = st.lists(st.integers(min_value=0, max_value=30), max_size=8)


def files_of(sizes):
    return [File(application=UUID(int=1000 + n), size=size) for n, size in enumerate(sizes)]


def rooms_of(seats):
    return [Room(campaign=UUID(int=n), seats=count) for n, count in enumerate(seats)]


@given(SIZES, SEATS)
def test_no_campaign_goes_over_and_no_file_is_lost_or_split(sizes, seats):
    files, rooms = files_of(sizes), rooms_of(seats)
    plan = plan_placements(files=files, rooms=rooms)
    size_of = {file.application: file.size for file in files}
    for room in rooms:
        sitting = sum(size_of[a] for a, c in plan.placed.items() if c == room.campaign)
        assert sitting <= room.seats
    assert sorted([*plan.placed, *(file.application for file in plan.unplaced)]) == sorted(
        size_of
    )


@given(SIZES, SEATS)
def test_nobody_is_left_out_who_would_still_fit(sizes, seats):
    files, rooms = files_of(sizes), rooms_of(seats)
    plan = plan_placements(files=files, rooms=rooms)
    left = {room.campaign: room.seats for room in rooms}
    size_of = {file.application: file.size for file in files}
    for application, campaign in plan.placed.items():
        left[campaign] -= size_of[application]
    assert all(file.size > seats for file in plan.unplaced for seats in left.values())


@given(SIZES, SEATS)
def test_the_same_input_gives_the_same_plan(sizes, seats):
    files, rooms = files_of(sizes), rooms_of(seats)
    first = plan_placements(files=files, rooms=rooms)
    assert plan_placements(files=files, rooms=rooms) == first


@given(st.lists(st.integers(min_value=1, max_value=4), min_size=1, max_size=60))
def test_where_singles_are_enough_every_seat_is_filled(sizes):
    singles = [1] * 12
    total = sum(sizes) + len(singles)
    rooms = rooms_of([total // 3, total // 3, total - 2 * (total // 3)])
    plan = plan_placements(files=files_of([*sizes, *singles]), rooms=rooms)
    assert plan.unplaced == []


def test_when_seats_are_short_the_first_in_the_draw_are_served_first():
    files = files_of([2, 2, 2])
    plan = plan_placements(files=files, rooms=rooms_of([4]))
    assert list(plan.placed) == [files[0].application, files[1].application]
    assert plan.unplaced == [files[2]]


def test_campaigns_fill_evenly():
    files = files_of([1] * 30)
    plan = plan_placements(files=files, rooms=rooms_of([20, 20, 20]))
    counts = [list(plan.placed.values()).count(UUID(int=n)) for n in range(3)]
    assert counts == [10, 10, 10]


def test_a_file_larger_than_what_is_left_is_refused_with_both_numbers():
    with pytest.raises(NoSeatsLeft) as refusal:
        check_room(size=3, seats_left=2)
    assert refusal.value.facts == {"size": 3, "seats_left": 2}


LINE = {
    "licence_no": "HC-1",
    "name_ar": "النور",
    "name_en": "Noor",
    "capacity": "12",
    "camps": "",
}


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"licence_no": " "}, "licence_no"),
        ({"capacity": "a dozen"}, "capacity"),
        ({"capacity": None}, "capacity"),
        ({"camps": "mina-9"}, "camps"),
    ],
)
def test_a_bad_line_of_the_list_is_named_with_its_column(change, column):
    with pytest.raises(BadCampaignsFile) as refusal:
        read_campaigns([LINE, LINE | change], camps=frozenset({"mina-1"}))
    assert refusal.value.facts == {"line": 3, "column": column}


def test_a_good_list_is_read():
    (line,) = read_campaigns([LINE | {"camps": "mina-1"}], camps=frozenset({"mina-1"}))
    assert (line.licence_no, line.capacity, line.camps) == ("HC-1", 12, ("mina-1",))

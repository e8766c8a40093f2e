"""Seats that come free after the draw: whose they are, and that none is given twice."""

from datetime import datetime, timedelta, timezone

import pytest

from mission.registration.services import check_eligibility
from mission.selection import queries, services
from mission.selection.rules.promotions import PromotionLine

pytestmark = pytest.mark.django_db


def rules(quota, *, order="queue", last_seat="skip"):
    general = {"order": [order]}
    return {"general": general, "last_seat": last_seat, "quota": quota, "shares": []}


@pytest.fixture
def hold_round(ceremony, system, at):
    """Hold the season's next round to its end by the rules given."""

    def hold(given):
        check_eligibility(season=ceremony.season, by=system, at=at)
        ceremony.open(given)
        for step in ("commit", "freeze", "reveal", "close", "chance", "draw", "publish"):
            getattr(ceremony, step)()
        return ceremony.round

    return hold


@pytest.fixture
def leave(amina, at):
    def leave(selection_round, application, how="WITHDRAWN"):
        return services.vacate_place(
            selection_round=selection_round, reference=application.reference, how=how,
            reason="", by=amina, at=at,
        )  # fmt: skip

    return leave


def persons_selected(season):
    return sum(file.size for file in queries.selected_applications(season))


def test_seats_that_a_later_round_got_are_not_given_twice(
    applications, season, hold_round, leave
):
    first, second, family = (applications.add(size=size) for size in (3, 1, 4))
    early = hold_round(rules(4))
    assert len(leave(early, second)) == 1  # one seat is free, and four persons wait
    latecomer = applications.add(size=1)
    late = hold_round(rules(1, order="-queue"))
    assert persons_selected(season) == 4

    assert len(leave(early, first)) == 1

    assert not queries.is_selected(family.id)
    assert persons_selected(season) == 1
    assert len(leave(late, latecomer)) == 1


def test_a_later_round_leaves_the_seats_that_come_free_to_the_first(
    applications, season, hold_round, leave
):
    first, family = applications.add(size=3), applications.add(size=2)
    early = hold_round(rules(4))
    applications.add(size=1)
    hold_round(rules(1, order="-queue"))

    promoted = leave(early, first)[1:]

    assert [line.entry.reference for line in promoted] == [family.reference]
    assert persons_selected(season) == 3


def test_whoever_waits_and_withdraws_frees_no_seat(applications, hold_round, leave):
    sizes = (3, 4, 1, 2)
    _, _, single, pair = (applications.add(size=size) for size in sizes)
    held = hold_round(rules(4, last_seat="stop"))

    assert len(leave(held, pair)) == 1

    assert not queries.is_selected(single.id)


def test_whoever_gave_up_a_place_is_not_drawn_again_in_the_season(
    applications, hold_round, leave
):
    selected, lapsed, waiting, other = (applications.add() for _ in range(4))
    early = hold_round(rules(2))
    leave(early, waiting)
    leave(early, selected)
    leave(early, lapsed)
    assert queries.is_selected(other.id)
    newcomer = applications.add()

    late = hold_round(rules(5))

    drawn = list(late.entries.values_list("reference", flat=True))
    assert drawn == [newcomer.reference]


def test_a_file_gives_up_its_place_and_is_not_promoted_by_hand(applications, hold_round, leave):
    _, waiting = applications.add(size=2), applications.add(size=2)
    held = hold_round(rules(2))

    with pytest.raises(services.NotALeaving):
        leave(held, waiting, how="PROMOTED")


def test_a_line_says_its_moment_in_utc_wherever_it_was_written():
    local = datetime(2027, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=3)))

    line = PromotionLine(1, local, "lapsed", "A", size=2, share="")

    assert line.text() == "1,2027-03-01T09:00:00Z,lapsed,A,2,"

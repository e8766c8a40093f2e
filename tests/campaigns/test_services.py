"""Choosing and placing: whole files, never a seat too many, whoever comes at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections, transaction

from foundation.refusals import PermissionRefused
from mission.campaigns import queries, services
from mission.campaigns.models import Campaign, Pilgrim
from mission.campaigns.rules import NoSeatsLeft
from mission.campaigns.services.placing import NotSelected
from tests.leads import lead_actor


def applicant(application):
    return lead_actor(application.id)


def choose(application, campaign, at, by=None):
    return services.choose_campaign(
        application=application, campaign=campaign, by=by or applicant(application), at=at
    )


def test_a_chosen_campaign_has_the_whole_file_as_pilgrims(draw, campaign_with, at):
    (family,) = draw.select(3)
    campaign = campaign_with(10)
    placement = choose(family, campaign, at)
    campaign.refresh_from_db()
    pilgrims = Pilgrim.objects.filter(application=family)
    assert (placement.seats, placement.how, campaign.seats_taken) == (3, "CHOSEN", 3)
    assert pilgrims.count() == 3
    assert pilgrims.filter(is_lead=True).count() == 1
    assert len({pilgrim.reference for pilgrim in pilgrims}) == 3


def test_a_file_that_does_not_fit_whole_gets_no_seat(draw, campaign_with, at):
    (family,) = draw.select(3)
    campaign = campaign_with(2)
    with pytest.raises(NoSeatsLeft):
        choose(family, campaign, at)
    campaign.refresh_from_db()
    assert campaign.seats_taken == 0


def test_a_file_chooses_once(draw, campaign_with, at):
    (family,) = draw.select(1)
    choose(family, campaign_with(5), at)
    with pytest.raises(services.AlreadyPlaced):
        choose(family, campaign_with(5), at)


def test_a_waiting_file_gets_no_seat(draw, campaign_with, at):
    (waiting,) = draw.select(1, outcome="WAITING")
    with pytest.raises(NotSelected):
        choose(waiting, campaign_with(5), at)


def test_nobody_chooses_for_another_file(draw, campaign_with, at, dawud):
    mine, yours = draw.select(1, 1)
    campaign = campaign_with(5)
    for by in (applicant(yours), dawud):
        with pytest.raises(PermissionRefused):
            choose(mine, campaign, at, by=by)


def test_the_rest_is_placed_where_seats_are_and_a_second_run_changes_nothing(
    draw, campaign_with, amina, at, season
):
    files = draw.select(2, 3, 1, 4, 1)
    campaigns = [campaign_with(6), campaign_with(6)]
    choose(files[2], campaigns[0], at)
    result = services.place_winners(season=season, by=amina, at=at)
    assert (result.files, result.persons, result.unplaced_files) == (4, 10, 0)
    assert Pilgrim.objects.count() == 11
    assert not queries.files_without_campaign(season)
    again = services.place_winners(season=season, by=amina, at=at)
    assert (again.files, Pilgrim.objects.count()) == (0, 11)


def test_files_without_room_are_told_and_wait(draw, campaign_with, amina, at, season):
    draw.select(2, 2, 2)
    campaign_with(4)
    result = services.place_winners(season=season, by=amina, at=at)
    assert (result.files, result.unplaced_files, result.unplaced_persons) == (2, 1, 2)
    assert len(queries.files_without_campaign(season)) == 1


def test_only_who_may_places_the_rest(draw, campaign_with, dawud, at, season):
    draw.select(1)
    campaign_with(4)
    with pytest.raises(PermissionRefused):
        services.place_winners(season=season, by=dawud, at=at)
    assert Pilgrim.objects.count() == 0


def test_the_database_itself_refuses_a_seat_too_many(campaign_with):
    campaign = campaign_with(2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(id=campaign.id).update(seats_taken=3)


def test_capacity_is_never_set_below_who_sits_there(draw, campaign_with, amina, at):
    (family,) = draw.select(3)
    campaign = campaign_with(5)
    choose(family, campaign, at)
    with pytest.raises(services.CapacityTooSmall):
        services.change_capacity(campaign=campaign, capacity=2, by=amina, at=at)
    changed = services.change_capacity(campaign=campaign, capacity=3, by=amina, at=at)
    assert changed.capacity == 3


@pytest.mark.django_db(transaction=True)
def test_sixteen_who_choose_the_last_seats_at_once_get_exactly_those(draw, campaign_with, at):
    files = draw.select(*[2, 1] * 8)
    campaign = campaign_with(7)

    def attempt(application):
        try:
            choose(application, campaign, at)
        except NoSeatsLeft:
            return 0
        else:
            return queries.file_size(application.id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        seated = list(pool.map(attempt, files))
    campaign.refresh_from_db()
    assert sum(seated) == campaign.seats_taken == Pilgrim.objects.count() == 7


@pytest.mark.django_db(transaction=True)
def test_one_file_that_chooses_sixteen_times_at_once_sits_once(draw, campaign_with, at):
    (family,) = draw.select(2)
    campaigns = [campaign_with(10) for _ in range(4)]

    def attempt(number):
        try:
            choose(family, campaigns[number % 4], at)
        except services.AlreadyPlaced:
            return 0
        else:
            return 1
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        placed = sum(pool.map(attempt, range(16)))
    assert placed == 1
    assert sum(row.seats_taken for row in Campaign.objects.all()) == 2

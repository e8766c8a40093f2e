"""To take a campaign is to accept the offer of the draw, and no other offer is taken up."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection

from mission.campaigns import queries, services
from mission.campaigns.models import Placement
from mission.campaigns.rules import NoSeatsLeft
from mission.selection import queries as selections
from mission.selection import services as selection_services
from mission.selection.models import Offer, OfferStep
from mission.selection.rules.offers import OfferGone, OfferOver
from tests.leads import lead_actor
from tests.selection.rounds import behind_the_program

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def offered(draw, amina, at):
    """Three selected files, offered their seats by the first look of the worker."""
    files = draw.select(1, 2, 3)
    selection_services.look_after_offers(season=draw.season, by=amina, at=at)
    return files


@pytest.fixture
def until(offered):
    return Offer.objects.first().until


def lead_of(application):
    return lead_actor(application.id)


def state_of(application):
    return selections.offer_for(application.id).state


def test_who_chooses_a_campaign_has_accepted(offered, campaign_with, until):
    file = offered[0]
    services.choose_campaign(
        application=file, campaign=campaign_with(5), by=lead_of(file), at=until - DAY
    )

    assert state_of(file) == "ACCEPTED"
    assert state_of(offered[1]) == "OPEN"


def test_who_accepted_before_may_choose_after_the_time(offered, campaign_with, until):
    file = offered[0]
    selection_services.accept_offer(application_id=file.id, by=lead_of(file), at=until - DAY)

    placement = services.choose_campaign(
        application=file, campaign=campaign_with(5), by=lead_of(file), at=until + DAY
    )

    assert placement.seats == 1
    assert OfferStep.objects.filter(kind="ACCEPTED").count() == 1


def test_nobody_chooses_after_the_time(offered, campaign_with, until):
    with pytest.raises(OfferOver):
        services.choose_campaign(
            application=offered[0], campaign=campaign_with(5), by=lead_of(offered[0]), at=until
        )
    assert not Placement.objects.exists()


def test_a_full_campaign_is_no_acceptance(offered, campaign_with, until):
    with pytest.raises(NoSeatsLeft):
        services.choose_campaign(
            application=offered[2], campaign=campaign_with(2), by=lead_of(offered[2]),
            at=until - DAY,
        )  # fmt: skip
    assert state_of(offered[2]) == "OPEN"


def test_the_mission_accepts_for_whom_it_places(season, offered, campaign_with, amina, until):
    campaign_with(10)

    result = services.place_winners(season=season, by=amina, at=until - DAY)

    assert result.files == 3
    assert {state_of(file) for file in offered} == {"ACCEPTED"}


def test_only_who_accepted_is_placed_when_asked_so(
    season, offered, campaign_with, amina, until
):
    campaign_with(10)
    selection_services.accept_offer(application_id=offered[1].id, by=amina, at=until - DAY)

    services.place_winners(season=season, by=amina, at=until - DAY, only_accepted=True)

    assert queries.placed_applications([file.id for file in offered]) == {offered[1].id}
    assert state_of(offered[0]) == "OPEN"


def test_who_let_the_time_pass_is_not_placed_though_the_worker_was_away(
    season, offered, campaign_with, amina, until
):
    campaign_with(10)
    selection_services.accept_offer(application_id=offered[2].id, by=amina, at=until - DAY)

    services.place_winners(season=season, by=amina, at=until)

    assert queries.placed_applications([file.id for file in offered]) == {offered[2].id}


def test_a_file_that_withdrew_chooses_no_campaign(offered, campaign_with, until):
    file = offered[0]
    with behind_the_program():  # the round of this test has no draw to promote from
        OfferStep.objects.create(
            offer=Offer.objects.get(entry__application=file), kind="WITHDRAWN", at=until, by="t"
        )
    with pytest.raises(OfferGone):
        services.choose_campaign(
            application=file, campaign=campaign_with(5), by=lead_of(file), at=until - DAY
        )


def test_files_placed_before_there_were_offers_have_accepted(
    season, offered, campaign_with, amina, until
):
    campaign_with(3)
    services.place_winners(season=season, by=amina, at=until - DAY)
    placed = queries.placed_applications([file.id for file in offered])
    assert 0 < len(placed) < 3
    with behind_the_program():
        OfferStep.objects.all().delete()
        Offer.objects.all().delete()

    upgrade = import_module("mission.campaigns.migrations.0002_placed_files_accepted")
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute(upgrade.OFFERS)
            cursor.execute(upgrade.ACCEPTED)

    accepted = OfferStep.objects.filter(kind="ACCEPTED")
    assert set(accepted.values_list("offer__entry__application_id", flat=True)) == placed
    assert Offer.objects.count() == len(placed)
